package sqlcompile

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file renders DDL; the files ddl_*.go render its parts.

// DDLOption changes how DDL is rendered.
type DDLOption func(*ddl)

// TranslateSchemas puts names in other schemas than they are declared in: from what stands there, "" for no schema, to what is
// written.
func TranslateSchemas(names map[string]string) DDLOption {
	return func(w *ddl) { w.translate = names }
}

// DDL renders a schema element for a dialect. The error is an *[Error].
func DDL(e schema.Element, d Dialect, opts ...DDLOption) (string, error) {
	w := newDDL(d, opts)
	w.element(e)
	return w.b.String(), w.err
}

// DDLExpr renders an expression as DDL has it: values are literals, columns stand without their table.
func DDLExpr(n expr.Node, d Dialect) (string, error) {
	w := newDDL(d, nil)
	s := w.node(n)
	return s, w.err
}

// ViewSQL is the SELECT of a view as its definition has it: without parameters. The error is an *[Error].
func ViewSQL(v *schema.View, d Dialect) (string, error) {
	w := newDDL(d, nil)
	s := w.viewSelect(v)
	return s, w.err
}

// TypeCheck is the condition of the check that the type of a column asks for where the database does not know it, "" for none: that of
// truth values, of the words of an enum. The error is an *[Error].
func TypeCheck(c *schema.Column, d Dialect) (string, error) {
	w := newDDL(d, nil)
	s := w.typeCondition(c)
	return s, w.err
}

func newDDL(d Dialect, opts []DDLOption) *ddl {
	w := &ddl{d: d, r: d.Rules(), rules: &d.Rules().DDL}
	for _, o := range opts {
		o(w)
	}
	return w
}

// element is a flat switch over the kinds of elements.
func (w *ddl) element(e schema.Element) {
	switch e := e.(type) {
	case schema.CreateTable:
		w.createTable(e)
	case schema.DropTable:
		w.write("DROP TABLE ", word(e.IfExists, "IF EXISTS "), w.tableOf(e.Table), w.cascade(e.Cascade))
	case schema.CreateColumn:
		w.write(w.column(e.Column))
	case schema.CreateIndex:
		w.createIndex(e)
	case schema.DropIndex:
		w.dropIndex(e)
	case schema.AddConstraint:
		w.write("ALTER TABLE ", w.tableOf(e.Table), " ADD ", w.constraint(e.Table, e.Constraint))
	case schema.DropConstraint:
		w.dropConstraint(e)
	case schema.CreateView:
		w.createView(e)
	case schema.DropView:
		w.write("DROP VIEW ", word(e.IfExists, "IF EXISTS "), w.tableOf(e.View.Table), w.cascade(e.Cascade))
	case schema.CreateSchema:
		w.write("CREATE SCHEMA ", word(e.IfNotExists, "IF NOT EXISTS "), w.quote(e.Name))
	case schema.DropSchema:
		w.write("DROP SCHEMA ", word(e.IfExists, "IF EXISTS "), w.quote(e.Name), word(e.Cascade, " CASCADE"))
	case schema.CreateSequence:
		w.createSequence(e)
	case schema.DropSequence:
		w.write("DROP SEQUENCE ", word(e.IfExists, "IF EXISTS "), w.table(e.Sequence.Schema, e.Sequence.Name))
	case schema.CreateType:
		w.createType(e.Type)
	case schema.DropType:
		w.write("DROP TYPE ", word(e.IfExists, "IF EXISTS "), w.table(e.Type.Schema, e.Type.Name))
	case schema.SetTableComment:
		w.tableComment(e.Table, w.literal(e.Table.Comment))
	case schema.DropTableComment:
		w.tableComment(e.Table, w.noComment())
	case schema.SetColumnComment:
		w.columnComment(e.Column, w.literal(e.Column.Comment))
	case schema.DropColumnComment:
		w.columnComment(e.Column, w.noComment())
	case schema.DDL:
		w.text(e)
	case schema.Custom:
		w.custom(e)
	default:
		w.fail(fmt.Sprintf("%T", e), errors.New("no such DDL element"))
	}
}

// ddl renders one element. It keeps the first error.
type ddl struct {
	d         Dialect
	r         *Rules
	rules     *DDLRules
	translate map[string]string
	b         strings.Builder
	err       error
}

func (w *ddl) fail(what string, err error) {
	if w.err == nil {
		w.err = &Error{Dialect: w.d.Name(), What: what, Err: err}
	}
}

func (w *ddl) write(parts ...string) {
	for _, p := range parts {
		w.b.WriteString(p)
	}
}

// word is a word that is said or not.
func word(on bool, s string) string {
	if on {
		return s
	}
	return ""
}

func (w *ddl) cascade(on bool) string { return word(on && !w.rules.NoCascade, " CASCADE") }

func (w *ddl) quote(name string) string { return w.quoteAs(name, expr.QuoteAuto) }

// quoteAs writes an identifier that may say itself whether it is quoted. One that the database would cut is an error.
func (w *ddl) quoteAs(name string, m expr.QuoteMode) string {
	if len(name) > w.r.MaxIdentifier {
		w.fail("identifier "+name, fmt.Errorf("it is longer than %d bytes", w.r.MaxIdentifier))
	}
	c := w.compiler(true)
	s := c.quoteAs(name, m)
	w.taken(c)
	return s
}

func (w *ddl) columnName(c *schema.Column) string { return w.quoteAs(c.Name, c.Quote) }

// named is a constraint or index, for its name.
type named interface {
	ConstraintName() string
	NamedByConvention() bool
}

// name is the name of a constraint or index. One that a convention made is cut where it is too long.
func (w *ddl) name(n named) string {
	s := n.ConstraintName()
	if n.NamedByConvention() {
		s = w.r.TruncateName(s)
	}
	return w.quote(s)
}

// TruncateName cuts a generated name to what the database takes; it then ends in four characters of its hash, so that different
// names stay different.
func (r *Rules) TruncateName(s string) string {
	if len(s) <= r.MaxIdentifier {
		return s
	}
	cut := max(r.MaxIdentifier-8, 0)
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	sum := md5.Sum([]byte(s))
	return s[:cut] + "_" + hex.EncodeToString(sum[:])[28:]
}

// tableOf is the name of a table as it stands in statements.
func (w *ddl) tableOf(t *schema.Table) string { return w.schema(t.Schema) + w.quoteAs(t.Name, t.Quote) }

func (w *ddl) table(ns, name string) string { return w.schema(ns) + w.quote(name) }

// schema is the name of a schema and the dot behind it, "" where names have none.
func (w *ddl) schema(ns string) string {
	if to, ok := w.translate[ns]; ok {
		ns = to
	}
	if ns == "" || w.rules.NoSchemas {
		return ""
	}
	if !w.r.DottedSchemas {
		return w.quote(ns) + "."
	}
	s := ""
	for part := range strings.SplitSeq(ns, ".") {
		s += w.quote(part) + "."
	}
	return s
}

func (w *ddl) columns(cs []*schema.Column) string {
	var s []string
	for _, c := range cs {
		if c == nil {
			w.fail("", errors.New("a constraint or index has a column that its table does not have"))
			continue
		}
		s = append(s, w.columnName(c))
	}
	return strings.Join(s, ", ")
}

// compiler is one for expressions in DDL.
func (w *ddl) compiler(bare bool) *compiler {
	return &compiler{d: w.d, r: w.r, o: Options{LiteralBinds: true, Schemas: w.translate}, out: &Compiled{}, inline: true, bare: bare}
}

// taken is what a compiler wrote.
func (w *ddl) taken(c *compiler) string {
	if c.err != nil && w.err == nil {
		w.err = c.err
	}
	return string(c.b)
}

// node renders an expression.
func (w *ddl) node(n expr.Node) string {
	c := w.compiler(true)
	c.node(n)
	return w.taken(c)
}

// condition renders a condition.
func (w *ddl) condition(n expr.Node) string {
	c := w.compiler(true)
	c.truth(n)
	return w.taken(c)
}

// textOr is SQL text, or an expression where there is none.
func (w *ddl) textOr(sql string, n expr.Node, render func(expr.Node) string) string {
	if sql != "" || n == nil {
		return sql
	}
	return render(n)
}

// literal is a string literal.
func (w *ddl) literal(s string) string {
	if strings.ContainsRune(s, 0) {
		w.fail("", errors.New("a string with a NUL has no literal form"))
	}
	return w.r.QuoteText(s)
}

// checkOptions refuses options of the dialect that it does not know.
func (w *ddl) checkOptions(kind string, os schema.DialectOptions) {
	known := Words(w.rules.KnownOptions[kind])
	for _, o := range os.Of(w.d.Name()) {
		if !known[o.Name] && !known["*"] {
			w.fail("option "+o.Name, fmt.Errorf("this dialect knows no such option of a %s", kind))
		}
	}
}
