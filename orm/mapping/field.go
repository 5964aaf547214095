package mapping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file makes attributes and relationships of fields.

// fieldWalk goes through the fields of one entity, embedded structs included.
type fieldWalk struct {
	b             *builder
	e             *Entity
	table, schema string
	columns       []*schema.Column
}

func (w *fieldWalk) walk(t *Type, path []string, inside map[*Type]bool) {
	if inside[t] {
		w.b.problem("ORM114", Locus{Decl: t}, nil, "%s embeds itself", t)
		return
	}
	inside[t] = true
	defer delete(inside, t)
	for _, f := range t.Fields() {
		w.field(t, f, append(slices.Clone(path), f.Name), inside)
	}
}

func (w *fieldWalk) field(decl *Type, f Field, path []string, inside map[*Type]bool) {
	at := Locus{Decl: decl, Field: f.Name}
	tag := ParseTag(f.Tag)
	if tag.Malformed != "" {
		w.b.problem("ORM101", at.at(tag.At), nil, "the orm tag cannot be read: %s", tag.Malformed)
	}
	_, skip := tag.Get("-")
	switch {
	case f.Embedded && f.Type.isOrm("Entity"):
		if len(path) == 1 {
			w.e.At = at
			w.entityOptions(at, tag)
		}
	case skip:
		w.checkOptions(at, tag, OnColumn|OnRelationship)
	case f.Embedded && f.Type.Kind == "struct" && !f.Type.Scanner && f.Type.ID() != "time.Time":
		w.walk(f.Type, path, inside)
	case f.Embedded && f.Type.Kind == "ptr" && inside[f.Type.Elem]:
		w.walk(f.Type.Elem, path, inside) // which reports it
	case !f.Exported:
		if tag.Present {
			w.b.problem("ORM107", at.at(tag.Body), nil, "the field is not exported, so its tag has no effect; export it or remove the tag")
		}
	case f.Type.Pkg == OrmPath && isContainer(f.Type):
		w.checkOptions(at, tag, OnRelationship)
		w.relationship(at, f, tag, path)
	default:
		w.checkOptions(at, tag, OnColumn)
		w.attribute(at, f, tag, path)
	}
}

func isContainer(t *Type) bool { return t.Name == "List" || t.Name == "Ref" }

func (w *fieldWalk) entityOptions(at Locus, tag Tag) {
	w.checkOptions(at, tag, OnEntity)
	if it, ok := tag.Get("table"); ok {
		w.table = it.Value
	}
	if it, ok := tag.Get("schema"); ok {
		w.schema = it.Value
	}
}

// checkOptions reports options that do not exist, do not belong here, are given twice, contradict each other, or have a value of
// the wrong form.
func (w *fieldWalk) checkOptions(at Locus, tag Tag, c Context) {
	seen := map[string]bool{}
	for _, it := range tag.Items {
		o, ok := Option(it.Key)
		switch {
		case !ok:
			w.b.problem("ORM102", at.at(it.KeySpan), renameFix(at, it.KeySpan, it.Key, optionNames(c)), "unknown option %q%s", it.Key, didYouMean(it.Key, optionNames(c)))
		case o.Context&c == 0:
			w.b.problem("ORM102", at.at(it.KeySpan), nil, "option %q belongs to %s, not to %s", it.Key, contextOf(o), c&-c)
		case seen[it.Key]:
			w.b.problem("ORM103", at.at(it.Span), []Fix{{"remove it", []Edit{{at.at(it.Span), ""}}}}, "option %q is given twice", it.Key)
		default:
			if bad := o.badValue(it); bad != "" {
				w.b.problem("ORM104", at.at(valueOrKey(it)), renameFix(at, it.ValueSpan, it.Value, o.Words), "option %q %s", it.Key, bad)
			}
		}
		seen[it.Key] = true
	}
	for _, x := range exclusive {
		if seen[x[0]] && seen[x[1]] {
			it, _ := tag.Get(x[1])
			w.b.problem("ORM105", at.at(it.Span), nil, "options %q and %q contradict each other", x[0], x[1])
		}
	}
}

func contextOf(o OptionInfo) Context { return o.Context & -o.Context }

func valueOrKey(it Item) Span {
	if it.ValueSpan.Len > 0 {
		return it.ValueSpan
	}
	return it.Span
}

// renameFix replaces a misspelt word by the nearest that exists; no fix where none is near.
func renameFix(at Locus, s Span, word string, candidates []string) []Fix {
	n := Nearest(word, candidates)
	if n == "" || s.Len == 0 {
		return nil
	}
	return []Fix{{"change " + word + " to " + n, []Edit{{at.at(s), n}}}}
}

// claim takes a name for an attribute or relationship; the fields of outer structs hide those of embedded ones, as in Go.
func (w *fieldWalk) claim(name string) bool {
	if w.e.names[name] {
		return false
	}
	w.e.names[name] = true
	return true
}

func (w *fieldWalk) attribute(at Locus, f Field, tag Tag, path []string) {
	if !w.claim(f.Name) {
		return
	}
	a := &Attr{Entity: w.e, Name: f.Name, Path: path, GoType: f.Type, At: at}
	t := f.Type
	if t.Kind == "ptr" && t.Name == "" && !t.Valuer {
		a.Pointer, t = true, t.Elem
	}
	codec, typ, bad := codecOf(t)
	if bad != "" {
		code := "ORM108"
		if t.Scanner != t.Valuer {
			code = "ORM109"
		}
		w.b.problem(code, at, []Fix{{"do not map the field", []Edit{addOption(at, "-")}}}, "a field of type %s cannot be a column: %s", f.Type, bad)
		return
	}
	a.Codec = codec
	name := Snake(f.Name)
	if it, ok := tag.Get("column"); ok && it.Value != "" {
		name = it.Value
	}
	_, a.PK = tag.Get("pk")
	_, a.OmitZero = tag.Get("omitzero")
	a.fk, a.hasFK = tag.Get("fk")
	a.Column = schema.NewColumn(name, w.columnType(at, tag, typ), w.columnOptions(a, tag)...)
	for _, c := range w.columns {
		if c.Name == name {
			w.b.problem("ORM112", at, nil, "column %q is mapped by another field already; give one of them another with `column:`", name)
			return
		}
	}
	w.nullability(a, tag)
	w.columns = append(w.columns, a.Column)
	w.e.Attrs = append(w.e.Attrs, a)
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
	return 0, nil, "no SQL type holds it; give it Scan and Value methods, or leave it out with `orm:\"-\"`"
}

// nullTypes are the columns of sql.Null, by its type argument.
var nullTypes = map[string]sqltypes.Type{
	"int": sqltypes.BigInteger(), "int64": sqltypes.BigInteger(), "int32": sqltypes.Integer(), "int16": sqltypes.SmallInteger(),
	"int8": sqltypes.SmallInteger(), "uint": sqltypes.BigInteger(), "uint64": sqltypes.BigInteger(), "uint32": sqltypes.BigInteger(),
	"uint16": sqltypes.Integer(), "uint8": sqltypes.SmallInteger(), "float64": sqltypes.Float(), "float32": sqltypes.Float(),
	"bool": sqltypes.Boolean(), "time.Time": sqltypes.DateTimeTZ(), "[]uint8": sqltypes.LargeBinary(),
}

// scannerType guesses the column of the types of database/sql that read themselves; others are text unless the tag says.
func scannerType(t *Type) sqltypes.Type {
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
	if it, ok := tag.Get("type"); ok {
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
	if t.Kind() == sqltypes.StringKind && size > 0 {
		return sqltypes.String(size)
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
	holds := a.Pointer || a.Codec == CodecBytes || a.Codec == CodecScanner
	_, nullable := tag.Get("nullable")
	_, notnull := tag.Get("notnull")
	a.Column.Nullable = (holds || nullable) && !notnull && !a.PK
	if it, ok := tag.Get("nullable"); ok && !holds && !a.PK {
		w.b.problem("ORM110", a.At.at(it.Span), nullableFixes(a, it), "the column may be NULL, but %s cannot hold NULL; make the field a *%s or remove the option", a.GoType, a.GoType)
	}
	if a.PK && a.Pointer {
		w.b.problem("ORM117", Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}, []Fix{{"use " + a.GoType.Elem.String(), []Edit{{Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}, a.GoType.Elem.String()}}}},
			"a primary key is never NULL; the field must not be a pointer")
	}
}

func nullableFixes(a *Attr, it Item) []Fix {
	typ := Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}
	return []Fix{
		{"make the field a *" + a.GoType.String(), []Edit{{typ, "*" + a.GoType.String()}}},
		{"remove the option", []Edit{{a.At.at(it.Span), ""}}},
	}
}
