package snapshot

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// Read reads a snapshot and gives its tables and the dialect of the database that they are of, "" for none. Foreign keys to
// tables that the snapshot does not have stay unresolved. An error is a *[SyntaxError], or r's, wrapped.
func Read(r io.Reader) (md *schema.MetaData, dialect string, err error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, "", fmt.Errorf("snapshot: %w", err)
	}
	rd := &reader{md: schema.NewMetaData(), columns: map[*schema.Column]bool{}, sequences: map[string]*schema.Sequence{}}
	for i, s := range strings.Split(string(text), "\n") {
		rd.lineNo = i + 1
		if err := rd.read(strings.TrimRight(s, "\r")); err != nil {
			return nil, "", &SyntaxError{rd.lineNo, err.Error()}
		}
	}
	if !rd.started {
		return nil, "", &SyntaxError{1, fmt.Sprintf("it does not begin with %q, so it is no snapshot", header)}
	}
	if err := rd.finish(); err != nil {
		return nil, "", err
	}
	return rd.md, rd.dialect, nil
}

type reader struct {
	md      *schema.MetaData
	dialect string
	started bool // the header was read
	lineNo  int
	table   *schema.Table
	keys    []foreignKeyLine
	columns map[*schema.Column]bool // every column, and whether it is generated
	// sequences are those read so far.
	sequences map[string]*schema.Sequence
}

// foreignKeyLine is a foreign key and where it stands.
type foreignKeyLine struct {
	*schema.ForeignKeyConstraint
	line int
}

func (r *reader) read(s string) error {
	if t := strings.TrimSpace(s); t == "" || t[0] == '#' {
		return nil
	}
	if !r.started {
		r.started = true
		return checkHeader(s)
	}
	l, err := lex(s)
	if err != nil {
		return err
	}
	switch {
	case l.accept("dialect"):
		if r.dialect != "" || r.table != nil {
			l.fail("the dialect stands once, before the tables")
		}
		r.dialect = l.name("the name of a dialect")
	case l.accept("sequence"):
		r.sequence(l)
	case l.accept("table"):
		r.newTable(l)
	case l.accept("view"):
		r.newView(l)
	case r.table == nil:
		l.fail("expected a table, found %s", l.rest())
	default:
		r.item(l)
	}
	return l.end()
}

// checkHeader checks the first line.
func checkHeader(s string) error {
	switch {
	case s == header:
		return nil
	case strings.HasPrefix(s, strings.TrimRight(header, "1")):
		return fmt.Errorf("the format is %q, this version of Aludel reads %q", s, header)
	}
	return fmt.Errorf("it does not begin with %q, so it is no snapshot", header)
}

func (r *reader) newTable(l *line) {
	full := l.tableName()
	if l.err != nil {
		return
	}
	t := schema.NewTable(full, nil)
	if r.md.Add(t) != nil {
		l.fail("a second table %s", full)
	}
	r.table = t
}

// item reads a line of a table.
func (r *reader) item(l *line) {
	t := r.table
	switch {
	case l.accept("comment"):
		t.Comment = l.str("a comment")
	case l.is("quoted"), l.is("unquoted"):
		t.Quote = l.quoting()
	case l.accept("prefix"):
		t.Prefixes = append(t.Prefixes, l.str("a word"))
	case l.accept("option"):
		t.Options = append(t.Options, l.option())
	case l.accept("column"):
		r.column(l)
	case l.accept("primary", "key"):
		r.primaryKey(l)
	case l.accept("foreign", "key"):
		r.foreignKey(l)
	case l.accept("unique"):
		u := &schema.UniqueConstraint{Name: l.optionalName()}
		u.Columns = r.pick(l)
		u.Deferral, u.Options = l.deferral(), l.options()
		t.Append(u)
	case l.accept("check"):
		r.check(l)
	case l.accept("exclude"):
		r.exclude(l)
	case l.accept("index"):
		r.index(l)
	default:
		l.fail("expected column, primary key, foreign key, unique, check, exclude, index, option, prefix or comment, found %s", l.rest())
	}
}

// pick reads names of columns of the table, each once.
func (r *reader) pick(l *line) (out []*schema.Column) {
	for _, n := range l.names() {
		c := r.named(n)
		switch {
		case l.err != nil:
		case c == nil:
			l.fail("table %s has no column %q so far", r.table.FullName(), n)
		case slices.Contains(out, c):
			l.fail("column %q stands twice", n)
		}
		out = append(out, c)
	}
	if l.err != nil {
		return nil
	}
	return out
}

// named is the column of the table with that name, nil if there is none so far.
func (r *reader) named(name string) *schema.Column {
	for _, c := range r.table.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

func (r *reader) column(l *line) {
	n := l.name("the name of a column")
	key := n
	if l.accept("key") {
		key = l.name("a key")
	}
	quote := l.quoting()
	c := schema.NewColumn(n, readType(l, r.dialect), schema.KeyedAs(key), schema.Quoted(quote))
	c.Nullable = !l.accept("not", "null")
	generated := l.accept("generated")
	r.source(l, c)
	if l.accept("default") {
		c.ServerDefault = l.str("a default")
	}
	c.FetchedOnUpdate = l.accept("fetched", "on", "update")
	if c.Fetched = l.accept("fetched"); c.Fetched {
		c.FetchedOnUpdate = l.accept("fetched", "on", "update")
	}
	c.System = l.accept("system")
	if l.accept("comment") {
		c.Comment = l.str("a comment")
	}
	c.Options = l.options()
	if r.named(n) != nil || r.table.Column(key) != nil {
		l.fail("a second column %q", n)
	}
	if l.err != nil {
		return
	}
	r.table.Append(c)
	r.columns[c] = generated
}

// source reads where the values of a column come from.
func (r *reader) source(l *line, c *schema.Column) {
	if l.accept("identity") {
		c.Identity = &schema.Identity{Always: l.accept("always")}
		c.Identity.SequenceOptions = l.counting()
	}
	if l.accept("from") {
		full := l.tableName()
		if c.Sequence = r.sequences[full]; c.Sequence == nil {
			l.fail("there is no sequence %s so far", full)
		}
	}
	if l.accept("computed") {
		c.Computed = &schema.Computed{SQL: l.str("an expression")}
		switch {
		case l.accept("stored"):
			c.Computed.Persisted = new(true)
		case l.accept("virtual"):
			c.Computed.Persisted = new(false)
		}
	}
}

func (r *reader) foreignKey(l *line) {
	k := &schema.ForeignKeyConstraint{Name: l.optionalName()}
	k.Columns = r.pick(l)
	l.expect("references")
	k.RefTable = l.tableName()
	k.RefColumns = l.names()
	if l.accept("on", "delete") {
		k.OnDelete = readAction(l)
	}
	if l.accept("on", "update") {
		k.OnUpdate = readAction(l)
	}
	if l.accept("match") {
		k.Match = l.str("a kind of match")
	}
	k.Deferral, k.UseAlter = l.deferral(), l.accept("by", "alter")
	if l.err == nil && len(k.Columns) != len(k.RefColumns) {
		l.fail("%d columns refer to %d", len(k.Columns), len(k.RefColumns))
	}
	if l.err != nil {
		return
	}
	r.table.Append(k)
	r.keys = append(r.keys, foreignKeyLine{k, r.lineNo})
}

func readAction(l *line) string {
	for _, a := range actions {
		if l.accept(strings.Fields(strings.ToLower(a))...) {
			return a
		}
	}
	s := l.str("a referential action")
	if s == "" {
		l.fail("a referential action is empty")
	}
	return s
}

// finish does what needs all tables.
func (r *reader) finish() error {
	for _, t := range r.md.Tables() {
		for _, c := range t.Columns {
			c.SetGenerated(r.columns[c])
		}
	}
	for _, k := range r.keys {
		if t := r.md.Table(k.RefTable); t != nil {
			for _, c := range k.RefColumns {
				if t.Column(c) == nil {
					return &SyntaxError{k.line, fmt.Sprintf("table %s has no column %q", k.RefTable, c)}
				}
			}
		}
	}
	_ = r.md.Resolve() // only references to tables that are not here can fail now
	return nil
}
