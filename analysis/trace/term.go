package trace

import (
	"fmt"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// Op says what a Term stands for.
type Op string

// The kinds of terms. Of these, const, hole, field, binop, unop and list are plain values; the others make statements.
const (
	OpConst   Op = "const"   // a constant: nil, bool, int64, uint64, float64 or string
	OpHole    Op = "hole"    // a plain value that is not known; Name is the Go expression that gives it
	OpParam   Op = "param"   // parameter of a recipe or fact; Name is its index, the receiver first
	OpField   Op = "field"   // field Name of Args[0]
	OpBinop   Op = "binop"   // Args[0] Name Args[1]
	OpUnop    Op = "unop"    // Name Args[0]; "len" is one
	OpClass   Op = "class"   // the class of the entity with id Name
	OpCall    Op = "call"    // call of the kernel function or method Name, receiver first, variadic arguments as one list
	OpList    Op = "list"    // a slice or array with the elements Args
	OpMap     Op = "map"     // a map with constant string Keys
	OpStruct  Op = "struct"  // a struct (or pointer to one) with the fields Keys; absent fields are zero
	OpTuple   Op = "tuple"   // several results
	OpFunc    Op = "func"    // a function value; not storable
	OpUnknown Op = "unknown" // could stand in a statement and is not known; Name is the reason
)

// Term is a value as the tracer knows it. Terms are shared, never copied: one term met twice is one value, which matters
// for what has an identity in SQL, such as an anonymous alias. They must not be changed by users of this package.
type Term struct {
	Op    Op
	Name  string
	Type  string  // Go type, written with package names
	Const any     // value of a const
	Args  []*Term // see Op
	Keys  []string
	Open  bool   // list: there may be more elements; hole, field: an interface, which could hold anything, nil too; const: a nil interface
	Var   string // key of the package variable that this is the value of; equal keys are one value

	pos  token.Pos
	typ  types.Type // Go type where it is known: the dynamic type, never an interface
	id   int        // tells two volatile reads with one name apart
	fn   any        // func: *closure or *types.Func
	rest *Term      // struct: where fields absent from Keys are read
	back *backing   // list, map: the memory behind it
	sum  int        // binop: how many operands it has
	set  bool       // hole: certainly not nil
	from bool       // hole: one of several results of a call, better known by the variable that it is assigned to
}

// Pos is where the term was made, in the file set of the world that traced it; NoPos for terms read from a fact.
func (t *Term) Pos() token.Pos { return t.pos }

// Unknown returns why the term cannot stand in a statement, or "" if everything in it is known.
func (t *Term) Unknown() string {
	seen := map[*Term]bool{}
	var find func(*Term) string
	find = func(t *Term) string {
		if seen[t] {
			return ""
		}
		seen[t] = true
		switch {
		case t.Op == OpUnknown:
			return t.Name
		case t.Op == OpList && t.Open:
			return "a list has further elements that are not known"
		}
		for _, a := range t.Args {
			if why := find(a); why != "" {
				return why
			}
		}
		return ""
	}
	return find(t)
}

// Size is the number of terms in the tree that t unfolds to: a term that stands twice counts twice. It stops at max, which
// guards against code that doubles a value again and again.
func (t *Term) Size(max int) int { return t.size(max, map[*Term]int{}) }

func (t *Term) size(max int, seen map[*Term]int) int {
	if n, ok := seen[t]; ok {
		return n
	}
	n := 1
	for _, a := range t.Args {
		if n = min(max, n+a.size(max, seen)); n == max {
			break
		}
	}
	seen[t] = n
	return n
}

// contains reports whether part is t or a part of it.
func (t *Term) contains(part *Term, seen map[*Term]bool) bool {
	if t == part {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	for _, a := range t.Args {
		if a.contains(part, seen) {
			return true
		}
	}
	return false
}

// scalar reports whether the term is a plain value: its text may stand in a legend, its value never shapes a statement.
func (t *Term) scalar() bool {
	switch t.Op {
	case OpConst, OpHole, OpField, OpBinop, OpUnop:
		return true
	}
	return false
}

func unknownf(format string, args ...any) *Term {
	return &Term{Op: OpUnknown, Name: fmt.Sprintf(format, args...)}
}

func constant(v any, typ types.Type) *Term {
	return &Term{Op: OpConst, Const: v, Type: typeText(typ), typ: concrete(typ), Open: v == nil && typ != nil && concrete(typ) == nil}
}

func boolean(v bool) *Term { return constant(v, types.Typ[types.Bool]) }

// String writes the term on one line, for goldens and for reading.
func (t *Term) String() string {
	switch t.Op {
	case OpConst:
		return constText(t.Const)
	case OpHole:
		return ":{" + t.Name + "}"
	case OpParam:
		return "p" + t.Name
	case OpField:
		return t.Args[0].String() + "." + t.Name
	case OpBinop:
		return "(" + t.Args[0].String() + " " + t.Name + " " + t.Args[1].String() + ")"
	case OpUnop:
		return t.Name + "(" + t.Args[0].String() + ")"
	case OpClass:
		return "class(" + t.Name + ")"
	case OpUnknown:
		return "unknown(" + t.Name + ")"
	case OpCall:
		return t.Name + "(" + join(t.Args) + ")"
	case OpList:
		if t.Open {
			return "[" + join(t.Args) + " ...]"
		}
		return "[" + join(t.Args) + "]"
	case OpStruct, OpMap:
		return t.Type + keyed(t.Keys, t.Args)
	}
	return string(t.Op) + "(" + join(t.Args) + ")"
}

func join(ts []*Term) string {
	ss := make([]string, len(ts))
	for i, t := range ts {
		ss[i] = t.String()
	}
	return strings.Join(ss, ", ")
}

func keyed(keys []string, ts []*Term) string {
	ss := make([]string, len(ts))
	for i, t := range ts {
		ss[i] = keys[i] + ": " + t.String()
	}
	return "{" + strings.Join(ss, ", ") + "}"
}

func constText(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case string:
		return strconv.Quote(v)
	}
	return fmt.Sprint(v)
}
