package orm

import (
	"reflect"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/schema"
)

// MapTable maps the struct T to a table that was declared by hand or read from a database (package reflector), and gives the registry
// (SQLAlchemy: classical mapping). T embeds [Entity] and needs no tags:
//
//	var Models = orm.MapTable[User](orm.NewRegistry(), users, orm.Property("Name", users.C("fullname")))
//
// Each field that is a column has the column of its name, in snake_case or written together, unless [Property] gives it another or
// [FieldTag] leaves it out; columns that no field has stay the database's. Names, types, keys and foreign keys are those of the table,
// options of tags about them have no effect; relationships are as their tags or FieldTag say. The other tables of the table's MetaData
// become known too: association tables, and what foreign keys refer to.
//
// A struct may be mapped in several registries, to other tables in each. Map everything before the registry is used.
func MapTable[T any](r *Registry, t *schema.Table, opts ...MapOption) *Registry {
	typ := reflect.TypeFor[T]()
	if r.model != nil {
		r.late = append(r.late, typ.String())
		return r
	}
	d := &mapping.Decl{Table: t, Columns: map[string]*expr.ColumnClause{}, Tags: map[string]string{}}
	for _, o := range opts {
		o.apply(d)
	}
	if t == nil || typ.Kind() != reflect.Struct {
		r.bad = append(r.bad, "MapTable of "+typ.String())
		return r
	}
	if r.onTable == nil {
		r.onTable = map[reflect.Type]*mapping.Decl{}
	}
	r.types, r.onTable[typ] = append(r.types, typ), d
	return r
}

// MapOption says more about how [MapTable] maps.
type MapOption struct{ apply func(*mapping.Decl) }

// Property gives a field a column of the table: Property("Name", users.C("user_name")).
func Property(field string, column expr.Expr) MapOption {
	return MapOption{func(d *mapping.Decl) {
		c, _ := column.Node().(*expr.ColumnClause)
		d.Columns[field] = c
	}}
}

// FieldTag gives a field options in place of those of its tag: FieldTag("Addresses", "back_populates:User; cascade:all"). The option pk
// makes a field part of the key of a table that has none; a dash leaves it out.
func FieldTag(field, options string) MapOption {
	return MapOption{func(d *mapping.Decl) { d.Tags[field] = options }}
}

// CompositeProperty makes a field of a struct type a composite of columns of the table, in the order of the struct's fields:
// CompositeProperty("Start", vertices.C("x1"), vertices.C("y1")).
func CompositeProperty(field string, columns ...expr.Expr) MapOption {
	return MapOption{func(d *mapping.Decl) {
		names := make([]string, len(columns))
		for i, x := range columns {
			if c, ok := x.Node().(*expr.ColumnClause); ok {
				names[i] = c.Name
			}
		}
		d.Tags[field] = "composite:" + strings.Join(names, ",")
	}}
}
