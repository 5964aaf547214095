// Package civil holds dates and times of day as a calendar and a clock on the wall show them, without a zone: what columns of type
// DATE, TIME and TIMESTAMP WITHOUT TIME ZONE have. An instant is a time.Time.
//
// The values are small, comparable with == and safe for use by any number of goroutines. Texts have years of four digits, 0001 to
// 9999, and up to nine digits of a second.
package civil

import (
	"fmt"
	"strconv"
	"time"
)

// Date is a day of the proleptic Gregorian calendar. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Time is a time of day. The zero Time is midnight.
type Time struct{ Hour, Minute, Second, Nanosecond int }

// DateTime is a day with a time of day.
type DateTime struct {
	Date
	Time
}

// RangeError says that a value is no day or no time of day.
type RangeError struct {
	What string // "date", "time"
	Text string
}

// Error implements error.
func (e *RangeError) Error() string { return fmt.Sprintf("civil: %s is no %s", e.Text, e.What) }

// DateOf is the day of an instant in its location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// TimeOf is the time of day of an instant in its location.
func TimeOf(t time.Time) Time { return Time{t.Hour(), t.Minute(), t.Second(), t.Nanosecond()} }

// DateTimeOf is what calendar and clock show at an instant in its location.
func DateTimeOf(t time.Time) DateTime { return DateTime{DateOf(t), TimeOf(t)} }

// Valid says whether there is such a day, between the years 1 and 9999. The error is a *[RangeError].
func (d Date) Valid() error {
	if d.Year < 1 || d.Year > 9999 || d.Month < 1 || d.Month > 12 || d.Day < 1 || d.Day > daysIn(d.Year, d.Month) {
		return &RangeError{"date", fmt.Sprintf("%d-%d-%d", d.Year, d.Month, d.Day)}
	}
	return nil
}

// Valid says whether there is such a time of day. The error is a *[RangeError].
func (t Time) Valid() error {
	if t.Hour < 0 || t.Hour > 23 || t.Minute < 0 || t.Minute > 59 || t.Second < 0 || t.Second > 59 || t.Nanosecond < 0 || t.Nanosecond > 999999999 {
		return &RangeError{"time of day", fmt.Sprintf("%d:%d:%d.%09d", t.Hour, t.Minute, t.Second, t.Nanosecond)}
	}
	return nil
}

// Valid says whether there is such a day and time of day. The error is a *[RangeError].
func (dt DateTime) Valid() error {
	if err := dt.Date.Valid(); err != nil {
		return err
	}
	return dt.Time.Valid()
}

func daysIn(year int, m time.Month) int {
	return time.Date(year, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// In is the instant at which calendar and clock of a location show this. Where they never do (summer time begins), or twice (it
// ends), it is as time.Date says.
func (dt DateTime) In(loc *time.Location) time.Time {
	return time.Date(dt.Year, dt.Month, dt.Day, dt.Hour, dt.Minute, dt.Second, dt.Nanosecond, loc)
}

// In is the midnight at which the day begins in a location.
func (d Date) In(loc *time.Location) time.Time { return DateTime{Date: d}.In(loc) }

// AddDays is the day so many days later.
func (d Date) AddDays(n int) Date { return DateOf(d.In(time.UTC).AddDate(0, 0, n)) }

// DaysSince is how many days d is after e.
func (d Date) DaysSince(e Date) int {
	return int((d.In(time.UTC).Unix() - e.In(time.UTC).Unix()) / 86400)
}

// Add is what calendar and clock show a duration later, where no clock is ever changed.
func (dt DateTime) Add(d time.Duration) DateTime { return DateTimeOf(dt.In(time.UTC).Add(d)) }

// Sub is the duration from e to dt. ok is false where it is longer than a time.Duration holds, 292 years.
func (dt DateTime) Sub(e DateTime) (d time.Duration, ok bool) {
	a, b := dt.In(time.UTC), e.In(time.UTC)
	d = a.Sub(b)
	return d, b.Add(d).Equal(a)
}

// Compare is -1, 0 or 1 as d is before, the same as or after e.
func (d Date) Compare(e Date) int { return d.In(time.UTC).Compare(e.In(time.UTC)) }

// Compare is -1, 0 or 1 as t is before, the same as or after u.
func (t Time) Compare(u Time) int {
	return DateTime{Date{1, 1, 1}, t}.In(time.UTC).Compare(DateTime{Date{1, 1, 1}, u}.In(time.UTC))
}

// Compare is -1, 0 or 1 as dt is before, the same as or after e.
func (dt DateTime) Compare(e DateTime) int { return dt.In(time.UTC).Compare(e.In(time.UTC)) }

// IsZero reports whether d is the zero Date, which is no day.
func (d Date) IsZero() bool { return d == Date{} }

// IsZero reports whether dt is the zero DateTime, which is no day.
func (dt DateTime) IsZero() bool { return dt == DateTime{} }

// String gives "2006-01-02".
func (d Date) String() string { return string(d.append(nil)) }

// String gives "15:04:05", with a fraction of three, six or nine digits if there is one.
func (t Time) String() string { return string(t.append(nil, t.digits())) }

// String gives "2006-01-02 15:04:05", with a fraction if there is one.
func (dt DateTime) String() string { return string(dt.append(nil, dt.digits())) }

// Micros is the text with six digits of a second, further ones cut off: as databases keep it, so that texts sort as times do.
func (t Time) Micros() string { return string(t.append(nil, 6)) }

// Micros is the text with six digits of a second, further ones cut off.
func (dt DateTime) Micros() string { return string(dt.append(make([]byte, 0, 26), 6)) }

// digits is the number of digits of a second that are needed, by threes.
func (t Time) digits() int {
	switch n := t.Nanosecond; {
	case n == 0:
		return 0
	case n%1000000 == 0:
		return 3
	case n%1000 == 0:
		return 6
	}
	return 9
}

func (d Date) append(b []byte) []byte {
	b = digits(b, d.Year, 4)
	b = digits(append(b, '-'), int(d.Month), 2)
	return digits(append(b, '-'), d.Day, 2)
}

func (t Time) append(b []byte, fraction int) []byte {
	b = digits(b, t.Hour, 2)
	b = digits(append(b, ':'), t.Minute, 2)
	b = digits(append(b, ':'), t.Second, 2)
	if fraction > 0 {
		b = digits(append(b, '.'), t.Nanosecond, 9)
		b = b[:len(b)-9+fraction]
	}
	return b
}

func (dt DateTime) append(b []byte, fraction int) []byte {
	return dt.Time.append(append(dt.Date.append(b), ' '), fraction)
}

// digits appends a number with zeros before it.
func digits(b []byte, n, width int) []byte {
	for unit := 10; width > 1; width-- {
		limit := unit
		for range width - 2 {
			limit *= 10
		}
		if n >= limit || n < 0 {
			break
		}
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(n), 10)
}
