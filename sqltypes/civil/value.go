package civil

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// This file has the ways in and out: of databases, of text and of JSON.

// Value implements driver.Valuer: the text. The error says that it is no day.
func (d Date) Value() (driver.Value, error) {
	if err := d.Valid(); err != nil {
		return nil, err
	}
	return d.String(), nil
}

// Value implements driver.Valuer: the text with microseconds.
func (t Time) Value() (driver.Value, error) {
	if err := t.Valid(); err != nil {
		return nil, err
	}
	return t.Micros(), nil
}

// Value implements driver.Valuer: the text with microseconds. The error says that it is no day.
func (dt DateTime) Value() (driver.Value, error) {
	if err := dt.Valid(); err != nil {
		return nil, err
	}
	return dt.Micros(), nil
}

// Value implements driver.Valuer: the text that PostgreSQL reads.
func (v Interval) Value() (driver.Value, error) { return v.String(), nil }

// Scan implements sql.Scanner: text, or an instant for its day.
func (d *Date) Scan(v any) error { return scan(d, v, "date", DateOf, ParseDate) }

// Scan implements sql.Scanner: text, or an instant for its time of day.
func (t *Time) Scan(v any) error { return scan(t, v, "time of day", TimeOf, ParseTime) }

// Scan implements sql.Scanner: text, or an instant for what calendar and clock show at it in its location.
func (dt *DateTime) Scan(v any) error {
	return scan(dt, v, "date and time", DateTimeOf, ParseDateTime)
}

// Scan implements sql.Scanner: text as PostgreSQL prints it.
func (v *Interval) Scan(x any) error { return scan(v, x, "interval", nil, ParseInterval) }

// scan sets what to points to, unless the value is none.
func scan[T any](to *T, v any, what string, at func(time.Time) T, parse func(string) (T, error)) (err error) {
	var got T
	switch v := v.(type) {
	case time.Time:
		if at == nil {
			return fmt.Errorf("civil: a time.Time is no %s", what)
		}
		got = at(v)
		err = valid(got)
	case string:
		got, err = parse(v)
	case []byte:
		got, err = parse(string(v))
	case nil:
		return fmt.Errorf("civil: NULL is no %s; scan into a pointer or a sql.Null", what)
	default:
		return fmt.Errorf("civil: a %T is no %s", v, what)
	}
	if err == nil {
		*to = got
	}
	return err
}

func valid(v any) error {
	if v, ok := v.(interface{ Valid() error }); ok {
		return v.Valid()
	}
	return nil
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), d.Valid() }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// MarshalText implements encoding.TextMarshaler.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), t.Valid() }

// UnmarshalText implements encoding.TextUnmarshaler.
func (t *Time) UnmarshalText(b []byte) (err error) {
	*t, err = ParseTime(string(b))
	return err
}

// MarshalText implements encoding.TextMarshaler: with a T, as in ISO 8601.
func (dt DateTime) MarshalText() ([]byte, error) {
	b := []byte(dt.String())
	if len(b) > 10 {
		b[10] = 'T'
	}
	return b, dt.Valid()
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (dt *DateTime) UnmarshalText(b []byte) (err error) {
	*dt, err = ParseDateTime(string(b))
	return err
}

// MarshalText implements encoding.TextMarshaler.
func (v Interval) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (v *Interval) UnmarshalText(b []byte) (err error) {
	*v, err = ParseInterval(string(b))
	return err
}
