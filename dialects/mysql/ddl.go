package mysql

import (
	"regexp"
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

// This file says how MySQL and MariaDB create things.

var ddlRules = sqlcompile.DDLRules{
	View: sqlcompile.ViewForms{Replace: "OR REPLACE "},
	Order: []sqlcompile.ColumnPart{
		sqlcompile.PartComputed, sqlcompile.PartNull, sqlcompile.PartComment, sqlcompile.PartSuffix, sqlcompile.PartDefault,
	},
	NullTypes: map[string]bool{"TIMESTAMP": true}, Comments: sqlcompile.CommentsInline, NoComment: "''", NativeEnum: true, NamedChecksApart: true, BareDefaults: true, NoCascade: true,
	NoMatch: "MySQL ignores MATCH, and ON DELETE and ON UPDATE with it; leave it out",
	DropForms: map[schema.ConstraintKind]string{
		schema.KindForeignKey: "FOREIGN KEY %s", schema.KindPrimaryKey: "PRIMARY KEY", schema.KindUnique: "INDEX %s",
	},
	Index:        sqlcompile.IndexRules{Group: sqlcompile.GroupExpressions, OnTable: true, IfExists: true},
	KnownOptions: map[string]string{"table": "*", "index": "length prefix with_parser using"},
}

var precise = regexp.MustCompile(`^(?:DATETIME|TIMESTAMP)\((\d)\)`)

// DefaultSQL implements sqlcompile.Defaulter: MySQL takes the present time as the default of a column only with the column's digits
// of a second.
func (dialect) DefaultSQL(sql, declared string) string {
	m := precise.FindStringSubmatch(declared)
	if m == nil {
		return sql
	}
	switch strings.ToLower(sql) {
	case "now()", "current_timestamp()":
		return sql[:len(sql)-1] + m[1] + ")"
	case "current_timestamp":
		return sql + "(" + m[1] + ")"
	}
	return sql
}

// apart are the options of tables that come last, and take no =.
var apart = []string{"partition_by", "partitions", "subpartition_by", "subpartitions"}

// texts are the options whose values are string literals.
var texts = map[string]bool{"comment": true, "data_directory": true, "index_directory": true, "password": true, "connection": true}

// spaced are the options that are written without =.
var spaced = map[string]bool{"tablespace": true, "default_character_set": true, "character_set": true, "collate": true, "default_collate": true}

// TableOptions implements sqlcompile.TableOptioner. Any option is taken: engine, charset, row_format, partition_by, ...
func (dialect) TableOptions(t *schema.Table, _, literal func(string) string) (string, error) {
	var out, last []string
	for _, o := range t.Options.Of(Dialect.Name()) {
		word, value := strings.ToUpper(strings.ReplaceAll(o.Name, "_", " ")), o.Value()
		if strings.HasSuffix(o.Name, "_format") || o.Name == "auto_increment" || strings.Contains(o.Name, "_size") || strings.Contains(o.Name, "_rows") {
			word = strings.ToUpper(o.Name) // words with an underscore of their own
		}
		if texts[o.Name] {
			value = literal(value)
		}
		switch {
		case slices.Contains(apart, o.Name):
			last = append(last, word+" "+value)
		case spaced[o.Name]:
			out = append(out, word+" "+value)
		default:
			out = append(out, word+"="+value)
		}
	}
	if t.Comment != "" {
		out = append(out, "COMMENT="+literal(t.Comment))
	}
	slices.SortStableFunc(last, func(a, b string) int { return partOrder(a) - partOrder(b) })
	return strings.Join(append(out, last...), " "), nil
}

// partOrder is where a clause of partitioning comes.
func partOrder(clause string) int {
	return slices.IndexFunc(apart, func(name string) bool {
		return strings.HasPrefix(clause, strings.ToUpper(strings.ReplaceAll(name, "_", " "))+" ")
	})
}

// IndexOptions implements sqlcompile.IndexOptioner: length (of all columns, or column=length), prefix (FULLTEXT), with_parser, using.
func (dialect) IndexOptions(x *schema.Index, quote func(string) string) (p sqlcompile.IndexParts, err error) {
	for _, o := range x.Options.Of(Dialect.Name()) {
		switch o.Name {
		case "prefix":
			p.Prefix = strings.ToUpper(o.Value()) + " "
		case "with_parser":
			p.Suffix = " WITH PARSER " + quote(o.Value()) + p.Suffix
		case "using":
			p.Suffix += " USING " + strings.ToUpper(o.Value())
		case "length":
			p.Length = map[string]string{}
			for _, v := range o.Values {
				name, n, named := strings.Cut(v, "=")
				if !named {
					name, n = "", v
				}
				p.Length[name] = n
			}
		}
	}
	return p, nil
}
