package sqltypes

import "fmt"

// VariantType is another type on one database.
type VariantType struct {
	Base    Type
	Dialect string
	As      Type
}

// WithVariant is base, but on the dialects named it is as.
func WithVariant(base, as Type, dialects ...string) Type {
	for _, d := range dialects {
		base = VariantType{base, d, as}
	}
	return base
}

// Kind implements [Type]: that of the type on other databases.
func (t VariantType) Kind() Kind { return t.Base.Kind() }

// String implements [Type].
func (t VariantType) String() string { return t.Base.String() }

// UserDefined is a type of a user's own. It may have any of the conversions [BindProcessor], [ResultProcessor] and
// [LiteralProcessor]; without, values go in and come out as the driver takes and gives them.
//
// Invariant: what its methods give depends on nothing but the type and the dialect, since compiled statements are kept.
type UserDefined interface {
	Type
	// ColumnSpec is how a column of the type is declared on a dialect.
	ColumnSpec(dialect string) (string, error)
}

// Decorator is a type made of another by converting its values.
//
// Invariant: what Impl gives depends on nothing but the type and the dialect, since compiled statements are kept.
type Decorator interface {
	Type
	// Impl is the type that stores the values on a dialect.
	Impl(dialect string) Type
}

// BindProcessor is implemented by a user's type that converts what goes in. The value may be nil; so may the result, for NULL.
type BindProcessor interface {
	ProcessBind(v any, dialect string) (any, error)
}

// ResultProcessor is implemented by a user's type that converts what comes out. The value may be nil, for NULL.
type ResultProcessor interface {
	ProcessResult(v any, dialect string) (any, error)
}

// LiteralProcessor is implemented by a user's type that writes a value into the text of a statement otherwise than as what
// ProcessBind gives.
type LiteralProcessor interface {
	ProcessLiteral(v any, dialect string) (string, error)
}

// ComparedCoercer is implemented by a user's type that says as what type a value is sent with which an expression of the type is
// compared or combined. Without it a Decorator takes the value for its own.
type ComparedCoercer interface {
	CoerceCompared(v any) Type
}

// Impl is the type without variants and decorators: that by which a dialect declares a column and which its driver sees.
func Impl(t Type, dialect string) Type {
	for range maxNesting {
		switch x := t.(type) {
		case nil:
			return Null()
		case VariantType:
			if t = x.Base; x.Dialect == dialect {
				t = x.As
			}
		case Decorator:
			t = x.Impl(dialect)
		default:
			return t
		}
	}
	return Null()
}

// maxNesting bounds decorators of decorators, so that one which is made of itself is an error and not the end.
const maxNesting = 32

// Declare is how a column of a type is declared on a dialect: what is the same on all is done here, the rest by generic, which is
// given a type of this package.
func Declare(t Type, dialect string, generic func(Type) (string, error)) (string, error) {
	switch x := Impl(t, dialect).(type) {
	case UserDefined:
		return x.ColumnSpec(dialect)
	case OpaqueType:
		return x.SQL, foreign(x, x.Dialect, dialect)
	case NativeType:
		return x.SQL, foreign(x, x.Dialect, dialect)
	case Simple:
		if x.kind == NullKind {
			return "", errNoType
		}
		return generic(x)
	case EnumType:
		if err := x.Valid(); err != nil {
			return "", err
		}
		return generic(x)
	default:
		return generic(x)
	}
}

var errNoType = fmt.Errorf("a column needs a type")

func foreign(t Type, of, dialect string) error {
	if of == dialect {
		return nil
	}
	return fmt.Errorf("the type %s is of %s, and no generic type says the same; give the column a generic type, or a variant for %s", t, of, dialect)
}
