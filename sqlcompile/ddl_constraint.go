package sqlcompile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file renders constraints.

// constraint is the definition of a constraint with its name.
func (w *ddl) constraint(t *schema.Table, k schema.Constraint) string {
	switch k := k.(type) {
	case *schema.PrimaryKeyConstraint:
		return w.primaryKey(t, k)
	case *schema.ForeignKeyConstraint:
		return w.foreignKey(k)
	case *schema.UniqueConstraint:
		return w.unique(k)
	case *schema.CheckConstraint:
		return w.check(k)
	case *schema.ExcludeConstraint:
		return w.exclude(k)
	}
	w.fail(fmt.Sprintf("%T", k), errors.New("no such constraint"))
	return ""
}

func (w *ddl) constraintName(k schema.Constraint) string {
	if k.ConstraintName() == "" {
		return ""
	}
	return "CONSTRAINT " + w.name(k) + " "
}

// primaryKey is the primary key; k is nil where nothing but columns is declared. A generated column then comes first.
func (w *ddl) primaryKey(t *schema.Table, k *schema.PrimaryKeyConstraint) string {
	columns := slices.Clone(t.PrimaryKey)
	if k != nil && !slices.Equal(k.Columns, t.PrimaryKey) && !k.Implicit() {
		columns = k.Columns
	}
	if (k == nil || k.Implicit()) && !w.rules.KeyInOrder {
		slices.SortStableFunc(columns, func(a, b *schema.Column) int { return rank(a) - rank(b) })
	}
	if k == nil {
		return "PRIMARY KEY (" + w.columns(columns) + ")"
	}
	w.checkOptions("key", k.Options)
	return w.constraintName(k) + "PRIMARY KEY " + w.clustered(k.Options) + "(" + w.columns(columns) + ")" + w.conflict(k.Options) + deferral(k.Deferral)
}

func rank(c *schema.Column) int {
	if c.Generated() {
		return 0
	}
	return 1
}

// clustered is SQL Server's word for how rows are laid out.
func (w *ddl) clustered(os schema.DialectOptions) string {
	o, ok := os.Get(w.d.Name(), "clustered")
	switch {
	case !ok:
		return ""
	case o.On():
		return "CLUSTERED "
	}
	return "NONCLUSTERED "
}

// conflict is SQLite's clause for what becomes of a row that violates a constraint.
func (w *ddl) conflict(os schema.DialectOptions) string {
	if o, ok := os.Get(w.d.Name(), "on_conflict"); ok {
		return " ON CONFLICT " + o.Value()
	}
	return ""
}

func deferral(d schema.Deferral) (s string) {
	switch {
	case d.Deferrable:
		s = " DEFERRABLE"
	case d.NotDeferrable:
		s = " NOT DEFERRABLE"
	}
	switch {
	case d.InitiallyDeferred:
		s += " INITIALLY DEFERRED"
	case d.InitiallyImmediate:
		s += " INITIALLY IMMEDIATE"
	}
	return s
}

func (w *ddl) unique(k *schema.UniqueConstraint) string {
	w.checkOptions("unique", k.Options)
	return w.constraintName(k) + "UNIQUE " + w.clustered(k.Options) + "(" + w.columns(k.Columns) + ")" + w.conflict(k.Options) + deferral(k.Deferral)
}

func (w *ddl) check(k *schema.CheckConstraint) string {
	s := w.textOr(k.SQL, k.X, w.condition)
	if s == "" {
		w.fail("check "+k.Name, errors.New("it has no condition"))
	}
	return w.constraintName(k) + "CHECK (" + s + ")"
}

func (w *ddl) foreignKey(k *schema.ForeignKeyConstraint) string {
	table, columns := w.references(k)
	s := fmt.Sprintf("%sFOREIGN KEY(%s) REFERENCES %s (%s)", w.constraintName(k), w.columns(k.Columns), table, columns)
	if k.Match != "" {
		if w.rules.NoMatch != "" {
			w.fail("foreign key to "+k.RefTable, errors.New(w.rules.NoMatch))
		}
		s += " MATCH " + w.keyword(k.Match)
	}
	if k.OnDelete != "" {
		s += " ON DELETE " + w.keyword(k.OnDelete)
	}
	if k.OnUpdate != "" && !w.rules.NoOnUpdate {
		s += " ON UPDATE " + w.keyword(k.OnUpdate)
	}
	return s + deferral(k.Deferral)
}

// references is the table and the columns that a foreign key refers to.
func (w *ddl) references(k *schema.ForeignKeyConstraint) (table, columns string) {
	if k.Target != nil {
		return w.tableOf(k.Target), w.columns(k.TargetColumns)
	}
	ns, name := "", k.RefTable
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		ns, name = name[:i], name[i+1:]
	}
	var ref []string
	for _, c := range k.RefColumns {
		ref = append(ref, w.quote(c))
	}
	return w.table(ns, name), strings.Join(ref, ", ")
}

// keyword is a word that is written as it stands, and must be one.
func (w *ddl) keyword(s string) string {
	for _, r := range s {
		if r != ' ' && r != '_' && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			w.fail("", fmt.Errorf("%q is no keyword", s))
		}
	}
	return s
}

func (w *ddl) exclude(k *schema.ExcludeConstraint) string {
	var parts []string
	for _, e := range k.Elements {
		s := ""
		switch {
		case e.Column != nil:
			s = w.columnName(e.Column)
		case e.X != nil:
			s = w.indexExpr(e.X, GroupOperators)
		default:
			w.fail("exclusion "+k.Name, errors.New("an element has neither column nor expression"))
		}
		if e.OpClass != "" {
			s += " " + e.OpClass
		}
		parts = append(parts, s+" WITH "+e.Operator)
	}
	s := w.constraintName(k) + "EXCLUDE USING " + w.quote(orElse(k.Using, "gist")) + " (" + strings.Join(parts, ", ") + ")"
	if k.Where != nil {
		s += " WHERE (" + w.condition(k.Where) + ")"
	}
	return s + deferral(k.Deferral)
}

func (w *ddl) dropConstraint(e schema.DropConstraint) {
	w.write("ALTER TABLE ", w.tableOf(e.Table), " DROP ")
	form, ok := w.rules.DropForms[kindOf(e.Constraint)]
	if !ok {
		form = "CONSTRAINT %s"
	}
	name := ""
	if strings.Contains(form, "%s") {
		if e.Constraint.ConstraintName() == "" {
			w.fail("ALTER TABLE "+e.Table.FullName()+" DROP", errors.New("the constraint has no name; name it to drop it"))
			return
		}
		name = w.name(e.Constraint)
	}
	w.write(strings.Replace(form, "%s", word(e.IfExists, "IF EXISTS ")+name, 1), w.cascade(e.Cascade))
}

func kindOf(k schema.Constraint) schema.ConstraintKind {
	switch k.(type) {
	case *schema.PrimaryKeyConstraint:
		return schema.KindPrimaryKey
	case *schema.ForeignKeyConstraint:
		return schema.KindForeignKey
	case *schema.UniqueConstraint:
		return schema.KindUnique
	case *schema.CheckConstraint:
		return schema.KindCheck
	}
	return schema.KindExclude
}
