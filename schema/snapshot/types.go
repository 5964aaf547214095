package snapshot

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aludel/aludel/sqltypes"
)

// This file writes and reads types.

// typeText is a type as text, "" if it has none. A type of the snapshot's dialect does not repeat its name.
func typeText(t sqltypes.Type, dialect string) string {
	switch t := t.(type) {
	case sqltypes.OpaqueType:
		return "native " + dialectOf(t.Dialect, dialect) + strconv.Quote(t.SQL)
	case sqltypes.NativeType:
		base := typeText(t.Base, dialect)
		if base == "" {
			base = t.Kind().String() // the dialect knows the rest
		}
		return "native " + dialectOf(t.Dialect, dialect) + strconv.Quote(t.SQL) + " of " + base
	case sqltypes.VariantType:
		return "variant " + name(t.Dialect) + " " + typeText(t.As, dialect) + " else " + typeText(t.Base, dialect)
	case sqltypes.ExactType:
		return "exact " + strconv.Quote(t.Word) + " of " + typeText(t.Base, dialect)
	case sqltypes.ArrayType:
		return "array" + arguments(t.Dims, 0) + " of " + typeText(t.Elem, dialect)
	case sqltypes.EnumType:
		return enumText(t)
	case sqltypes.StringType:
		return "string" + arguments(t.Length, 0) + characters(t.National, t.Collation)
	case sqltypes.TextType:
		return "text" + arguments(t.Length, 0) + characters(t.National, t.Collation)
	case sqltypes.BinaryType:
		return "binary" + arguments(t.Length, 0)
	case sqltypes.NumericType:
		return "numeric" + arguments(t.Precision, t.Scale) + flag(t.Float, " as float")
	case sqltypes.FloatType:
		return word(t.Double, "double", "float") + arguments(t.Precision, 0) + flag(t.Decimal, " as decimal")
	case sqltypes.BooleanType:
		return "boolean" + flag(t.Checked, " checked") + flag(t.Constraint != "", " by "+name(t.Constraint))
	case sqltypes.DateTimeType:
		return word(t.TimeZone, "datetimetz", "datetime")
	case sqltypes.TimeType:
		return word(t.TimeZone, "timetz", "time")
	case sqltypes.IntervalType:
		return "interval" + arguments(t.DayPrecision, t.SecondPrecision) + flag(t.NonNative, " emulated")
	case sqltypes.Other:
		return "other " + strconv.Quote(t.Name)
	case sqltypes.Simple:
		return t.Kind().String()
	}
	return ""
}

func dialectOf(of, dialect string) string {
	if of == dialect {
		return ""
	}
	return name(of) + " "
}

func word(on bool, yes, no string) string {
	if on {
		return yes
	}
	return no
}

func flag(on bool, s string) string { return word(on, s, "") }

func characters(national bool, collation string) string {
	return flag(national, " national") + flag(collation != "", " collate "+strconv.Quote(collation))
}

func enumText(t sqltypes.EnumType) string {
	var labels []string
	for _, l := range t.Labels() {
		labels = append(labels, strconv.Quote(l))
	}
	s := "enum " + strconv.Quote(t.Name) + " (" + strings.Join(labels, ", ") + ")"
	s += flag(t.Schema != "", " in "+name(t.Schema)) + flag(t.NonNative, " emulated") + flag(t.Checked, " checked") + flag(t.Existing, " existing")
	return s + flag(t.Length > 0, " length "+strconv.Itoa(t.Length)) + characters(false, t.Collation)
}

// readType reads a type.
func readType(l *line, dialect string) sqltypes.Type {
	switch {
	case l.accept("native"):
		return readNative(l, dialect)
	case l.accept("variant"):
		on := l.name("the name of a dialect")
		as := readType(l, dialect)
		l.expect("else")
		return sqltypes.VariantType{Base: readType(l, dialect), Dialect: on, As: as}
	case l.accept("exact"):
		w := l.str("a word")
		l.expect("of")
		return sqltypes.ExactType{Word: w, Base: readType(l, dialect)}
	case l.accept("array"):
		n, _ := l.arguments()
		l.expect("of")
		return sqltypes.ArrayType{Elem: readType(l, dialect), Dims: n}
	case l.accept("enum"):
		return readEnum(l)
	case l.accept("other"):
		return sqltypes.Other{Name: l.str("a name")}
	}
	return readGeneric(l)
}

func readNative(l *line, dialect string) sqltypes.Type {
	of := dialect
	if len(l.tokens) > 0 && !l.tokens[0].quoted {
		of = l.name("the name of a dialect")
	}
	if of == "" {
		l.fail("a native type in a snapshot of no dialect")
	}
	sql := l.str("a type")
	if !l.accept("of") {
		return sqltypes.Opaque(of, sql)
	}
	t := sqltypes.Native(of, sql, readBase(l, dialect))
	if own, ok := sqltypes.NativeByName(of, sql); ok && own.Kind() == t.Kind() && !writable(own.(sqltypes.NativeType).Base) {
		return own
	}
	return t
}

// writable reports whether a type has a text form of its own.
func writable(t sqltypes.Type) bool { return typeText(t, "") != "" }

// readBase reads a type, or the name of a kind that is no type by itself.
func readBase(l *line, dialect string) sqltypes.Type {
	if l.is("other") && (len(l.tokens) == 1 || !l.tokens[1].quoted) {
		l.accept("other")
		return sqltypes.Other{}
	}
	return readType(l, dialect)
}

// is reports whether a word is next.
func (l *line) is(word string) bool {
	return len(l.tokens) > 0 && !l.tokens[0].quoted && l.tokens[0].text == word
}

func readEnum(l *line) sqltypes.Type {
	n := l.str("a name")
	var labels []string
	l.expect("(")
	for !l.accept(")") && l.err == nil {
		labels = append(labels, l.str("a word"))
		l.accept(",")
	}
	t := sqltypes.Enum(n, labels...)
	if l.accept("in") {
		t.Schema = l.name("a schema")
	}
	t.NonNative, t.Checked, t.Existing = l.accept("emulated"), l.accept("checked"), l.accept("existing")
	if l.accept("length") {
		t.Length = l.number()
	}
	_, t.Collation = l.characters()
	return t
}

// characters reads what is said of character data.
func (l *line) characters() (national bool, collation string) {
	national = l.accept("national")
	if l.accept("collate") {
		collation = l.str("a collation")
	}
	return national, collation
}

// arguments reads up to two numbers in parentheses.
func (l *line) arguments() (first, second int) {
	if !l.accept("(") {
		return 0, 0
	}
	first = l.number()
	if l.accept(",") {
		second = l.number()
	}
	l.expect(")")
	return first, second
}

// twoArguments are the kinds that take two; oneArgument takes one.
var twoArguments = map[string]bool{"numeric": true, "interval": true}
var oneArgument = map[string]bool{"string": true, "text": true, "binary": true, "float": true, "double": true}

func readGeneric(l *line) sqltypes.Type {
	kind := l.name("a type")
	before := len(l.tokens)
	first, second := l.arguments()
	if n := (before - len(l.tokens)) / 2; l.err == nil && (n > 1 && !twoArguments[kind] || n == 1 && !twoArguments[kind] && !oneArgument[kind]) {
		l.fail("%s does not take %d arguments", kind, n)
	}
	switch kind {
	case "string":
		national, collation := l.characters()
		return sqltypes.StringType{Length: first, National: national, Collation: collation}
	case "text":
		national, collation := l.characters()
		return sqltypes.TextType{Length: first, National: national, Collation: collation}
	case "binary":
		return sqltypes.BinaryType{Length: first}
	case "numeric":
		return sqltypes.NumericType{Precision: first, Scale: second, Float: l.accept("as", "float")}
	case "float", "double":
		return sqltypes.FloatType{Precision: first, Double: kind == "double", Decimal: l.accept("as", "decimal")}
	case "boolean":
		t := sqltypes.BooleanType{Checked: l.accept("checked")}
		if l.accept("by") {
			t.Constraint = l.name("the name of a check")
		}
		return t
	case "timetz":
		return sqltypes.TimeType{TimeZone: true}
	case "interval":
		return sqltypes.IntervalType{DayPrecision: first, SecondPrecision: second, NonNative: l.accept("emulated")}
	}
	t, ok := sqltypes.ByName(kind, 0, 0, 0)
	if !ok {
		l.fail("there is no type %q", kind)
		return sqltypes.Null()
	}
	return t
}

// parseType reads the text of a type of a snapshot of a dialect.
func parseType(s, dialect string) (sqltypes.Type, error) {
	l, err := lex(s)
	if err != nil {
		return nil, err
	}
	t := readType(l, dialect)
	return t, l.end()
}

// checkType says why a type cannot be written, nil if it can.
func checkType(t sqltypes.Type, text, dialect string) error {
	back, err := parseType(text, dialect)
	if err == nil && back == t {
		return nil
	}
	return fmt.Errorf("its type %s has no text form", t)
}
