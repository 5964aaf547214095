package sqlcompile

import (
	"errors"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file renders indexes.

func (w *ddl) createIndex(e schema.CreateIndex) {
	x := e.Index
	w.checkOptions("index", x.Options)
	if e.Table == nil {
		w.fail("index "+x.Name, ErrNoTable)
		return
	}
	if len(x.Parts()) == 0 {
		w.fail("index "+x.Name, errors.New("it has no columns"))
	}
	var parts IndexParts
	if d, ok := w.d.(IndexOptioner); ok {
		var err error
		if parts, err = d.IndexOptions(x, w.quote); err != nil {
			w.fail("index "+x.Name, err)
		}
	}
	r := &w.rules.Index
	w.write("CREATE ", word(x.Unique, "UNIQUE "), parts.Prefix, "INDEX ", parts.Name, word(e.IfNotExists && r.IfExists, "IF NOT EXISTS "))
	w.write(w.indexName(e.Table, x, r.SchemaBefore), " ON ")
	if r.BareTable {
		w.write(w.quoteAs(e.Table.Name, e.Table.Quote))
	} else {
		w.write(w.tableOf(e.Table))
	}
	if x.Using != "" && r.Full {
		w.write(" USING ", w.quote(x.Using))
	}
	w.write(" (")
	for i, p := range x.Parts() {
		w.write(word(i > 0, ", "), w.indexElement(p, parts.Length))
	}
	w.write(")")
	w.indexTail(x, parts.Suffix)
}

// indexName is the name of an index, with the schema of its table before it where the database wants that.
func (w *ddl) indexName(t *schema.Table, x *schema.Index, qualified bool) string {
	if x.Name == "" {
		w.fail("an index of table "+t.FullName(), errors.New("it has no name"))
		return ""
	}
	name := w.name(x)
	if !qualified {
		return name
	}
	return w.schema(t.Schema) + name
}

func (w *ddl) indexElement(e schema.IndexElement, length map[string]string) string {
	r := &w.rules.Index
	s := ""
	switch {
	case e.Column != nil:
		s = w.columnName(e.Column)
		if n := orElse(length[e.Column.Name], length[""]); n != "" {
			s += "(" + n + ")"
		}
	case e.X != nil:
		s = w.indexExpr(e.X, r.Group)
	default:
		w.fail("index", errors.New("an element has neither column nor expression"))
	}
	if e.Collation != "" {
		c := w.compiler(true)
		c.collation(e.Collation)
		s += w.taken(c)
	}
	if e.OpClass != "" && r.Full {
		s += " " + e.OpClass
	}
	if e.Desc {
		s += " DESC"
	}
	if e.Nulls != schema.NullsDefault {
		if !r.Nulls {
			w.fail("index", errors.New("this database cannot say where NULLs are sorted"))
		}
		s += word(e.Nulls == schema.NullsFirst, " NULLS FIRST") + word(e.Nulls == schema.NullsLast, " NULLS LAST")
	}
	return s
}

// indexExpr renders an expression in an index, in parentheses where the database needs them. Text stands as it is.
func (w *ddl) indexExpr(n expr.Node, g IndexGroup) string {
	s := w.node(n)
	switch n.(type) {
	case *expr.Text, *expr.ColumnClause, *expr.Grouping:
		return s
	case *expr.Function:
		if g != GroupExpressions {
			return s
		}
	default:
		if g == GroupNothing {
			return s
		}
	}
	return "(" + s + ")"
}

// indexTail is what follows the columns.
func (w *ddl) indexTail(x *schema.Index, suffix string) {
	r := &w.rules.Index
	if len(x.Include) > 0 && (r.Full || r.Include) {
		w.write(" INCLUDE (", w.columns(x.Include), ")")
	}
	if x.NullsNotDistinct {
		if !r.Full {
			w.fail("index "+x.Name, errors.New("this database has no NULLS NOT DISTINCT"))
		}
		w.write(" NULLS NOT DISTINCT")
	}
	w.write(suffix)
	if x.Where != nil {
		if !r.Where {
			w.fail("index "+x.Name, errors.New("this database has no indexes on a part of the rows"))
		}
		w.write(" WHERE ", w.condition(x.Where))
	}
}

func (w *ddl) dropIndex(e schema.DropIndex) {
	r := &w.rules.Index
	w.write("DROP INDEX ", word(e.IfExists && r.IfExists, "IF EXISTS "), w.indexName(e.Table, e.Index, !r.OnTable))
	if r.OnTable {
		w.write(" ON ", w.tableOf(e.Table))
	}
}
