package snapshot

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file reads lines about constraints, indexes and sequences.

func (r *reader) sequence(l *line) {
	full := l.tableName()
	opts := l.counting()
	optional := l.accept("optional")
	switch {
	case l.err != nil:
		return
	case r.table != nil:
		l.fail("sequences stand before the tables")
	case r.sequences[full] != nil:
		l.fail("a second sequence %s", full)
	default:
		s := schema.NewSequence(full, r.md, opts)
		s.Optional = optional
		r.sequences[full] = s
	}
}

func (r *reader) primaryKey(l *line) {
	t := r.table
	if len(t.PrimaryKey) > 0 {
		l.fail("a second primary key")
	}
	k := &schema.PrimaryKeyConstraint{Name: l.optionalName()}
	k.Columns = r.pick(l)
	k.Deferral, k.Options = l.deferral(), l.options()
	if l.err != nil {
		return
	}
	if k.Name == "" && k.Deferral == (schema.Deferral{}) && k.Options == nil {
		t.SetPrimaryKey(k.Columns)
		return
	}
	nullable := make([]bool, len(k.Columns))
	for i, c := range k.Columns {
		nullable[i] = c.Nullable
	}
	t.Append(k)
	for i, c := range k.Columns {
		c.Nullable = nullable[i] // which the line of the column says
	}
}

func (r *reader) check(l *line) {
	c := &schema.CheckConstraint{}
	if len(l.tokens) > 1 && !(l.tokens[1].text == "beside" && !l.tokens[1].quoted) {
		c.Name = l.name("the name of a check")
	}
	c.SQL = l.str("a condition")
	if !l.accept("beside") {
		r.table.Append(c)
		return
	}
	n := l.name("the name of a column")
	if col := r.named(n); col != nil {
		schema.ColumnCheck(c)(col)
		return
	}
	l.fail("table %s has no column %q so far", r.table.FullName(), n)
}

// columnOrSQL reads a column, or the word sql and text.
func (r *reader) columnOrSQL(l *line) (*schema.Column, expr.Node) {
	if len(l.tokens) > 1 && l.tokens[1].quoted && l.accept("sql") {
		return nil, &expr.Text{SQL: l.str("an expression")}
	}
	n := l.name("the name of a column")
	if c := r.named(n); c != nil {
		return c, nil
	}
	l.fail("table %s has no column %q so far", r.table.FullName(), n)
	return nil, nil
}

func (r *reader) exclude(l *line) {
	k := &schema.ExcludeConstraint{Name: l.optionalName()}
	l.expect("(")
	for l.err == nil {
		var e schema.ExcludeElement
		e.Column, e.X = r.columnOrSQL(l)
		if l.accept("class") {
			e.OpClass = l.str("an operator class")
		}
		l.expect("with")
		e.Operator = l.str("an operator")
		k.Elements = append(k.Elements, e)
		if !l.accept(",") {
			break
		}
	}
	l.expect(")")
	if l.accept("using") {
		k.Using = l.name("an access method")
	}
	k.Where = l.where()
	k.Deferral = l.deferral()
	if l.err == nil {
		r.table.Append(k)
	}
}

// where reads a condition, if there is one.
func (l *line) where() expr.Node {
	if !l.accept("where") {
		return nil
	}
	return &expr.Text{SQL: l.str("a condition")}
}

func (r *reader) index(l *line) {
	x := &schema.Index{Name: l.optionalName()}
	l.expect("(")
	plain := true
	for l.err == nil {
		e := r.indexElement(l)
		plain = plain && e == (schema.IndexElement{Column: e.Column})
		x.Elements = append(x.Elements, e)
		if !l.accept(",") {
			break
		}
	}
	l.expect(")")
	if plain {
		for _, e := range x.Elements {
			x.Columns = append(x.Columns, e.Column)
		}
		x.Elements = nil
	}
	x.Unique, x.NullsNotDistinct = l.accept("unique"), l.accept("nulls", "not", "distinct")
	if l.accept("using") {
		x.Using = l.name("an access method")
	}
	if l.accept("include") {
		x.Include = r.pick(l)
	}
	x.Where, x.Options = l.where(), l.options()
	if l.err == nil {
		r.table.Append(x)
	}
}

func (r *reader) indexElement(l *line) (e schema.IndexElement) {
	e.Column, e.X = r.columnOrSQL(l)
	if l.accept("collate") {
		e.Collation = l.str("a collation")
	}
	if l.accept("class") {
		e.OpClass = l.str("an operator class")
	}
	e.Desc = l.accept("desc")
	switch {
	case l.accept("nulls", "first"):
		e.Nulls = schema.NullsFirst
	case l.accept("nulls", "last"):
		e.Nulls = schema.NullsLast
	}
	return e
}
