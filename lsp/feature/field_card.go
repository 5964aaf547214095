package feature

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// attributeCard says what column an attribute is, in each dialect.
func attributeCard(a *mapping.Attr, ds []sqlcompile.Dialect) string {
	if a.Computed {
		return computedCard(a)
	}
	var b strings.Builder
	c := a.Column
	fmt.Fprintf(&b, "**%s**: column of %s\n\n", c, a.Entity.Name)
	for _, d := range ds {
		fmt.Fprintf(&b, "- %s: `%s`\n", d.Name(), declaration(c, d))
	}
	for _, fact := range columnFacts(a) {
		fmt.Fprintf(&b, "- %s\n", fact)
	}
	return b.String()
}

// compositeCard says of which columns a composite is.
func compositeCard(c *mapping.Composite) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**: composite of %s, a `%s`\n\n", c.Name, c.Entity.Name, c.GoType)
	for _, a := range c.Parts {
		fmt.Fprintf(&b, "- `%s`: column %s\n", a.Name[len(c.Name)+1:], a.Column.Name)
	}
	if c.Nullable {
		b.WriteString("- nil where all columns are NULL\n")
	}
	return b.String()
}

// declaration returns how a dialect declares a column, without its name.
func declaration(c *schema.Column, d sqlcompile.Dialect) string {
	typ, suffix := "", ""
	if c.Generated() {
		typ, suffix = d.Autoincrement(c)
	} else {
		var err error
		if typ, err = d.TypeSQL(c.Type()); err != nil {
			return "no such type: " + err.Error()
		}
	}
	if c.ServerDefault != "" {
		typ += " DEFAULT " + c.ServerDefault
	}
	if !c.Nullable {
		typ += " NOT NULL"
	}
	return typ + suffix
}

// columnFacts lists what holds of a column besides its type.
func columnFacts(a *mapping.Attr) []string {
	var facts []string
	c := a.Column
	switch {
	case a.PK && len(a.Entity.PrimaryKey) > 1:
		facts = append(facts, "part of the primary key")
	case a.PK:
		facts = append(facts, "primary key")
	}
	if c.Generated() {
		facts = append(facts, "the database generates it")
	}
	if k := c.ForeignKey; k != nil {
		fact := "references `" + k.Target + "`"
		if k.OnDelete != "" {
			fact += ", on delete " + strings.ToLower(k.OnDelete)
		}
		if k.OnUpdate != "" {
			fact += ", on update " + strings.ToLower(k.OnUpdate)
		}
		facts = append(facts, fact)
	}
	facts = append(facts, keysOf(c)...)
	if a.OmitZero {
		facts = append(facts, "a zero value is left out of INSERT")
	}
	if c.Comment != "" {
		facts = append(facts, "comment: "+c.Comment)
	}
	return facts
}

// keysOf lists the constraints and indexes of the table that a column is in.
func keysOf(c *schema.Column) []string {
	var facts []string
	if c.Owner == nil {
		return nil
	}
	for _, u := range c.Owner.Uniques {
		if holds(u.Columns, c) {
			facts = append(facts, "unique"+together(u.Columns))
		}
	}
	for _, i := range c.Owner.Indexes {
		if holds(i.Columns, c) {
			kind := "index"
			if i.Unique {
				kind = "unique index"
			}
			facts = append(facts, kind+together(i.Columns))
		}
	}
	return facts
}

// holds tells whether a column is among others.
func holds(list []*schema.Column, c *schema.Column) bool {
	for _, x := range list {
		if x == c {
			return true
		}
	}
	return false
}

// together names the columns of a key that has several.
func together(list []*schema.Column) string {
	if len(list) < 2 {
		return ""
	}
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	return " over (" + strings.Join(names, ", ") + ")"
}

// relationshipCard says where a relationship leads, on which columns, and what follows it.
func relationshipCard(r *mapping.Relationship) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s.%s**: %s", r.Entity.Name, r.Name, r.Direction)
	if r.Target == nil {
		fmt.Fprintf(&b, " to %s, which is not mapped\n", r.TargetID)
		return b.String()
	}
	fmt.Fprintf(&b, " to %s", r.Target.Name)
	if r.Back != nil {
		fmt.Fprintf(&b, ", the other side of %s.%s", r.Back.Entity.Name, r.Back.Name)
	}
	b.WriteString("\n\n")
	if r.Join != nil {
		fmt.Fprintf(&b, "```sql\n%s\n```\n\n", customCondition(r))
	} else if len(r.Pairs) > 0 {
		fmt.Fprintf(&b, "```sql\n%s\n```\n\n", joinCondition(r))
	}
	fmt.Fprintf(&b, "- cascade: %s\n", r.Cascade)
	for _, effect := range effects(r) {
		fmt.Fprintf(&b, "- %s\n", effect)
	}
	return b.String()
}

// joinCondition returns what is equal for related rows.
func joinCondition(r *mapping.Relationship) string {
	var parts []string
	for _, p := range r.Pairs {
		parts = append(parts, p.Local.Column.String()+" = "+p.Remote.Column.String())
	}
	return strings.Join(parts, " AND ")
}

// effects lists what holds of a relationship besides its columns.
func effects(r *mapping.Relationship) []string {
	var out []string
	if r.Cascade.Has(mapping.Delete) {
		out = append(out, fmt.Sprintf("when the %s is deleted, so are its %s rows", r.Entity.Name, r.Target.Name))
	} else if r.Direction == mapping.OneToMany {
		out = append(out, fmt.Sprintf("when the %s is deleted, its %s rows stay", r.Entity.Name, r.Target.Name))
	}
	if r.Cascade.Has(mapping.DeleteOrphan) {
		out = append(out, "what is taken out of it is deleted")
	}
	var order []string
	for _, o := range r.OrderBy {
		order = append(order, orderStep(o))
	}
	if len(order) > 0 {
		out = append(out, "ordered by "+strings.Join(order, ", "))
	}
	if r.Lazy != "" && r.Lazy != "select" {
		out = append(out, "loading: "+r.Lazy)
	}
	if r.ViewOnly {
		out = append(out, "only read")
	}
	if r.PassiveDeletes {
		out = append(out, "rows that are not loaded are left to the database when the owner is deleted")
	}
	return out
}

// orderStep is one step of an order as SQL.
func orderStep(o mapping.Order) string {
	switch {
	case o.X != nil:
		sql, _ := fragment(o.X)
		return sql
	case o.Desc:
		return o.Attr.Column.String() + " DESC"
	}
	return o.Attr.Column.String()
}

// entityCard shows the table of an entity in each dialect.
func entityCard(e *mapping.Entity, ds []sqlcompile.Dialect) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**: table `%s`\n\n", e.Name, e.Table.FullName())
	for _, d := range ds {
		sql, err := sqlcompile.DDL(schema.CreateTable{Table: e.Table}, d)
		if err != nil {
			fmt.Fprintf(&b, "%s: %v\n\n", d.Name(), err)
			continue
		}
		fmt.Fprintf(&b, "%s\n```sql\n%s\n```\n\n", d.Name(), sql)
	}
	return b.String()
}

// optionCard says what an option of a tag means.
func optionCard(o mapping.OptionInfo) string {
	card := fmt.Sprintf("**%s**: %s\n", o.Name, o.Doc)
	if hint := valueHint(o); hint != "" {
		card += "\nValue: " + hint + "\n"
	}
	return card
}
