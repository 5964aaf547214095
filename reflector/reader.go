package reflector

import (
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// reader makes tables of the rows of the catalog. The columns of the rows are those that [dialects.CatalogPart] lists.
type reader struct {
	cat    dialects.Catalog
	schema string
	exists bool // the schema does
	tables []*tableReader
	byName map[string]*tableReader
	out    Result
}

// tableReader is a table while it is read.
type tableReader struct {
	*schema.Table
	definition  []dialects.ConstraintText
	key         []*schema.Column
	generated   map[*schema.Column]bool
	constraints []*constraint
	lastIndex   *schema.Index // still to be filled
	lastName    string        // of the index that the last row was about
}

func newReader(cat dialects.Catalog, ns string) *reader {
	return &reader{cat: cat, schema: ns, byName: map[string]*tableReader{}, out: Result{MetaData: schema.NewMetaData()}}
}

// text is a text that may be NULL.
func text(row *dbapi.Row, i int) string {
	if row.IsNull(i) {
		return ""
	}
	return row.Text(i)
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
	t := &tableReader{Table: schema.NewTable(r.qualified(name), nil), generated: map[*schema.Column]bool{}}
	t.Comment = text(row, 2)
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
	typ := r.cat.TypeFromSQL(declared)
	c := schema.NewColumn(row.Text(1), typ)
	c.Nullable = !row.Bool(3)
	if !row.IsNull(4) {
		c.ServerDefault = r.cat.DefaultFromSQL(row.Text(4), declared)
	}
	c.Comment = text(row, 6)
	if _, ok := typ.(sqltypes.OpaqueType); ok {
		r.problem(OpaqueType, t.Name, c.Name, typ.String())
	}
	if why := text(row, 7); why != "" {
		r.problem(Simplified, t.Name, c.Name, why)
		if strings.Contains(why, "computed") {
			c.ServerDefault = "" // it is the computation, which no INSERT may replace
		}
	}
	t.Append(c)
	t.generated[c] = row.Bool(5)
}

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
		t.lastIndex = &schema.Index{Name: name, Unique: row.Bool(2)}
		t.Append(t.lastIndex)
	}
	if t.lastIndex == nil {
		return
	}
	if why := text(row, 4); why != "" || row.IsNull(3) { // a later column says what the first did not
		t.Indexes = t.Indexes[:len(t.Indexes)-1]
		t.lastIndex = nil
		r.problem(LeftOut, t.Name, name, why)
		return
	}
	if why := text(row, 5); why != "" {
		r.problem(Simplified, t.Name, name, why)
	}
	t.lastIndex.Columns = append(t.lastIndex.Columns, t.Column(row.Text(3)))
}

// finish gives the tables their keys and constraints, which need all columns, and puts them into the result.
func (r *reader) finish() *Result {
	for _, t := range r.tables {
		if len(t.Columns) == 0 {
			r.problem(LeftOut, t.Name, "", "it has no columns")
			continue
		}
		for _, k := range t.constraints {
			r.attach(t, k)
		}
		t.SetPrimaryKey(t.key)
		for _, c := range t.Columns {
			c.SetGenerated(t.generated[c])
		}
		r.addChecks(t)
		_ = r.out.MetaData.Add(t.Table) // names are distinct in the catalog
	}
	_ = r.out.MetaData.Resolve() // what refers to other schemas stays unresolved
	return &r.out
}
