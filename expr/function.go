package expr

import "github.com/aludel/aludel/sqltypes"

// This file has calls of functions. What a function is called on a database, and how, is for the compiler.

// Function is a call of an SQL function by name. Dots in the name separate packages.
type Function struct {
	Name string
	Args []Node
	Typ  sqltypes.Type
}

// resultTypes are the types of the functions that most databases have. firstArgument stands for the type of the first argument.
var resultTypes = map[string]sqltypes.Type{
	"now": sqltypes.DateTime(), "current_timestamp": sqltypes.DateTime(), "localtimestamp": sqltypes.DateTime(), "sysdate": sqltypes.DateTime(),
	"current_date": sqltypes.Date(), "current_time": sqltypes.Time(), "localtime": sqltypes.Time(),
	"current_user": sqltypes.String(0), "session_user": sqltypes.String(0), "user": sqltypes.String(0),
	"count": sqltypes.BigInteger(), "char_length": sqltypes.Integer(), "length": sqltypes.Integer(),
	"concat": sqltypes.String(0), "aggregate_strings": sqltypes.String(0),
	"row_number": sqltypes.BigInteger(), "rank": sqltypes.BigInteger(), "dense_rank": sqltypes.BigInteger(), "ntile": sqltypes.BigInteger(),
	"percent_rank": sqltypes.Float(), "cume_dist": sqltypes.Float(),
	"max": firstArgument, "min": firstArgument, "sum": firstArgument, "coalesce": firstArgument, "lag": firstArgument, "lead": firstArgument,
	"first_value": firstArgument, "last_value": firstArgument, "nth_value": firstArgument,
}

var firstArgument = sqltypes.Opaque("", "type of the first argument")

// resultType is the type of a call whose caller says nothing of it.
func resultType(name string, args []Node) sqltypes.Type {
	t := resultTypes[name]
	if t != firstArgument {
		return orNull(t)
	}
	for _, a := range args {
		if a.Type().Kind() != sqltypes.NullKind {
			return a.Type()
		}
	}
	return sqltypes.Null()
}

// Func is a call of the SQL function name; dots separate the packages it is in. With a nil type the result has the type that a
// function of the name has on most databases (see the standard ones: count, max, now, coalesce, ...), unknown for all others.
func Func(name string, t sqltypes.Type, args ...any) Expr {
	f := &Function{Name: name, Typ: t}
	for _, a := range args {
		f.Args = append(f.Args, f.argument(a, nil))
	}
	if f.Typ == nil {
		f.Typ = resultType(name, f.Args)
	}
	return Wrap(f)
}

// argument makes an argument; a Go value is named after the function, and typed like another argument.
func (f *Function) argument(a any, like Node) Node {
	n := operand(a, like)
	if b, ok := n.(*BindParameter); ok && b.Unique && !isExpression(a) {
		b.Name = baseName(f) // not shared yet
	}
	return group(n, OpComma)
}

// Count is count(x).
func Count(x any) Expr { return Func("count", nil, x) }

// CountAll is count(*).
func CountAll() Expr { return Func("count", nil, &Text{SQL: "*"}) }

// Sum is sum(x), of the type of x.
func Sum(x any) Expr { return Func("sum", nil, x) }

// Max is max(x), of the type of x.
func Max(x any) Expr { return Func("max", nil, x) }

// Min is min(x), of the type of x.
func Min(x any) Expr { return Func("min", nil, x) }

// Avg is avg(x).
func Avg(x any) Expr { return Func("avg", sqltypes.Float(), x) }

// Lower is lower(x).
func Lower(x any) Expr { return typedFunc("lower", x) }

// Upper is upper(x).
func Upper(x any) Expr { return typedFunc("upper", x) }

// Length is length(x), in characters.
func Length(x any) Expr { return Func("length", sqltypes.BigInteger(), x) }

// CharLength is the number of characters of x, which some databases call length.
func CharLength(x any) Expr { return Func("char_length", nil, x) }

// Now is the time at the database.
func Now() Expr { return Func("now", nil) }

// Random is a random number; which numbers there are differs between databases.
func Random() Expr { return Func("random", nil) }

// StringAgg joins the values of x in the rows of a group: string_agg, group_concat or listagg. The separator is part of the text,
// since not every database takes a parameter there.
func StringAgg(x any, separator string) Expr {
	return Func("aggregate_strings", nil, x, Inline(separator))
}

// Rollup groups by all items, then by all but the last, and so on, and lastly by none.
func Rollup(items ...any) Expr { return Func("rollup", nil, items...) }

// Cube groups by every subset of the items.
func Cube(items ...any) Expr { return Func("cube", nil, items...) }

// GroupingSets groups by each of several lists of items, which are tuples ([TupleOf]).
func GroupingSets(sets ...any) Expr { return Func("grouping_sets", nil, sets...) }

// Coalesce is the first argument that is not NULL. A Go value among them has the type of the first.
func Coalesce(x any, others ...any) Expr {
	f := &Function{Name: "coalesce"}
	f.Args = append(f.Args, f.argument(x, nil))
	for _, o := range others {
		f.Args = append(f.Args, f.argument(o, f.Args[0]))
	}
	f.Typ = resultType(f.Name, f.Args)
	return Wrap(f)
}

func typedFunc(name string, x any) Expr {
	e := Coerce(x)
	return Func(name, e.Type(), e)
}
