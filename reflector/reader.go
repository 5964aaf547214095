package reflector

import (
	"regexp"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// reader makes tables of the rows of the catalog. The columns of the rows are those that [dialects.CatalogPart] lists.
type reader struct {
	cat     dialects.Catalog
	dialect string
	schema  string
	opt     Options
	exists  bool // the schema does
	tables  []*tableReader
	byName  map[string]*tableReader
	enums   map[string]sqltypes.EnumType // by the name that columns have for them
	out     Result
}

// tableReader is a table while it is read.
type tableReader struct {
	*schema.Table
	definition  []dialects.ConstraintText
	key         []*schema.Column
	generated   map[*schema.Column]bool
	named       map[string]*schema.Column // which Table.Column does not give where keys are others
	constraints []*constraint
	computed    []*schema.Column // whose expressions are still to be found
	pending     []*indexReader
	lastIndex   *indexReader
	lastName    string       // of the index that the last row was about
	view        *schema.View // nil for a table
}

// indexReader is an index while it is read.
type indexReader struct {
	*schema.Index
	elements []string // the texts of its expressions, in order, where only the text of the index has them
}

func newReader(cat dialects.Catalog, dialect string, opt Options) *reader {
	return &reader{cat: cat, dialect: dialect, schema: opt.Schema, opt: opt, byName: map[string]*tableReader{}, enums: map[string]sqltypes.EnumType{}, out: Result{MetaData: schema.NewMetaData()}}
}

// text is a text that may be NULL, or not be there.
func text(row *dbapi.Row, i int) string {
	if missing(row, i) {
		return ""
	}
	return row.Text(i)
}

// missing reports whether a column is NULL, or not there.
func missing(row *dbapi.Row, i int) bool { return i >= row.Len() || row.IsNull(i) }

// truth is a truth value that may be NULL, or not be there.
func truth(row *dbapi.Row, i int) bool { return !missing(row, i) && row.Bool(i) }

// options are options of a dialect, name=value, one a line. Lists are separated by commas.
func (r *reader) options(s string) (os schema.DialectOptions, prefixes []string) {
	for _, l := range strings.Split(s, "\n") {
		name, value, valued := strings.Cut(l, "=")
		switch {
		case name == "":
		case name == "prefix" && r.dialect != "mysql":
			prefixes = append(prefixes, value)
		case !valued:
			os = append(os, schema.Option(r.dialect, name))
		case name == "with" || name == "length":
			os = append(os, schema.Option(r.dialect, name, strings.Split(value, ",")...))
		default:
			os = append(os, schema.Option(r.dialect, name, value))
		}
	}
	return os, prefixes
}

// qualified is the full name of a table in the schema that is read.
func (r *reader) qualified(name string) string {
	if r.schema == "" {
		return name
	}
	return r.schema + "." + name
}

func (r *reader) problem(k ProblemKind, table, name, detail string) {
	r.out.Problems = append(r.out.Problems, Problem{k, r.qualified(table), name, detail})
}

func (r *reader) table(row *dbapi.Row) {
	r.exists = true
	if row.IsNull(0) {
		return
	}
	name := row.Text(0)
	if strings.Contains(name, ".") {
		r.problem(LeftOut, name, "", "its name has a dot, which separates schema and table")
		return
	}
	t := &tableReader{Table: schema.NewTable(r.qualified(name), nil), generated: map[*schema.Column]bool{}, named: map[string]*schema.Column{}}
	t.Comment = text(row, 2)
	t.Options, t.Prefixes = r.options(text(row, 3))
	if create := text(row, 1); create != "" {
		t.definition = r.cat.ReadDefinition(create)
	}
	r.tables = append(r.tables, t)
	r.byName[name] = t
}

func (r *reader) column(row *dbapi.Row) {
	t := r.byName[row.Text(0)]
	if t == nil {
		return // no table of ours, or made since the tables were read
	}
	declared := text(row, 2)
	typ := r.typeOf(declared)
	c := schema.NewColumn(row.Text(1), typ)
	c.Nullable = !row.Bool(3)
	if !row.IsNull(4) {
		c.ServerDefault = r.cat.DefaultFromSQL(row.Text(4), declared)
	}
	c.Comment = text(row, 6)
	if o, ok := typ.(sqltypes.OpaqueType); ok {
		r.problem(OpaqueType, t.Name, c.Name, o.String())
	}
	if why := text(row, 7); why != "" {
		r.problem(Simplified, t.Name, c.Name, why)
	}
	r.source(t, c, row)
	r.collation(t, c, text(row, 17))
	if r.opt.OnColumn != nil {
		r.opt.OnColumn(t.Name, c)
	}
	t.named[c.Name] = c
	t.Append(c)
	t.generated[c] = row.Bool(5)
}

// index reads a row of an index.
func (r *reader) index(row *dbapi.Row) {
	t := r.byName[row.Text(0)]
	if t == nil {
		return
	}
	name := row.Text(1)
	if name != t.lastName {
		t.lastName, t.lastIndex = name, nil
		if why := text(row, 4); why != "" {
			r.problem(LeftOut, t.Name, name, why)
			return
		}
		t.lastIndex = r.newIndex(row)
		t.pending = append(t.pending, t.lastIndex)
	}
	if t.lastIndex == nil {
		return
	}
	if why := text(row, 4); why != "" { // a later column says what the first did not
		t.pending, t.lastIndex = t.pending[:len(t.pending)-1], nil
		r.problem(LeftOut, t.Name, name, why)
		return
	}
	if why := text(row, 5); why != "" {
		r.problem(Simplified, t.Name, name, why)
	}
	r.element(t, t.lastIndex, row)
}

// view reads a view.
func (r *reader) view(row *dbapi.Row) {
	name := row.Text(0)
	if strings.Contains(name, ".") {
		r.problem(LeftOut, name, "", "its name has a dot, which separates schema and table")
		return
	}
	t := &tableReader{Table: schema.NewTable(r.qualified(name), nil), generated: map[*schema.Column]bool{}, named: map[string]*schema.Column{}}
	r.tables = append(r.tables, t)
	r.byName[name] = t
	if r.out.Views == nil {
		r.out.Views = map[string]string{}
	}
	r.out.Views[name] = text(row, 1)
	t.view = &schema.View{Table: t.Table, Definition: definition(text(row, 1))}
}

// definition is the SELECT in what a database says of a view: SQLite gives all of CREATE VIEW.
func definition(s string) string {
	if m := createView.FindStringIndex(s); m != nil {
		s = s[m[1]:]
	}
	return strings.TrimRight(strings.TrimSpace(s), ";")
}

var createView = regexp.MustCompile(`(?is)^\s*CREATE\s.*?\bVIEW\b.*?\sAS\s+`)

// finish gives the tables their keys and constraints, which need all columns, and puts those that are asked for into the result.
func (r *reader) finish() (*Result, error) {
	for _, t := range r.tables {
		for _, k := range t.constraints {
			r.attach(t, k)
		}
		t.SetPrimaryKey(t.key)
		for _, x := range t.pending {
			x.Elements = plainly(x.Index)
			t.Append(x.Index)
		}
		r.definitions(t)
		for _, c := range t.Columns {
			c.SetGenerated(t.generated[c])
		}
		r.addChecks(t)
	}
	wanted, err := r.wanted()
	if err != nil {
		return nil, err
	}
	for _, t := range r.tables {
		if !wanted[t] {
			continue
		}
		if len(t.Columns) == 0 {
			r.problem(LeftOut, t.Name, "", "it has no columns")
			continue
		}
		if t.view != nil {
			r.out.MetaData.AddView(t.view)
			continue
		}
		_ = r.out.MetaData.Add(t.Table) // names are distinct in the catalog
	}
	_ = r.out.MetaData.Resolve() // what refers to other schemas stays unresolved
	return &r.out, nil
}

// wanted are the tables that are asked for, and those that they refer to.
func (r *reader) wanted() (map[*tableReader]bool, error) {
	var missing []string
	wanted := map[*tableReader]bool{}
	for _, name := range r.opt.Only {
		if t := r.byName[name]; t != nil {
			wanted[t] = true
		} else {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		return nil, &MissingError{r.schema, missing}
	}
	for _, t := range r.tables {
		if r.opt.Only == nil && (r.opt.Where == nil || r.opt.Where(t.Name)) {
			wanted[t] = true
		}
	}
	for _, t := range r.tables {
		if wanted[t] && !r.opt.Alone {
			r.follow(t, wanted)
		}
	}
	return wanted, nil
}

// follow adds the tables to which a table refers, and so on.
func (r *reader) follow(t *tableReader, wanted map[*tableReader]bool) {
	for _, k := range t.ForeignKeys {
		for _, to := range r.tables {
			if to.FullName() == k.RefTable && !wanted[to] {
				wanted[to] = true
				r.follow(to, wanted)
			}
		}
	}
}
