package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file makes column attributes of fields.

func (w *fieldWalk) attribute(at Locus, f Field, tag Tag, path []string) {
	if !w.claim(f.Name, path) {
		return
	}
	a := &Attr{Entity: w.e, Name: w.qualified(f.Name), Path: path, GoType: f.Type, At: at}
	name := w.columnName(f.Name, tag)
	if w.in != nil && w.listed != nil && w.taken > len(w.listed) {
		w.lose(f.Name, tag) // that the list is too short is said of the composite
		return
	}
	w.deferred(a, tag)
	t := a.GoType
	if t.Kind == "ptr" && t.Name == "" && !t.Valuer {
		a.Pointer, t = true, t.Elem
	}
	codec, typ, bad := codecFor(t, tag)
	if bad != "" {
		code := "ORM108"
		if t.Scanner != t.Valuer {
			code = "ORM109"
		}
		w.b.problem(code, at, []Fix{{"do not map the field", []Edit{addOption(at, "-")}}}, "a field of type %s cannot be a column: %s", a.GoType, badOrRelated(a.GoType, bad))
		w.lose(f.Name, tag)
		return
	}
	a.Codec = codec
	w.typeOption(a, tag, t)
	typ = w.enum(a, tag, typ)
	_, a.PK = tag.Get("pk")
	a.PK = a.PK || w.key
	_, a.OmitZero = tag.Get("omitzero")
	w.version(a, tag)
	w.notInComposite(a, tag)
	if it, ok := tag.Get("expr"); ok && w.in == nil {
		w.computed(a, tag, it, typ)
		return
	}
	if w.d.Table != nil {
		w.tableAttr(a, name, tag)
		return
	}
	a.fk, a.hasFK = tag.Get("fk")
	a.Column = schema.NewColumn(name, w.columnType(at, tag, typ), w.columnOptions(a, tag)...)
	for _, c := range w.columns {
		if c.Name == name && w.in != nil {
			w.b.problem("ORM112", w.in.At, nil, "column %q, of %s, is mapped by another field already; list other columns with `composite:`, or give another `prefix:`", name, a.Name)
			return
		}
		if c.Name == name {
			w.b.problem("ORM112", at, nil, "column %q is mapped by another field already; give one of them another with `column:`", name)
			return
		}
	}
	a.Vital = a.PK || a.Version || a.hasFK
	w.nullability(a, tag)
	w.columns = append(w.columns, a.Column)
	w.e.Attrs = append(w.e.Attrs, a)
}

// badOrRelated is the reason why a type cannot be a column, and for an entity, or some of them, how a relationship is declared.
func badOrRelated(t *Type, bad string) string {
	if t.broken() {
		return bad
	}
	list := false
	for t.Name == "" && (t.Kind == "ptr" || t.Kind == "slice" || t.Kind == "array" || t.Kind == "map") {
		list = list || t.Kind != "ptr"
		t = t.Elem
	}
	switch {
	case !IsEntity(t):
		return bad
	case list:
		return fmt.Sprintf("it is a relationship; declare it as orm.List[*%s]", t.Name)
	}
	return fmt.Sprintf("it is a relationship; declare it as orm.Ref[*%s], beside a column with the foreign key", t.Name)
}

// columnName is the column of a field: as the tag has it, else the field's name in snake_case.
func columnName(field string, tag Tag) string {
	if it, ok := tag.Get("column"); ok && it.Value != "" {
		return it.Value
	}
	return Snake(field)
}

// codecOf says how values of a type are stored; bad says why they cannot be.
func codecOf(t *Type) (c Codec, typ sqltypes.Type, bad string) {
	switch {
	case t.ID() == "time.Time":
		return CodecTime, sqltypes.DateTimeTZ(), ""
	case t.Scanner && t.Valuer:
		return CodecScanner, scannerType(t), ""
	case t.Scanner:
		return 0, nil, "it has Scan but no Value; give it the method Value() (driver.Value, error)"
	case t.Valuer:
		return 0, nil, "it has Value but no Scan; give it the method Scan(any) error on the pointer"
	}
	switch t.Kind {
	case "int", "int64":
		return CodecInt, sqltypes.BigInteger(), ""
	case "int32":
		return CodecInt, sqltypes.Integer(), ""
	case "int16", "int8":
		return CodecInt, sqltypes.SmallInteger(), ""
	case "uint", "uint64", "uint32":
		return CodecUint, sqltypes.BigInteger(), ""
	case "uint16":
		return CodecUint, sqltypes.Integer(), ""
	case "uint8":
		return CodecUint, sqltypes.SmallInteger(), ""
	case "float64", "float32":
		return CodecFloat, sqltypes.Float(), ""
	case "string":
		return CodecString, sqltypes.String(0), ""
	case "bool":
		return CodecBool, sqltypes.Boolean(), ""
	case "slice":
		if t.Elem.Kind == "uint8" {
			return CodecBytes, sqltypes.LargeBinary(), ""
		}
	}
	if t.Kind == "struct" && t.Pkg != OrmPath && t.Fields != nil && slices.ContainsFunc(t.Fields(), func(f Field) bool { return f.Exported }) {
		return 0, nil, "no SQL type holds it; make its fields columns with `orm:\"composite\"`, store it as a document with `orm:\"type:json\"`, give it Scan and Value methods, or leave it out with `orm:\"-\"`"
	}
	return 0, nil, "no SQL type holds it; give it Scan and Value methods, store it as a document with `orm:\"type:json\"`, or leave it out with `orm:\"-\"`"
}

// nullTypes are the columns of sql.Null, by its type argument.
var nullTypes = map[string]sqltypes.Type{
	"int": sqltypes.BigInteger(), "int64": sqltypes.BigInteger(), "int32": sqltypes.Integer(), "int16": sqltypes.SmallInteger(),
	"int8": sqltypes.SmallInteger(), "uint": sqltypes.BigInteger(), "uint64": sqltypes.BigInteger(), "uint32": sqltypes.BigInteger(),
	"uint16": sqltypes.Integer(), "uint8": sqltypes.SmallInteger(), "float64": sqltypes.Float(), "float32": sqltypes.Float(),
	"bool": sqltypes.Boolean(), "time.Time": sqltypes.DateTimeTZ(), "[]uint8": sqltypes.LargeBinary(),
}

// ownTypes are the columns of Aludel's own types of values, by name.
var ownTypes = map[string]sqltypes.Type{
	"github.com/aludel/aludel/sqltypes/civil.Date": sqltypes.Date(), "github.com/aludel/aludel/sqltypes/civil.Time": sqltypes.Time(),
	"github.com/aludel/aludel/sqltypes/civil.DateTime": sqltypes.DateTime(), "github.com/aludel/aludel/sqltypes/decimal.Decimal": sqltypes.Numeric(0, 0),
}

// scannerType guesses the column of the types of database/sql, and of Aludel, that read themselves; others are text unless the tag
// says.
func scannerType(t *Type) sqltypes.Type {
	if typ, ok := ownTypes[t.ID()]; ok {
		return typ
	}
	if t.Pkg == "database/sql" {
		switch t.Name {
		case "NullInt64":
			return sqltypes.BigInteger()
		case "NullInt32":
			return sqltypes.Integer()
		case "NullInt16", "NullByte":
			return sqltypes.SmallInteger()
		case "NullFloat64":
			return sqltypes.Float()
		case "NullBool":
			return sqltypes.Boolean()
		case "NullTime":
			return sqltypes.DateTimeTZ()
		}
		if arg, ok := strings.CutPrefix(t.Name, "Null["); ok {
			if typ, ok := nullTypes[strings.TrimSuffix(arg, "]")]; ok {
				return typ
			}
		}
	}
	return sqltypes.String(0)
}

// columnType applies type, size, precision and scale.
func (w *fieldWalk) columnType(at Locus, tag Tag, t sqltypes.Type) sqltypes.Type {
	num := func(key string) int {
		it, _ := tag.Get(key)
		n, _ := strconv.Atoi(it.Value) // a wrong form was reported
		return n
	}
	size, precision, scale := num("size"), num("precision"), num("scale")
	if it, ok := tag.Get("type"); ok && it.Value != "array" {
		if named, ok := sqltypes.ByName(it.Value, size, precision, scale); ok {
			t = named
		}
	}
	for _, k := range []struct {
		key string
		ok  bool
		on  string
	}{{"size", t.Kind() == sqltypes.StringKind, "text"}, {"precision", t.Kind() == sqltypes.NumericKind, "numeric"}, {"scale", t.Kind() == sqltypes.NumericKind, "numeric"}} {
		if it, has := tag.Get(k.key); has && !k.ok {
			w.b.problem("ORM106", at.at(it.Span), []Fix{{"remove it", []Edit{{at.at(it.Span), ""}}}}, "option %q has no effect: the column is %s, not %s", k.key, t, k.on)
		}
	}
	if it, ok := tag.Get("scale"); ok && precision > 0 && scale > precision {
		w.b.problem("ORM104", at.at(it.ValueSpan), nil, "the scale is greater than the precision: %d digits after the point, of %d in all", scale, precision)
	}
	switch {
	case t.Kind() == sqltypes.StringKind && size > 0:
		return sqltypes.String(size)
	case t.Kind() == sqltypes.NumericKind && precision > 0:
		return sqltypes.Numeric(precision, scale)
	}
	return t
}

func (w *fieldWalk) columnOptions(a *Attr, tag Tag) (opts []schema.ColumnOption) {
	if a.PK {
		opts = append(opts, schema.PrimaryKey())
	}
	if it, ok := tag.Get("server_default"); ok {
		opts = append(opts, schema.ServerDefault(it.Value))
	}
	if it, ok := tag.Get("comment"); ok {
		opts = append(opts, schema.Comment(it.Value))
	}
	if it, ok := tag.Get("autoincrement"); ok {
		opts = append(opts, schema.Autoincrements(it.Value != "false"))
	}
	if _, ok := tag.Get("unique"); ok {
		opts = append(opts, schema.Unique())
	}
	if _, ok := tag.Get("index"); ok {
		opts = append(opts, schema.Indexed())
	}
	if a.hasFK && strings.Contains(a.fk.Value, ".") {
		var fk []schema.FKOption
		if it, ok := tag.Get("on_delete"); ok {
			fk = append(fk, schema.OnDelete(it.Value))
		}
		if it, ok := tag.Get("on_update"); ok {
			fk = append(fk, schema.OnUpdate(it.Value))
		}
		opts = append(opts, schema.ForeignKeyTo(a.fk.Value, fk...))
	}
	return opts
}

// nullability decides whether the column may be NULL: where the Go type can say so, unless the tag says otherwise.
func (w *fieldWalk) nullability(a *Attr, tag Tag) {
	holds := a.holdsNull()
	_, nullable := tag.Get("nullable")
	_, notnull := tag.Get("notnull")
	a.Column.Nullable = (holds || nullable || a.MayLack()) && !notnull && !a.PK
	if it, ok := tag.Get("nullable"); ok && !holds && !a.PK && !a.MayLack() {
		w.b.problem("ORM110", a.At.at(it.Span), nullableFixes(a, it), "the column may be NULL, but %s cannot hold NULL; make the field a *%s or remove the option", a.GoType, a.GoType)
	}
	if a.PK && a.Pointer {
		w.b.problem("ORM117", Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}, []Fix{{"use " + a.GoType.Elem.String(), []Edit{{Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}, a.GoType.Elem.String()}}}},
			"a primary key is never NULL; the field must not be a pointer")
	}
}

func nullableFixes(a *Attr, it Item) []Fix {
	typ := Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}
	if a.Deferred { // the type in question is inside another
		return []Fix{{"remove the option", []Edit{{a.At.at(it.Span), ""}}}}
	}
	return []Fix{
		{"make the field a *" + a.GoType.String(), []Edit{{typ, "*" + a.GoType.String()}}},
		{"remove the option", []Edit{{a.At.at(it.Span), ""}}},
	}
}
