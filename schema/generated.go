package schema

// SetGenerated says whether the database generates the column's values. Where the rule of [AutoincrementAuto] says the same, it
// is left to the rule, so that a table that was read equals one that was declared. It is for readers of tables, and is called
// when the table has all its columns and keys.
func (c *Column) SetGenerated(on bool) {
	c.Autoincrement = AutoincrementAuto
	switch {
	case c.Generated() == on:
	case on:
		c.Autoincrement = AutoincrementOn
	default:
		c.Autoincrement = AutoincrementOff
	}
}

// SetPrimaryKey makes these columns the primary key, in this order, which need not be that of the columns in the table. Like
// [Column.SetGenerated] it is for readers of tables. Nullability is left as it is.
func (t *Table) SetPrimaryKey(columns []*Column) {
	for _, c := range t.PrimaryKey {
		c.PrimaryKey = false
	}
	t.PrimaryKey = columns
	for _, c := range columns {
		c.PrimaryKey = true
	}
}
