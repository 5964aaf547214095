// Package convert turns Go values into what drivers take and back, by the type of the column or expression: the conversions are
// chosen once, when a statement is compiled, and not again for each value.
//
// What databases do differently is data, a [Storage] a dialect. The package knows no driver and no dialect.
package convert

import (
	"encoding/hex"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aludel/aludel/sqltypes"
)

// Codec is how values of one type go in and come out. A nil converter leaves values as they are.
type Codec struct{ Bind, Result sqltypes.Converter }

// Form is how times of a kind are sent: "" as a time.Time, else as text with this layout of package time.
type Form string

// The layouts that most databases read, with six digits of a second. Texts of one layout sort as the times do.
const (
	AsTime       Form = ""
	DateText     Form = "2006-01-02"
	TimeText     Form = "15:04:05.000000"
	DateTimeText Form = "2006-01-02 15:04:05.000000"
)

// Storage is how a database and its drivers want values, as data. Once it is used it is only read, by any goroutine.
type Storage struct {
	// Dialect is the dialect's name.
	Dialect string
	// IntBoolean sends truth values as 1 and 0.
	IntBoolean bool
	// WideIntegers says that integer columns hold 64 bits, whatever they are called.
	WideIntegers bool
	// FloatNumeric says that NUMERIC is kept as an integer or a binary float, which has 15 digits exactly.
	FloatNumeric bool
	// BareNumeric is what NUMERIC without digits is; the zero value is any number of them.
	BareNumeric sqltypes.NumericType
	// NoNaN and NoInf say that the database has no float64 that is not a number, or infinite.
	NoNaN, NoInf bool
	// Instant, DateTime, Date and Time are how times are sent.
	Instant, DateTime, Date, Time Form
	// HexUUID sends UUIDs as 32 digits, without hyphens.
	HexUUID bool
	// Interval has the conversions of native intervals; without, they are dates so far from the epoch.
	Interval Codec
	// Text writes a string as a literal, Bytes a string of bytes.
	Text, NationalText func(string) string
	Bytes              func([]byte) string
	// True and False are the literals of truth values.
	True, False string
	// Own gives the conversions of types that only this database has. ok is false for others.
	Own func(t sqltypes.Type) (c Codec, ok bool)

	common [sqltypes.CommonCount]atomic.Pointer[Codec] // of the types that sqltypes.Common counts
	known  sync.Map                                    // the token of a type to *Codec: what was asked for before
}

// Binder gives the converter of a type for values that go in, nil for none.
func (s *Storage) Binder(t sqltypes.Type) sqltypes.Converter { return s.Codec(t).Bind }

// Results gives the converter of a type for values that come out, nil for none.
func (s *Storage) Results(t sqltypes.Type) sqltypes.Converter { return s.Codec(t).Result }

// Codec gives the conversions of a type. Any goroutine may call it.
func (s *Storage) Codec(t sqltypes.Type) Codec {
	if n, ok := sqltypes.Common(t); ok {
		return s.commonCodec(t, n)
	}
	token, ok := sqltypes.Token(t)
	if !ok {
		return s.codec(t)
	}
	if c, ok := s.known.Load(token); ok {
		return *c.(*Codec)
	}
	c := s.codec(t)
	s.known.Store(token, &c)
	return c
}

// commonCodec is [Storage.Codec] of the type that n stands for.
func (s *Storage) commonCodec(t sqltypes.Type, n int) Codec {
	if c := s.common[n].Load(); c != nil {
		return *c
	}
	c := s.codec(t)
	s.common[n].Store(&c)
	return c
}

func (s *Storage) codec(t sqltypes.Type) Codec {
	switch x := t.(type) {
	case sqltypes.VariantType:
		if x.Dialect == s.Dialect {
			return s.Codec(x.As)
		}
		return s.Codec(x.Base)
	case sqltypes.Decorator:
		if sqltypes.Impl(t, s.Dialect) == sqltypes.Null() {
			return Codec{}
		}
		return s.processed(x, s.Codec(x.Impl(s.Dialect)))
	case sqltypes.UserDefined:
		return s.processed(x, Codec{Bind: sqltypes.Plain})
	case sqltypes.ExactType:
		return s.Codec(x.Base)
	case sqltypes.NativeType:
		if s.Own != nil {
			if c, ok := s.Own(t); ok {
				return c
			}
		}
		return s.Codec(x.Base)
	}
	if s.Own != nil {
		if c, ok := s.Own(t); ok {
			return c
		}
	}
	return s.base(t)
}

// processed puts a user's conversions around those of what stores the values.
func (s *Storage) processed(t sqltypes.Type, inner Codec) Codec {
	out := Codec{notNull(inner.Bind), notNull(inner.Result)}
	if p, ok := t.(sqltypes.BindProcessor); ok {
		out.Bind = chain(func(v any) (any, error) { return p.ProcessBind(v, s.Dialect) }, out.Bind)
	}
	if p, ok := t.(sqltypes.ResultProcessor); ok {
		out.Result = chain(out.Result, func(v any) (any, error) { return p.ProcessResult(v, s.Dialect) })
	}
	return out
}

// notNull keeps nil from a converter that does not expect it.
func notNull(f sqltypes.Converter) sqltypes.Converter {
	if f == nil {
		return nil
	}
	return func(v any) (any, error) {
		if v == nil {
			return nil, nil
		}
		return f(v)
	}
}

func chain(f, g sqltypes.Converter) sqltypes.Converter {
	if f == nil || g == nil {
		if f == nil {
			return g
		}
		return f
	}
	return func(v any) (any, error) {
		v, err := f(v)
		if err != nil {
			return nil, err
		}
		return g(v)
	}
}

// base is a flat switch over the kinds of types that all databases share.
func (s *Storage) base(t sqltypes.Type) Codec {
	if e, ok := t.(sqltypes.EnumType); ok {
		return enumCodec(e)
	}
	if p, ok := t.(interface{ Codec() Codec }); ok {
		return p.Codec()
	}
	switch t.Kind() {
	case sqltypes.SmallIntegerKind, sqltypes.IntegerKind, sqltypes.BigIntegerKind:
		return s.integer(t)
	case sqltypes.FloatKind:
		return s.float(t)
	case sqltypes.NumericKind:
		return s.numeric(t)
	case sqltypes.BooleanKind:
		return s.boolean(t)
	case sqltypes.StringKind, sqltypes.TextKind:
		return textCodec(t)
	case sqltypes.LargeBinaryKind:
		return bytesCodec(t)
	case sqltypes.DateTimeKind:
		if t == sqltypes.DateTimeTZ() {
			return s.instant(t)
		}
		return s.dateTime(t)
	case sqltypes.DateKind:
		return s.date(t)
	case sqltypes.TimeKind:
		return s.time(t)
	case sqltypes.IntervalKind:
		return s.interval(t)
	case sqltypes.UUIDKind:
		return s.uuid(t)
	case sqltypes.JSONKind:
		return jsonCodec(t)
	}
	return Codec{}
}

// send gives a time in one of the forms.
func (f Form) send(t time.Time) any {
	if f == AsTime {
		return t.Truncate(time.Microsecond)
	}
	if y := t.Year(); f == DateTimeText && y >= 0 && y <= 9999 {
		return dateTimeText(t)
	}
	return t.Format(string(f))
}

// dateTimeText is a time in the form [DateTimeText], in a fraction of the time that reading the layout takes.
func dateTimeText(t time.Time) string {
	var b [len(DateTimeText)]byte
	copy(b[:], DateTimeText)
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	digits(b[0:4], year)
	digits(b[5:7], int(month))
	digits(b[8:10], day)
	digits(b[11:13], hour)
	digits(b[14:16], minute)
	digits(b[17:19], second)
	digits(b[20:26], t.Nanosecond()/1000)
	return string(b[:])
}

// digits writes a number with as many digits as there is room for.
func digits(b []byte, n int) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
}

// HexBytes is the literal of a string of bytes that most databases have: X'0aff'.
func HexBytes(b []byte) string { return "X'" + hex.EncodeToString(b) + "'" }
