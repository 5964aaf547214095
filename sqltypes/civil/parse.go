package civil

import (
	"fmt"
	"time"
)

// This file reads the texts that databases print.

// SyntaxError says that a text is no date or time.
type SyntaxError struct {
	What string // what it should be
	Text string // its beginning
}

// Error implements error.
func (e *SyntaxError) Error() string { return fmt.Sprintf("civil: %q is no %s", e.Text, e.What) }

func syntax(what, s string) error {
	if len(s) > 40 {
		s = s[:40] + "..."
	}
	return &SyntaxError{what, s}
}

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		d := Date{pair(s, 0)*100 + pair(s, 2), time.Month(pair(s, 5)), pair(s, 8)}
		if pair(s, 0) < bad && pair(s, 2) < bad && d.Valid() == nil {
			return d, nil
		}
	}
	return Date{}, syntax("date", s)
}

// ParseTime reads "15:04:05", with up to nine digits of a fraction.
func ParseTime(s string) (Time, error) {
	t, n := clock(s)
	if n == 0 || n != len(s) {
		return Time{}, syntax("time of day", s)
	}
	return t, nil
}

// ParseDateTime reads a date, a blank or T, and a time of day; a date alone is its midnight.
func ParseDateTime(s string) (DateTime, error) {
	dt, rest, ok := dateTime(s)
	if !ok || rest != "" {
		return DateTime{}, syntax("date and time", s)
	}
	return dt, nil
}

// ParseInstant reads a date and time with an offset from UTC (Z, +07, +07:30, +0730, +07:30:15); without one it is UTC. The result is
// in UTC.
func ParseInstant(s string) (time.Time, error) {
	dt, rest, ok := dateTime(s)
	offset := 0
	if ok && rest != "" {
		offset, ok = zone(rest)
	}
	if !ok {
		return time.Time{}, syntax("date and time", s)
	}
	return dt.In(time.UTC).Add(-time.Duration(offset) * time.Second), nil
}

// dateTime reads a date and, if there is more, a time of day. It gives what follows.
func dateTime(s string) (dt DateTime, rest string, ok bool) {
	if len(s) < 10 {
		return dt, "", false
	}
	d, err := ParseDate(s[:10])
	if err != nil || len(s) == 10 {
		return DateTime{Date: d}, "", err == nil
	}
	if s[10] != ' ' && s[10] != 'T' {
		return dt, "", false
	}
	t, n := clock(s[11:])
	if n == 0 {
		return dt, "", false
	}
	return DateTime{d, t}, s[11+n:], true
}

// clock reads a time of day and says where it ended, 0 if there is none.
func clock(s string) (t Time, n int) {
	if len(s) < 8 || s[2] != ':' || s[5] != ':' {
		return t, 0
	}
	t = Time{Hour: pair(s, 0), Minute: pair(s, 3), Second: pair(s, 6)}
	if t.Valid() != nil {
		return t, 0
	}
	if n = 8; len(s) == 8 || s[8] != '.' {
		return t, n
	}
	unit := 100_000_000
	for n = 9; n < len(s) && s[n]-'0' <= 9; n++ {
		t.Nanosecond += int(s[n]-'0') * unit
		unit /= 10
	}
	if n == 9 || n > 18 {
		return t, 0
	}
	return t, n
}

// zone reads an offset in seconds east of UTC.
func zone(s string) (seconds int, ok bool) {
	if s == "Z" {
		return 0, true
	}
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	h, m, sec := pair(s, 1), 0, 0
	switch {
	case len(s) == 3:
	case len(s) == 5:
		m = pair(s, 3)
	case len(s) == 6 && s[3] == ':':
		m = pair(s, 4)
	case len(s) == 9 && s[3] == ':' && s[6] == ':':
		m, sec = pair(s, 4), pair(s, 7)
	default:
		return 0, false
	}
	seconds = h*3600 + m*60 + sec
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, h <= 23 && m <= 59 && sec <= 59
}

// bad is more than two digits give.
const bad = 1 << 16

// pair reads two digits at i; what is not digits gives [bad] or more.
func pair(s string, i int) int {
	a, b := s[i]-'0', s[i+1]-'0'
	if a > 9 || b > 9 {
		return bad
	}
	return int(a)*10 + int(b)
}
