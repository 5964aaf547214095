package mapping

import (
	"embed"
	"fmt"
	"strings"
)

// This file has the register of codes: of mapping problems, and of what the checker reports about descriptors and queries. A code is
// permanent: it is never given another meaning.

// CodeInfo is what is known of a code.
type CodeInfo struct {
	Code     string
	Severity Severity
	Title    string
	// Explanation is a paragraph: what is wrong, why it matters, what to do.
	Explanation string
}

var codes = []CodeInfo{
	{"ORM101", SeverityError, "The orm tag cannot be read", "A struct tag is `key:\"value\"` pairs with blanks between them; a mistake before the orm key hides it. The text between the quotes of `orm:\"...\"` is options separated by semicolons, each `name` or `name:value`. A value that has a semicolon in it stands in single quotes. Here the tag has another form, an option is empty, or a quote is not closed."},
	{"ORM102", SeverityError, "Unknown option in the orm tag", "The option does not exist, or does not belong to this kind of field: entity options stand on the embedded orm.Entity, relationship options on orm.List, orm.Ref and the other containers, column options on other fields."},
	{"ORM103", SeverityError, "Option given twice", "An option stands twice in one tag; only the first would count."},
	{"ORM104", SeverityError, "Option with a wrong value", "The value of the option does not have the form that the option wants: a positive number, one of a list of words, `table.column`."},
	{"ORM105", SeverityError, "Options that contradict each other", "Two options of one tag cannot both be true."},
	{"ORM106", SeverityError, "Option without effect", "The option says something about another type of column than this one is (a size of a number, a precision of a text), or means nothing without another option (`on_delete` without `fk`)."},
	{"ORM107", SeverityError, "Tag on a field that is not exported", "A field that is not exported is never mapped, so that its tag has no effect."},
	{"ORM108", SeverityError, "Type that no column can hold", "No SQL type holds values of the field's Go type. Give the type Scan and Value methods (sql.Scanner, driver.Valuer), or leave the field out of the mapping with `orm:\"-\"`."},
	{"ORM109", SeverityError, "Type with only one of Scan and Value", "A type that stores itself needs both methods: `Scan(any) error` on the pointer, to read, and `Value() (driver.Value, error)`, to write."},
	{"ORM110", SeverityError, "Nullable column on a Go type that cannot hold NULL", "The tag says that the column may be NULL, but the field could not say so. Make it a pointer (or sql.Null), or drop the option."},
	{"ORM112", SeverityError, "Two fields map one column", "Every column belongs to one field. Give one of the fields another column with `column:`."},
	{"ORM113", SeverityError, "Embedded structs that collide", "Two structs that the entity embeds at the same depth have a field of the same name. In Go that name is neither of the two; in the mapping one of them would be stored and the other silently lost. Leave one out with `orm:\"-\"`, or declare the field in the entity itself, which hides both."},
	{"ORM114", SeverityError, "Struct that embeds itself", "The columns of an embedded struct become columns of the entity; a struct that embeds itself, through pointers or others, would have no end of them."},
	{"ORM115", SeverityError, "Entity without a primary key", "Objects are told apart by their primary key: without one there is no identity map, no UPDATE and no DELETE. Mark the key with `orm:\"pk\"`."},
	{"ORM117", SeverityError, "Primary key that may be NULL", "A primary key is never NULL; a pointer would say that it might be."},
	{"ORM122", SeverityError, "Two entities map one table", "Each table belongs to one entity of a registry."},
	{"ORM125", SeverityError, "Unknown attribute", "An option names an attribute that the entity does not have, or orm.MapTable a field or column that is not there."},
	{"ORM130", SeverityError, "Field that cannot be a composite", "The option `composite` makes the exported fields of a struct columns of the entity's table. The field is a struct, or a pointer to one, which is nil where all columns are NULL; not a type that is one value already (time.Time, a type with Scan and Value), an entity, an orm.Deferred, a struct that has itself in it, or a pointer inside another composite."},
	{"ORM131", SeverityError, "Composite whose list of columns does not fit", "`composite:x1,y1` names the columns of the struct's fields, in their order: there are as many names as fields that are columns."},
	{"ORM132", SeverityError, "Composite with a part that cannot be in one", "A composite is a value of columns that are read and written together: it has no relationships and no orm.Deferred in it, and its fields neither count versions nor are SQL expressions. Where it is a pointer, nil means that all columns are NULL, so that no field has a default of the database or the options `omitzero` and `notnull`."},
	{"ORM141", SeverityWarning, "Descriptor lacks an attribute", "The descriptor of a class has no line for an attribute of the entity, so that queries cannot use it. The fix writes the line."},
	{"ORM142", SeverityError, "Descriptor gives an attribute the wrong type", "The type of an attribute in the descriptor decides which operators it has and what rows yield; it must fit the field of the entity. The fix writes the right one."},
	{"ORM143", SeverityError, "Descriptor names an attribute that the entity does not have", "Every field of a descriptor is found in the entity by its name. Every statement that uses this one would fail."},
	{"ORM150", SeverityWarning, "Method with the name of a hook that is never called", "A method that is called like a hook (`BeforeInsert`, `AfterLoad`, ...) or `ConfigureMapping`, but has other parameters or results, is none: nothing calls it. Give it the signature that the message shows, or another name."},
	{"ORM201", SeverityError, "Relationship to something that is no entity of the registry", "The related type must be a struct that embeds orm.Entity, and be passed to the same registry, or to one that it includes."},
	{"ORM202", SeverityError, "Container that does not fit the relationship", "A collection (orm.List, orm.Set, orm.Map, orm.Dynamic) belongs to the side whose key others refer to. The side that holds the foreign key has at most one related object: orm.Ref."},
	{"ORM205", SeverityError, "Relationship without a foreign key", "Two entities are related by a foreign key from one table to the other; there is none. Give the attribute that holds it the option `fk:table.column`."},
	{"ORM206", SeverityError, "Several foreign keys between two entities", "More than one foreign key links the two tables, so that it must be said which the relationship follows: `foreign_keys:Attribute`."},
	{"ORM207", SeverityError, "Foreign key to an unknown table or column", "`fk:table.column` names a table that no entity of the registry has, or a column that the table does not have."},
	{"ORM210", SeverityError, "Foreign key of another type than what it refers to", "The two columns of a foreign key have the same type; some databases refuse others, some truncate."},
	{"ORM211", SeverityError, "Unknown relationship in back_populates", "`back_populates` names the relationship of the related entity that is the other side of this one."},
	{"ORM212", SeverityError, "back_populates that is not answered", "Both sides of a bidirectional relationship name each other; otherwise a change of one would not be seen on the other."},
	{"ORM213", SeverityError, "Both sides of a relationship have the same direction", "One side holds the foreign key (many-to-one), the other does not (one-to-many)."},
	{"ORM218", SeverityError, "Relationship of an entity to itself without a far side", "A reference of an entity to itself must say which of its attributes is at the far end: `remote_side:ID` for the reference to the parent."},
	{"ORM219", SeverityError, "Association table that does not link both sides", "`secondary:table` names the table that links the two sides of a many-to-many relationship: it has a column for each key attribute of either side. A table that no entity maps is made of the keys, its columns named after the entities; other names stand in parentheses, those of the own side first: `secondary:follows(from_id, to_id)`, as they must where both sides are one entity. A table that exists must refer to each side by one foreign key, or have its columns named."},
	{"ORM226", SeverityError, "Map without a key", "An orm.Map finds its elements by one of their attributes, or by what a function makes of them. Say which attribute with `key:Attribute`, or give the function in ConfigureMapping: `m.MapKey(\"Children\", orm.KeyOf(f))`; the keys of the map have the type of its values."},
	{"ORM227", SeverityError, "Join condition that does not relate the two sides", "A condition given with Config.Join compares columns of the entity with columns of the related one, and nothing else than these two. For a relationship that is stored it must say which column refers to which: by a foreign key, by orm.Foreign, or by the option `foreign_keys`; one that is only read has the option `viewonly`."},
	{"ORM228", SeverityError, "Association of a relationship that is not clear", "A relationship over an association leads over one table, or a join of tables, with a condition for each side: Config.Secondary and Config.SecondaryJoin, or the option `secondary`. Only over one table, with a column for a key of each side, can anything be stored; over others the relationship has the option `viewonly`."},
	{"ORM229", SeverityError, "Attribute that is an SQL expression without one", "The option `expr` says that an attribute is no column but an SQL expression, which Config.Expr gives. Both belong together."},
	{"ORM230", SeverityError, "Collection type that embeds two containers", "A collection type of one's own embeds one of orm's containers (orm.List, orm.Set, orm.Map, orm.Dynamic, orm.Ref), by itself or through another struct, and a field of the type is that relationship. One that embeds two would be two relationships under one name: embed the one that the field is, and make the other a field of the entity."},
	{"ORM301", SeverityError, "Unknown cascade", "`cascade` takes all, save-update, merge, delete, delete-orphan, expunge, refresh-expire, or none."},
	{"ORM302", SeverityWarning, "delete-orphan without delete", "delete-orphan deletes what is removed from the collection; without delete, what is still in it survives its parent, as an orphan."},
	{"ORM303", SeverityError, "delete-orphan where an object may have several parents", "delete-orphan says that an object cannot be without its parent. It belongs to the parent's collection; on a reference, or on a many-to-many relationship, it would delete an object that others still refer to. Where there is never more than one, `single_parent` says so."},
	{"ORM310", SeverityError, "passive_deletes:all with a cascade that deletes", "`passive_deletes:all` says that the ORM never touches the related rows when their owner is deleted, and the cascade says that it deletes them."},
	{"ORM311", SeverityError, "viewonly relationship that is written", "A relationship with `viewonly` is only read. It cascades nothing that stores or deletes, and has no other side that would change along with it."},
	{"ORM501", SeverityError, "Unknown attribute string", "A string names an attribute that the entity does not have: in orm.AttrNamed, or in orm.Values given to FilterBy."},
	{"ORM502", SeverityWarning, "Query whose FROM elements nothing joins", "The statement has tables that no join and no condition connects, so that every row of one is combined with every row of the other: an attribute of another class in the condition or the result is often a join that was forgotten. A join on a condition that is always true says that it is meant. An engine logs such statements, or refuses them (engine.Unjoined)."},
	{"ORM503", SeverityError, "Statement that cannot be sent", "The parts of the statement do not fit together: a join between what no foreign key links, a loading option of what the query does not yield, a subquery asked for a column that it does not select, an upsert that changes nothing, a composite compared with something else. The message says which part, and what to do. At run time the statement is not sent, and what sends it returns this error."},
	{"ORM901", SeverityWarning, "Malformed or unused ormvet:ignore", "The form is `//ormvet:ignore CODE reason`, on the line of the finding or the one above; the reason is required, and a directive that silences nothing is to be removed."},
}

//go:embed examples/*.txtar
var examples embed.FS

// Codes lists all codes, in order. The slice is shared: do not change it.
func Codes() []CodeInfo { return codes }

// Lookup finds a code.
func Lookup(code string) (CodeInfo, bool) {
	for _, c := range codes {
		if c.Code == code {
			return c, true
		}
	}
	return CodeInfo{Code: code}, false
}

// NearestCode is the code that a misspelt one most likely meant, "" if none is near.
func NearestCode(code string) string {
	var all []string
	for _, c := range codes {
		all = append(all, c.Code)
	}
	return Nearest(code, all)
}

// Examples gives two Go files: one that has the problem and no other, and one that has none.
func (c CodeInfo) Examples() (bad, good string) {
	data, err := examples.ReadFile("examples/" + c.Code + ".txtar")
	if err != nil {
		return "", ""
	}
	_, rest, _ := strings.Cut(string(data), "-- bad.go --\n")
	bad, good, _ = strings.Cut(rest, "-- good.go --\n")
	return bad, good
}

// Page is the documentation of the code, in Markdown.
func (c CodeInfo) Page() string {
	bad, good := c.Examples()
	return fmt.Sprintf("# %s: %s\n\nSeverity: %s\n\n%s\n\n## With the problem\n\n```go\n%s```\n\n## Without\n\n```go\n%s```\n", c.Code, c.Title, c.Severity, c.Explanation, bad, good)
}
