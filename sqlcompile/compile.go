package sqlcompile

import (
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Compile compiles a statement for a dialect, without a cache. The binds of the result are those of the statement's key, in
// the order of expr.AppendKey.
func Compile(s expr.Statement, d Dialect) (*Compiled, error) { return CompileWith(s, d, Options{}) }

// CompileWith is [Compile] with options.
func CompileWith(s expr.Statement, d Dialect, o Options) (*Compiled, error) {
	k := keys.Get().(*expr.Key)
	expr.AppendKey(k, s)
	got, err := compile(s, d, k.Binds, o)
	k.Reset()
	keys.Put(k)
	return got, err
}

// keys and compilers are memory to be used again; nothing in it outlives a call of compile.
var (
	keys      = sync.Pool{New: func() any { return &expr.Key{} }}
	compilers = sync.Pool{New: func() any { return &compiler{} }}
)

// compiler renders one statement. It stops at the first error.
type compiler struct {
	d     Dialect
	r     *Rules
	o     Options
	b     []byte // the text so far, without placeholders
	marks []mark // the placeholders in it
	text  []byte // room for the text with them
	out   *Compiled
	// marked are the elements whose columns get (+), where a condition of an outer join stands in WHERE.
	marked []expr.FromClause
	binds  smallMap[*expr.BindParameter, int] // index in the key
	// params are the parameters of binds: by address, or by name when they are not unique.
	params smallMap[any, int]
	names  names
	// shortened are the names that were too long.
	shortened shortener
	err       error
	// enclosing are the FROM elements of the selects around the one being rendered, innermost last.
	enclosing [][]expr.FromClause
	with      with
	change    change
	// inFrom is the number of enclosing elements where the innermost subquery in FROM begins, whose columns are named explicitly.
	inFrom int
	// wrapping is set inside of the SQL that a type puts around a value or a column; partOfResult for the SELECTs of a compound that
	// is the statement itself.
	wrapping     *wrapping
	partOfResult bool
	// parts is how many compounds the SELECT being rendered is a part of, one in the other.
	parts int
	// inline writes values as literals; bare writes columns without the name of their table, as DDL does.
	inline, bare bool
	// labels are the label nodes of the columns clause being rendered, by which ORDER BY may name them.
	labels []labelled
	scope  scope
	// seen are the maps of seenNames, the first depth of them in use.
	seen  []*smallMap[string, expr.Node]
	depth int
	// inText is set while a bind in literal SQL is rendered.
	inText bool
	// operators is how many operators the node being rendered stands in, itself counted.
	operators int
}

// CompileInline compiles a statement with the values of its binds written into the text, for people to read and for places that take
// no parameters. It is not cached: the text is one of these values. What has no value yet, or none that can be written, is an error.
func CompileInline(s expr.Statement, d Dialect) (*Compiled, error) {
	return CompileWith(s, d, Options{LiteralBinds: true})
}

// mark is a placeholder: what stands before it in the text, and the parameter that it is for.
type mark struct{ at, param int }

func compile(s expr.Statement, d Dialect, binds []expr.KeyBind, o Options) (*Compiled, error) {
	if s, ok := s.(expr.Select); ok {
		s.Clauses() // makes the nodes of its conditions at once
	}
	c := compilers.Get().(*compiler)
	defer c.release()
	c.start(d, binds, o)
	c.statement(s)
	if c.err == nil {
		c.prependWith()
	}
	if c.err == nil {
		c.checkNames()
	}
	if c.err != nil {
		return nil, c.err
	}
	c.finish()
	return c.out, nil
}

// start makes the compiler ready for a statement with these binds.
func (c *compiler) start(d Dialect, binds []expr.KeyBind, o Options) {
	c.d, c.r, c.o = d, d.Rules(), o
	c.inline = o.LiteralBinds
	c.out = &Compiled{style: c.r.Params, quoteOpen: c.r.QuoteOpen, backslash: c.r.BackslashEscapes}
	c.out.limits = limits{emptyIn: c.r.EmptyIn, tupleValues: c.r.TupleValues, params: c.r.MaxParams, list: c.r.MaxList}
	if len(binds) > 0 {
		c.out.Params = make([]Param, 0, len(binds)+1)
	}
	for i, b := range binds {
		c.binds.put(b.Parameter(), i)
	}
}

// release gives the compiler's memory back.
func (c *compiler) release() {
	c.binds.clear()
	c.params.clear()
	c.names.clear()
	for _, m := range c.seen {
		m.clear()
	}
	clear(c.labels[:cap(c.labels)])
	clear(c.enclosing[:cap(c.enclosing)])
	*c = compiler{b: c.b[:0], text: c.text[:0], marks: c.marks[:0], binds: c.binds, params: c.params, names: c.names, labels: c.labels[:0],
		enclosing: c.enclosing[:0], seen: c.seen}
	compilers.Put(c)
}

func (c *compiler) statement(s expr.Statement) {
	switch s := s.(type) {
	case expr.Select:
		c.out.Kind = KindSelect
		c.selectStmt(s.Clauses(), true)
	case expr.Fragment:
		c.out.Kind = KindFragment
		c.fragment(&s)
	case expr.Insert:
		c.out.Kind = KindInsert
		c.insert(&s, !c.with.inside)
	case expr.Update:
		c.out.Kind = KindUpdate
		c.update(&s, !c.with.inside)
	case expr.Delete:
		c.out.Kind = KindDelete
		c.delete(&s, !c.with.inside)
	default:
		c.fail("", fmt.Errorf("%w: a %T is no statement", ErrMisplaced, s))
	}
}

// fragment renders an expression or an element of FROM.
func (c *compiler) fragment(s *expr.Fragment) {
	if s.X == nil {
		c.from(s.From)
		return
	}
	c.node(s.X)
}

// finish joins the text and the placeholders.
func (c *compiler) finish() {
	for i := range c.out.Params {
		c.out.expanding = c.out.expanding || c.out.Params[i].Expanding
	}
	for i := range c.out.Columns {
		col := &c.out.Columns[i]
		if col.Convert = c.d.Results(col.Type); sqltypes.StoredOtherwise(col.Type) {
			if c.out.Stored == nil {
				c.out.Stored = make([]func(any) (any, error), len(c.out.Columns))
			}
			c.out.Stored[i] = col.Value
		}
	}
	if ch := c.out.Changes; ch != nil {
		for _, k := range ch.Keys {
			ch.KeyColumns = append(ch.KeyColumns, ResultColumn{Name: k.Name, Type: k.Type(), Convert: c.d.Results(k.Type())})
		}
	}
	if len(c.marks) == 0 {
		c.out.Text = string(c.b)
		return
	}
	text, last := c.text[:0], 0
	for _, m := range c.marks {
		text = append(text, c.b[last:m.at]...)
		p := &c.out.Params[m.param]
		text = append(text, p.more().before...)
		text = appendPlaceholder(text, c.r.Params, p.Name, m.param+1)
		text = append(text, p.more().after...)
		last = m.at
	}
	c.text = append(text, c.b[last:]...)
	c.out.Text = string(c.text)
	if c.out.expanding {
		c.cut()
	}
}

// cut keeps the text in pieces, so that lists can be written into it.
func (c *compiler) cut() {
	raw, last := string(c.b), 0
	for _, m := range c.marks {
		c.out.chunks, c.out.uses = append(c.out.chunks, raw[last:m.at]), append(c.out.uses, m.param)
		last = m.at
	}
	c.out.chunks = append(c.out.chunks, raw[last:])
}

func (c *compiler) fail(what string, err error) {
	if c.err == nil {
		c.err = &Error{Dialect: c.d.Name(), What: what, Err: err}
	}
}

func (c *compiler) write(parts ...string) {
	for _, p := range parts {
		c.b = append(c.b, p...)
	}
}

// each renders n items with a separator.
func (c *compiler) each(n int, sep string, f func(i int)) {
	for i := range n {
		if i > 0 {
			c.write(sep)
		}
		f(i)
	}
}

func (c *compiler) quote(name string) string {
	if !c.r.needsQuotes(name) { // nothing in it that could be wrong
		return name
	}
	c.checkIdentifier(name)
	return c.r.QuoteAlways(name)
}

// checkIdentifier refuses what no database takes as a name.
func (c *compiler) checkIdentifier(name string) {
	switch {
	case name == "":
		c.fail("", &IdentifierError{name, "it is empty"})
	case strings.IndexByte(name, 0) >= 0:
		c.fail("", &IdentifierError{name, "it has a NUL character in it"})
	case !utf8.ValidString(name):
		c.fail("", &IdentifierError{name, "it is not valid UTF-8"})
	}
}

// quoteAs writes an identifier that may say itself whether it is quoted.
func (c *compiler) quoteAs(name string, m expr.QuoteMode) string {
	switch m {
	case expr.QuoteAlways:
		c.checkIdentifier(name)
		return c.r.QuoteAlways(name)
	case expr.QuoteNever:
		if !isWord(name) {
			c.fail("", &IdentifierError{name, "it cannot stand without quotes"})
		}
		return name
	}
	return c.quote(name)
}

// use puts a placeholder for the i-th parameter.
func (c *compiler) use(i int) { c.marks = append(c.marks, mark{len(c.b), i}) }

// add adds a parameter. The value of one that is stored must fit its column; others are only compared with one.
func (c *compiler) add(p *Param, stored bool) {
	if p.Type == nil {
		p.Type = sqltypes.Null()
	}
	t := p.Type
	if !stored {
		t = sqltypes.Loose(t)
	}
	p.process, p.nulls = c.d.Binder(t), sqltypes.ConvertsNull(t)
	if f := c.r.Paths.converter(p.Type); f != nil {
		p.process = f
	}
	c.out.Params = append(c.out.Params, *p)
	c.use(len(c.out.Params) - 1)
}

// bind renders a bind parameter whose type the database may not know from what stands around it.
func (c *compiler) bind(b *expr.BindParameter) {
	if c.wrapping != nil {
		c.inside(b)
		return
	}
	switch {
	case c.inline, c.r.CastBinds == CastNever, c.r.CastBinds == CastUntyped && (b.Type().Kind().IsText() || b.Type().Kind() == sqltypes.NullKind):
		c.bareBind(b)
	default:
		c.castBind(b)
	}
}

// bareBind renders a bind parameter.
func (c *compiler) bareBind(b *expr.BindParameter) {
	if c.wrapping != nil {
		c.inside(b)
		return
	}
	c.listBind(b, nil, false)
}

// listBind renders a bind parameter; items are those of the tuples in its list, if it has some, negated says that the list is that
// of NOT IN.
func (c *compiler) listBind(b *expr.BindParameter, items []tupleItem, negated bool) {
	if items != nil || sqltypes.IsPlain(b.Typ) {
		c.namedBind(b, items, negated)
		return
	}
	c.wrap(b.Typ, b.Expanding && !c.inline, func() { c.namedBind(b, items, negated) })
}

// namedBind renders a bind parameter as nothing but its placeholder, or as its literal.
func (c *compiler) namedBind(b *expr.BindParameter, items []tupleItem, negated bool) {
	if c.inline {
		c.literalBind(b, items, negated)
		return
	}
	index, known := c.binds.get(b)
	if !known {
		c.unknownBind(b)
		return
	}
	c.checkReserved(b)
	var key any = b
	name := b.Name
	if b.Unique {
		name = c.shorten(bindNames, c.names.of(b, cleanName(b.Name)))
	} else {
		key = b.Name
	}
	if i, ok := c.params.get(key); ok {
		if c.out.Params[i].Expanding != b.Expanding {
			c.fail("", &NameConflictError{b.Name, "is a list in one place and a single value in another", ErrBindConflict})
		}
		if first := c.out.Params[i].Bind; !b.Unique && first != c.bindIndex(b) {
			c.out.same = append(c.out.same, [2]int{first, c.bindIndex(b)})
		}
		if c.r.Params != ParamQMark {
			c.use(i)
			return
		}
	}
	c.params.put(key, len(c.out.Params))
	p := Param{Name: name, Bind: index, Type: b.Typ, Escape: b.Escape, Expanding: b.Expanding, negated: negated, given: !b.Unique}
	if b.Expanding {
		p.extra = &paramExtra{items: items, emptySet: c.emptySet(b)}
	}
	c.add(&p, false)
}

// emptySet is what a list without values is in literal SQL, where nothing is known of what stands around it: a SELECT without rows.
// Elsewhere it is "".
func (c *compiler) emptySet(b *expr.BindParameter) string {
	if !c.inText {
		return ""
	}
	if c.r.EmptySet == "" {
		return "SELECT 1" + c.r.FromDual + " WHERE 1!=1"
	}
	t, err := c.castType(b.Type())
	if err != nil || b.Type().Kind() == sqltypes.NullKind {
		t = "INTEGER"
	}
	return strings.ReplaceAll(c.r.EmptySet, "%t", t)
}

// bindIndex is the index of a bind in the statement's key.
func (c *compiler) bindIndex(b *expr.BindParameter) int {
	i, _ := c.binds.get(b)
	return i
}

// checkNames refuses a given bind name that the compiler has generated for another bind.
func (c *compiler) checkNames() {
	for i := range c.out.Params {
		p := &c.out.Params[i]
		if p.given && c.names.generated(p.Name) {
			c.fail("", &NameConflictError{p.Name, "is given to one and generated for another value of this statement; choose another name", ErrBindConflict})
			return
		}
	}
}

// constant renders a bind whose value the dialect fixes.
func (c *compiler) constant(v any) {
	if c.inline {
		c.literal("a constant", v, sqltypes.Of(v))
		return
	}
	c.out.Params = append(c.out.Params, Param{Name: c.names.next("param"), Bind: constBind, extra: &paramExtra{constant: v}})
	c.use(len(c.out.Params) - 1)
}

// column renders a column with the name of what it belongs to.
func (c *compiler) column(col *expr.ColumnClause) {
	if f, ok := col.Table.(*expr.TableFunction); ok && f.Scalar {
		c.scalarColumn(f)
		return
	}
	if c.outputColumn(col) {
		return
	}
	name := c.quoteAs(c.columnName(col), col.Quote)
	if col.Table != nil && !c.bare && !c.unqualified(col) {
		c.qualifier(col.Table)
	}
	c.write(name)
	if c.marked != nil {
		c.mark(col)
	}
}

// scalarColumn renders the column of a function that yields values.
func (c *compiler) scalarColumn(f *expr.TableFunction) {
	c.write(c.quote(c.aliasName(f)))
	if c.r.From.ScalarColumn != "" {
		c.write(".", c.r.From.ScalarColumn)
	}
}

// qualifier renders what stands before the name of a column.
func (c *compiler) qualifier(f expr.FromClause) {
	if t, ok := f.(*expr.TableClause); ok && t.Schema == "" && c.o.Schemas == nil {
		c.write(c.quoteAs(t.Name, t.Quote), ".")
		return
	}
	c.write(c.fromName(f), ".")
}

// columnName is the name of a column, for one of an unnamed expression in a subquery the generated one.
func (c *compiler) columnName(col *expr.ColumnClause) string {
	if q, ok := col.Table.(*expr.Subquery); ok && col.Name == "" {
		if origin, ok := q.Origin(col).(*expr.ColumnClause); ok && origin.Name != "" {
			return c.labelFor(labelOf{origin}, origin.Name) // a second column of this name
		}
		name, _ := c.columnLabel(q.Select.Clauses(), q.Origin(col), false)
		return name
	}
	return col.Name
}

// fromName is how a table, alias or subquery is named before a dot.
func (c *compiler) fromName(f expr.FromClause) string {
	switch f := f.(type) {
	case *expr.TableClause:
		return c.tableName(f)
	case *expr.Alias:
		return c.quote(c.aliasName(f))
	case *expr.Join:
	case nil:
	default:
		return c.quote(c.aliasName(f))
	}
	c.fail("", fmt.Errorf("%w: a join has no name; use the columns of its tables", ErrMisplaced))
	return ""
}

// aliasName is the given name of an alias or subquery, or its generated one.
func (c *compiler) aliasName(f expr.FromClause) string {
	name, base := expr.SelectableName(f), "anon"
	if name != "" {
		return name
	}
	switch x := f.(type) {
	case *expr.Alias:
		base = x.Of.Name
	case *expr.TableSample:
		base = x.Of.Name
	case *expr.CTE:
		f = x.Root()
	}
	return c.shorten(aliasNames, c.names.of(f, base))
}

// tableName is a table with its schema, where that is known or told by the options.
func (c *compiler) tableName(t *expr.TableClause) string {
	ns := t.Schema
	if other, ok := c.o.Schemas[ns]; ok {
		ns = other
	}
	switch {
	case ns == "":
		return c.quoteAs(t.Name, t.Quote)
	case c.r.DottedSchemas:
		parts := strings.Split(ns, ".")
		for i := range parts {
			parts[i] = c.quote(parts[i])
		}
		ns = strings.Join(parts, ".")
	default:
		ns = c.quote(ns)
	}
	return ns + "." + c.quoteAs(t.Name, t.Quote)
}
