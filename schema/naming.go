package schema

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ConstraintKind is a kind of thing that a naming convention names.
type ConstraintKind string

// The kinds.
const (
	KindPrimaryKey ConstraintKind = "pk"
	KindForeignKey ConstraintKind = "fk"
	KindUnique     ConstraintKind = "uq"
	KindCheck      ConstraintKind = "ck"
	KindExclude    ConstraintKind = "ex"
	KindIndex      ConstraintKind = "ix"
)

// NamingConvention gives the pattern of names by kind. A pattern holds tokens as %(table_name)s:
//
//	table_name              the table, without its schema
//	column_0_name           the first column (column_1_name the second); also _label (TABLE_COLUMN, with the schema) and _key
//	column_0N_name          all columns together; column_0_N_name all, with _ between
//	referred_table_name     the table that a foreign key refers to; also referred_column_0_name
//	constraint_name         the name given; a constraint without one is then an error
//
// %% is a percent sign. A name made by a pattern that is too long for a database is cut there, ending in four characters of its
// hash. A name given explicitly is taken as it is, unless the pattern has the token constraint_name.
type NamingConvention map[ConstraintKind]string

// DefaultNaming names indexes, ix_TABLE_COLUMN, and nothing else.
func DefaultNaming() NamingConvention {
	return NamingConvention{KindIndex: "ix_%(column_0_label)s"}
}

// named is a constraint or index, for its name.
type named interface {
	ConstraintName() string
	placed() *placement
}

// nameAll names what the convention of the table's collection names.
func (t *Table) nameAll() {
	if t.Key == nil && len(t.PrimaryKey) > 0 && t.MetaData.Naming[KindPrimaryKey] != "" {
		t.Key = &PrimaryKeyConstraint{Columns: t.PrimaryKey, implicit: true}
		t.Key.place(t)
	}
	if t.Key != nil {
		t.name(t.Key)
	}
	for _, k := range t.Constraints() {
		t.name(k)
	}
	for _, c := range t.Columns {
		for _, k := range c.Checks {
			t.name(k)
		}
	}
	for _, x := range t.Indexes {
		t.name(x)
	}
}

// nameLater names what is added to a table that is in a collection already; others are named when it gets there.
func (t *Table) nameLater(n named) {
	if t.MetaData != nil {
		t.name(n)
	}
}

func (t *Table) name(n named) {
	kind, name, columns := describe(n)
	pattern := t.MetaData.Naming[kind]
	p := n.placed()
	explicit := *name != "" && !p.convention
	if pattern == "" || explicit && !strings.Contains(pattern, "%(constraint_name)s") {
		return
	}
	if explicit {
		p.given = *name
	}
	text, err := t.expand(pattern, p.given, n, columns)
	if err != nil {
		t.mistake("", fmt.Sprintf("no name for a constraint of kind %s by the convention %q: %v", kind, pattern, err))
		return
	}
	*name, p.convention = text, true
}

// describe gives the kind of a constraint, where its name is kept, and its columns.
func describe(n named) (ConstraintKind, *string, []*Column) {
	switch n := n.(type) {
	case *PrimaryKeyConstraint:
		return KindPrimaryKey, &n.Name, n.Columns
	case *ForeignKeyConstraint:
		return KindForeignKey, &n.Name, n.Columns
	case *UniqueConstraint:
		return KindUnique, &n.Name, n.Columns
	case *CheckConstraint:
		return KindCheck, &n.Name, nil
	case *ExcludeConstraint:
		var cols []*Column
		for _, e := range n.Elements {
			if e.Column != nil {
				cols = append(cols, e.Column)
			}
		}
		return KindExclude, &n.Name, cols
	}
	x := n.(*Index)
	var cols []*Column
	for _, e := range x.Parts() {
		if e.Column != nil {
			cols = append(cols, e.Column)
		}
	}
	return KindIndex, &x.Name, cols
}

var token = regexp.MustCompile(`%\((\w+)\)s|%%`)
var columnToken = regexp.MustCompile(`^(referred_)?column_(\d+)(_?N)?_?(name|label|key)$`)

func (t *Table) expand(pattern, given string, n named, columns []*Column) (string, error) {
	var bad error
	out := token.ReplaceAllStringFunc(pattern, func(s string) string {
		if s == "%%" {
			return "%"
		}
		v, err := t.token(s[2:len(s)-2], given, n, columns)
		if err != nil && bad == nil {
			bad = err
		}
		return v
	})
	return out, bad
}

func (t *Table) token(token, given string, n named, columns []*Column) (string, error) {
	fk, _ := n.(*ForeignKeyConstraint)
	switch token {
	case "table_name":
		return t.Name, nil
	case "constraint_name":
		if given == "" {
			return "", fmt.Errorf("the constraint must be given a name, for the token constraint_name")
		}
		return given, nil
	case "referred_table_name":
		if fk == nil {
			return "", fmt.Errorf("only foreign keys refer to a table")
		}
		return lastName(fk.RefTable), nil
	}
	m := columnToken.FindStringSubmatch(token)
	if m == nil || m[1] != "" && fk == nil {
		return "", fmt.Errorf("there is no token %s", token)
	}
	var texts []string
	if m[1] != "" {
		texts = fk.RefColumns
	} else {
		for _, c := range columns {
			texts = append(texts, columnText(t, c, m[4]))
		}
	}
	from, _ := strconv.Atoi(m[2])
	if from >= len(texts) {
		return "", fmt.Errorf("there is no column %d", from)
	}
	switch m[3] {
	case "N":
		return strings.Join(texts[from:], ""), nil
	case "_N":
		return strings.Join(texts[from:], "_"), nil
	}
	return texts[from], nil
}

// lastName is a table's name without its schema.
func lastName(full string) string { return full[strings.LastIndexByte(full, '.')+1:] }

// columnText is a column as a token wants it.
func columnText(t *Table, c *Column, what string) string {
	switch what {
	case "key":
		return c.Key
	case "label":
		s := t.Name + "_" + c.Name
		if t.Schema != "" {
			s = strings.ReplaceAll(t.Schema, ".", "_") + "_" + s
		}
		return s
	}
	return c.Name
}
