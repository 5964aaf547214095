package dbapi

import "time"

// ParseTime reads a date, or a date and time, as databases print them: "2006-01-02", or the date, a blank or T, and
// "15:04:05", with up to nine digits of a fraction and Z or an offset (+07, +07:30, +0730, +07:30:15). Without an offset the time is
// UTC. The result is in UTC. Anything else is [ErrTimeSyntax]; it neither guesses nor allocates.
func ParseTime(s string) (time.Time, error) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return time.Time{}, ErrTimeSyntax
	}
	c1, c2, m, d := pair(s, 0), pair(s, 2), pair(s, 5), pair(s, 8)
	if max(c1, c2) > 99 || m-1 > 11 || d-1 > 27 && d-1 >= daysIn(c1*100+c2, m) {
		return time.Time{}, ErrTimeSyntax
	}
	sec := epochDays(int64(c1*100+c2), int64(m), int64(d)) * 86400
	if len(s) == 10 {
		return time.Unix(sec, 0).UTC(), nil
	}
	if len(s) < 19 || s[10] != ' ' && s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, ErrTimeSyntax
	}
	h, mi, ss := pair(s, 11), pair(s, 14), pair(s, 17)
	if h > 23 || mi > 59 || ss > 59 {
		return time.Time{}, ErrTimeSyntax
	}
	sec += int64(h*3600 + mi*60 + ss)
	ns, i := fraction(s, 19)
	offset, ok := int64(0), i == len(s) || i > 0 && s[i] == 'Z' && i+1 == len(s)
	if !ok && i > 0 {
		offset, ok = zone(s[i:])
	}
	if !ok {
		return time.Time{}, ErrTimeSyntax
	}
	return time.Unix(sec-offset, ns).UTC(), nil
}

// pair reads two digits at i; what is not digits gives more than 99.
func pair(s string, i int) uint32 {
	a, b := uint32(s[i]-'0'), uint32(s[i+1]-'0')
	if a > 9 || b > 9 {
		return 1 << 16
	}
	return a*10 + b
}

// fraction reads "." and one to nine digits at i, if there. It gives the nanoseconds and where it ended, 0 if malformed.
func fraction(s string, i int) (int64, int) {
	if i == len(s) || s[i] != '.' {
		return 0, i
	}
	var ns int64
	start := i + 1
	unit := int64(100_000_000)
	for i = start; i < len(s) && s[i]-'0' <= 9; i++ {
		ns += int64(s[i]-'0') * unit
		unit /= 10
	}
	if i == start || i-start > 9 {
		return 0, 0
	}
	return ns, i
}

// zone reads an offset: +hh, +hhmm, +hh:mm or +hh:mm:ss, in seconds east of UTC.
func zone(s string) (int64, bool) {
	if s[0] != '+' && s[0] != '-' || len(s) < 3 {
		return 0, false
	}
	h, m, sec := pair(s, 1), uint32(0), uint32(0)
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
	if h > 23 || m > 59 || sec > 59 {
		return 0, false
	}
	n := int64(h*3600 + m*60 + sec)
	if s[0] == '-' {
		n = -n
	}
	return n, true
}

func daysIn(year, month uint32) uint32 {
	if month == 2 {
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 30 + (month+month>>3)&1
}

// epochDays counts the days from 1970-01-01 in the proleptic Gregorian calendar, years from 0. The year is taken to begin in
// March, so that the leap day is its last.
func epochDays(y, m, d int64) int64 {
	if m <= 2 {
		y, m = y-1, m+12
	}
	leaps := (y+400)/4 - (y+400)/100 + (y+400)/400 - 97 // 400 years hold 97 leap days; keeps year -1 above zero
	return y*365 + leaps + (153*(m-3)+2)/5 + d - 1 - 719468
}
