package convert

import (
	"time"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
)

// This file converts times.

// fourDigits says whether a year has the four digits that texts of dates have.
func fourDigits(t sqltypes.Type, v any, year int) error {
	if year < 1 || year > 9999 {
		return sqltypes.Mismatch(t, v, "its year is not between 1 and 9999", nil)
	}
	return nil
}

// times is what binding and reading times of a kind share.
type times struct {
	t    sqltypes.Type
	want string
	// in makes what is sent; known is false for a value of a type that is none.
	in func(v any) (out any, known bool, err error)
	// parse reads text, at takes what a driver parsed.
	parse func(s string) (any, error)
	at    func(time.Time) (any, error)
}

func (k times) codec() Codec { return Codec{k.bind, k.result} }

func (k times) bind(v any) (any, error) {
	out, known, err := k.in(v)
	if known {
		return out, err
	}
	p, own, err := plain(k.t, v)
	if err != nil || p == nil {
		return nil, err
	}
	if out, known, err = k.in(p); known {
		return out, err
	}
	if own {
		return p, nil
	}
	return nil, sqltypes.Mismatch(k.t, v, k.want, nil)
}

func (k times) result(v any) (any, error) {
	var out any
	var err error
	switch x := v.(type) {
	case time.Time:
		out, err = k.at(x)
	case string:
		out, err = k.parse(x)
	case []byte:
		out, err = k.parse(string(x))
	default:
		return nil, sqltypes.Mismatch(k.t, v, "the database gave no time", nil)
	}
	if err != nil {
		return nil, sqltypes.Mismatch(k.t, v, "the database gave what is no such time", err)
	}
	return out, nil
}

func (s *Storage) instant(t sqltypes.Type) Codec {
	return times{
		t: t, want: "it wants a time.Time, since only that is an instant",
		in: func(v any) (any, bool, error) {
			x, ok := v.(time.Time)
			if !ok {
				return nil, false, nil
			}
			x = x.UTC()
			return s.Instant.send(x), true, fourDigits(t, v, x.Year())
		},
		parse: func(s string) (any, error) { return civil.ParseInstant(s) },
		at:    func(x time.Time) (any, error) { return x.UTC(), nil },
	}.codec()
}

func (s *Storage) dateTime(t sqltypes.Type) Codec {
	return times{
		t: t, want: "it wants a civil.DateTime or a time.Time",
		in: func(v any) (any, bool, error) {
			switch x := v.(type) {
			case civil.DateTime:
				if err := x.Valid(); err != nil {
					return nil, true, sqltypes.Mismatch(t, v, "", err)
				}
				return s.DateTime.send(x.In(time.UTC)), true, nil
			case time.Time:
				return s.DateTime.send(wall(x)), true, fourDigits(t, v, x.Year())
			}
			return nil, false, nil
		},
		parse: func(s string) (any, error) { return civil.ParseDateTime(s) },
		at:    func(x time.Time) (any, error) { return civil.DateTimeOf(x), civil.DateTimeOf(x).Valid() },
	}.codec()
}

// wall is the instant at which UTC shows what the location of an instant shows.
func wall(t time.Time) time.Time { return civil.DateTimeOf(t).In(time.UTC) }

func (s *Storage) date(t sqltypes.Type) Codec {
	return times{
		t: t, want: "it wants a civil.Date or a time.Time",
		in: func(v any) (any, bool, error) {
			var d civil.Date
			switch x := v.(type) {
			case civil.Date:
				d = x
			case civil.DateTime:
				d = x.Date
			case time.Time:
				d = civil.DateOf(x)
			default:
				return nil, false, nil
			}
			if err := d.Valid(); err != nil {
				return nil, true, sqltypes.Mismatch(t, v, "", err)
			}
			return s.Date.send(d.In(time.UTC)), true, nil
		},
		parse: func(s string) (any, error) {
			dt, err := civil.ParseDateTime(s)
			if err == nil && dt.Time != (civil.Time{}) {
				err = &civil.SyntaxError{What: "date", Text: s}
			}
			return dt.Date, err
		},
		at: func(x time.Time) (any, error) { return civil.DateOf(x), civil.DateOf(x).Valid() },
	}.codec()
}

func (s *Storage) time(t sqltypes.Type) Codec {
	if t == sqltypes.Type(sqltypes.TimeType{TimeZone: true}) {
		return zonedTime(t)
	}
	return times{
		t: t, want: "it wants a civil.Time or a time.Time",
		in: func(v any) (any, bool, error) {
			var c civil.Time
			switch x := v.(type) {
			case civil.Time:
				c = x
			case time.Time:
				c = civil.TimeOf(x)
			default:
				return nil, false, nil
			}
			if err := c.Valid(); err != nil {
				return nil, true, sqltypes.Mismatch(t, v, "", err)
			}
			return s.Time.send(civil.DateTime{Date: civil.Date{Year: 1, Month: 1, Day: 1}, Time: c}.In(time.UTC)), true, nil
		},
		parse: func(s string) (any, error) { return civil.ParseTime(s) },
		at: func(x time.Time) (any, error) {
			if x.Day() != 1 { // 24:00:00
				return nil, &civil.RangeError{What: "time of day", Text: "24:00:00"}
			}
			return civil.TimeOf(x), nil
		},
	}.codec()
}

// zonedTime converts times of day with an offset: they are a time.Time, of which only clock and offset count.
func zonedTime(t sqltypes.Type) Codec {
	return times{
		t: t, want: "it wants a time.Time",
		in: func(v any) (any, bool, error) {
			if x, ok := v.(time.Time); ok {
				return x.Format("15:04:05.000000Z07:00:00"), true, nil
			}
			return nil, false, nil
		},
		parse: func(s string) (any, error) { return parseZoned(s) },
		at:    func(x time.Time) (any, error) { return x, nil },
	}.codec()
}

// zonedLayouts are times of day with their offset, as databases print them: with as much of the offset as is not zero.
var zonedLayouts = [...]string{"15:04:05.999999Z07", "15:04:05.999999Z07:00", "15:04:05.999999Z07:00:00"}

func parseZoned(s string) (t time.Time, err error) {
	for _, layout := range zonedLayouts {
		if t, err = time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return t, err
}

// epoch is where the dates that stand for intervals are counted from.
var epoch = civil.DateTime{Date: civil.Date{Year: 1970, Month: 1, Day: 1}}

func (s *Storage) interval(t sqltypes.Type) Codec {
	if i, ok := t.(sqltypes.IntervalType); s.Interval.Bind != nil && !(ok && i.NonNative) {
		return s.Interval
	}
	return times{
		t: t, want: "it wants a time.Duration",
		in: func(v any) (any, bool, error) {
			if d, ok := v.(time.Duration); ok {
				// Cut towards zero before it is added, as native intervals are: the time itself would be cut towards the past.
				return s.DateTime.send(epoch.Add(d.Truncate(time.Microsecond)).In(time.UTC)), true, nil
			}
			return nil, false, nil
		},
		parse: func(s string) (any, error) {
			dt, err := civil.ParseDateTime(s)
			if err != nil {
				return nil, err
			}
			return since(dt)
		},
		at: func(x time.Time) (any, error) { return since(civil.DateTimeOf(x)) },
	}.codec()
}

func since(dt civil.DateTime) (any, error) {
	d, ok := dt.Sub(epoch)
	if !ok {
		return nil, &civil.RangeError{What: "interval of at most 292 years", Text: dt.String()}
	}
	return d, nil
}

// Interval converts durations of a database that has intervals: send gives what the driver takes, parse reads the database's text.
func Interval(send func(civil.Interval) any, parse func(string) (civil.Interval, error)) Codec {
	t := sqltypes.Interval()
	return times{
		t: t, want: "it wants a time.Duration",
		in: func(v any) (any, bool, error) {
			switch x := v.(type) {
			case time.Duration:
				return send(civil.Span(x)), true, nil
			case civil.Interval:
				return send(x), true, nil
			}
			return nil, false, nil
		},
		parse: func(s string) (any, error) {
			i, err := parse(s)
			if err != nil {
				return nil, err
			}
			return i.Duration()
		},
		at: func(time.Time) (any, error) { return nil, &civil.SyntaxError{What: "interval"} },
	}.codec()
}
