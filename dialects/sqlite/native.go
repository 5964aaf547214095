package sqlite

import (
	"strings"
	"time"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/convert"
)

// This file has types of times that are stored in a form of one's own.

// TimeText is what values have that are stored as text of a layout.
type TimeText struct {
	// As is sqltypes.DateTime(), DateTimeTZ(), Date() or Time(): what a value is in Go.
	As sqltypes.Type
	// Layout is that of package time.
	Layout string
}

// Kind implements sqltypes.Type.
func (t TimeText) Kind() sqltypes.Kind { return t.As.Kind() }

// String implements sqltypes.Type.
func (t TimeText) String() string { return t.As.String() }

// DATETIME is a civil date and time stored as text of a layout of package time: "20060102150405". Text that is all digits is kept as
// text.
func DATETIME(layout string) sqltypes.Type { return stored("DATETIME", sqltypes.DateTime(), layout) }

// DATE is a date stored as text of a layout of package time: "01/02/2006".
func DATE(layout string) sqltypes.Type { return stored("DATE", sqltypes.Date(), layout) }

// TIME is a time of day stored as text of a layout of package time: "15:04:05".
func TIME(layout string) sqltypes.Type { return stored("TIME", sqltypes.Time(), layout) }

// stored declares text of digits alone by a word with CHAR in it: by DATETIME it would be made a number.
func stored(word string, as sqltypes.Type, layout string) sqltypes.Type {
	if strings.Trim(layout, "0123456789") == "" {
		word += "_CHAR"
	}
	return sqltypes.Native("sqlite", word, TimeText{as, layout})
}

func init() { values.Own = own }

func own(t sqltypes.Type) (convert.Codec, bool) {
	x, ok := t.(TimeText)
	if !ok {
		return convert.Codec{}, false
	}
	form := convert.Storage{Dialect: "sqlite", DateTime: convert.Form(x.Layout), Instant: convert.Form(x.Layout), Date: convert.Form(x.Layout), Time: convert.Form(x.Layout)}
	codec := form.Codec(x.As)
	codec.Result = func(v any) (any, error) {
		s, ok := v.(string)
		if b, is := v.([]byte); is {
			s, ok = string(b), true
		}
		at, err := time.Parse(x.Layout, s)
		if !ok || err != nil {
			return nil, sqltypes.Mismatch(t, v, "the database gave text of another layout", err)
		}
		switch x.Kind() {
		case sqltypes.DateKind:
			return civil.DateOf(at), nil
		case sqltypes.TimeKind:
			return civil.TimeOf(at), nil
		}
		if x.As == sqltypes.DateTimeTZ() {
			return at.UTC(), nil
		}
		return civil.DateTimeOf(at), nil
	}
	return codec, true
}
