package expr

import "github.com/aludel/aludel/sqltypes"

// SequenceValue is the next number of a sequence.
type SequenceValue struct{ Schema, Name string }

// NextValue is the next number of a sequence; schema is "" for the default one.
func NextValue(schema, name string) Expr { return Wrap(&SequenceValue{schema, name}) }

func (*SequenceValue) node() {}

// Type implements [Node].
func (*SequenceValue) Type() sqltypes.Type { return sqltypes.BigInteger() }
