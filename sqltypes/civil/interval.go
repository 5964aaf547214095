package civil

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// Interval is a span of calendar and clock as PostgreSQL has it: months and days are kept apart from the microseconds, since months
// differ in length, and days where the clock is changed.
type Interval struct {
	Months, Days int32
	Microseconds int64
}

// Span is the interval of a duration, cut to microseconds: no months and no days.
func Span(d time.Duration) Interval { return Interval{Microseconds: d.Microseconds()} }

var (
	errMonths   = errors.New("civil: an interval with months is no duration: months differ in length")
	errTooLong  = errors.New("civil: an interval longer than a duration holds, 292 years")
	microsOfDay = int64(24 * time.Hour / time.Microsecond)
)

// Duration is the interval as a duration, its days of 24 hours each. The error says that it has months or is too long.
func (v Interval) Duration() (time.Duration, error) {
	if v.Months != 0 {
		return 0, errMonths
	}
	const limit = math.MaxInt64 / 1000
	if v.Days > 200_000 || v.Days < -200_000 || v.Microseconds > limit || v.Microseconds < -limit {
		return 0, errTooLong
	}
	sum := int64(v.Days)*microsOfDay + v.Microseconds
	if sum > limit || sum < -limit {
		return 0, errTooLong
	}
	return time.Duration(sum) * time.Microsecond, nil
}

// String gives the interval as PostgreSQL prints it: "1 year 2 mons -3 days +04:05:06.789".
func (v Interval) String() string {
	var parts []string
	add := func(n int64, unit string) {
		if n == 0 {
			return
		}
		s := strconv.FormatInt(n, 10) + " " + unit
		if n != 1 {
			s += "s"
		}
		if n > 0 && len(parts) > 0 && strings.HasPrefix(parts[len(parts)-1], "-") {
			s = "+" + s
		}
		parts = append(parts, s)
	}
	add(int64(v.Months/12), "year")
	add(int64(v.Months%12), "mon")
	add(int64(v.Days), "day")
	if v.Microseconds != 0 || len(parts) == 0 {
		s := clockText(v.Microseconds)
		if v.Microseconds > 0 && len(parts) > 0 && strings.HasPrefix(parts[len(parts)-1], "-") {
			s = "+" + s
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

// clockText is a number of microseconds as hours, minutes and seconds.
func clockText(us int64) string {
	b, n := []byte(nil), uint64(us)
	if us < 0 {
		b, n = append(b, '-'), -uint64(us)
	}
	sec, frac := n/1e6, n%1e6
	b = digits(b, int(sec/3600), 2)
	b = digits(append(b, ':'), int(sec/60%60), 2)
	b = digits(append(b, ':'), int(sec%60), 2)
	if frac != 0 {
		b = []byte(strings.TrimRight(string(digits(append(b, '.'), int(frac), 6)), "0"))
	}
	return string(b)
}

// ParseInterval reads what PostgreSQL prints with its IntervalStyle postgres ("1 year 2 mons -3 days +04:05:06.789") or iso_8601
// ("P1Y2M-3DT4H5M6.789S").
func ParseInterval(s string) (Interval, error) {
	p := intervalParser{}
	if strings.HasPrefix(s, "P") {
		p.iso(s[1:])
	} else {
		p.words(s)
	}
	if !p.ok {
		return Interval{}, syntax("interval", s)
	}
	return p.v, nil
}

type intervalParser struct {
	v  Interval
	ok bool
}

// words reads numbers with their units, and a time of day at the end.
func (p *intervalParser) words(s string) {
	fields := strings.Fields(s)
	p.ok = len(fields) > 0
	for i := 0; i < len(fields) && p.ok; i++ {
		if strings.ContainsRune(fields[i], ':') {
			p.clock(fields[i])
			p.ok = p.ok && i == len(fields)-1
			return
		}
		if i++; i == len(fields) {
			p.ok = false
			return
		}
		p.unit(fields[i-1], strings.TrimSuffix(fields[i], "s"))
	}
}

func (p *intervalParser) unit(number, unit string) {
	switch unit {
	case "year":
		p.add(&p.v.Months, number, 12)
	case "mon":
		p.add(&p.v.Months, number, 1)
	case "week":
		p.add(&p.v.Days, number, 7)
	case "day":
		p.add(&p.v.Days, number, 1)
	case "hour":
		p.micros(number, 3600e6)
	case "min":
		p.micros(number, 60e6)
	case "sec":
		p.micros(number, 1e6)
	default:
		p.ok = false
	}
}

func (p *intervalParser) add(to *int32, number string, times int64) {
	n, err := strconv.ParseInt(number, 10, 32)
	sum := int64(*to) + n*times
	p.ok = p.ok && err == nil && sum >= math.MinInt32 && sum <= math.MaxInt32
	*to = int32(sum)
}

// micros adds a number of units, which may have a fraction.
func (p *intervalParser) micros(number string, unit int64) {
	neg := strings.HasPrefix(number, "-")
	whole, frac, _ := strings.Cut(strings.TrimLeft(number, "+-"), ".")
	if whole == "" {
		whole = "0"
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || len(number)-len(strings.TrimLeft(number, "+-")) > 1 || n > math.MaxInt64/unit {
		p.ok = false
		return
	}
	us := n * unit
	for scale := unit; frac != ""; frac = frac[1:] {
		scale /= 10
		if frac[0] < '0' || frac[0] > '9' || scale == 0 && frac[0] != '0' {
			p.ok = false
			return
		}
		us += int64(frac[0]-'0') * scale
	}
	if neg {
		us = -us
	}
	sum := p.v.Microseconds + us
	if us > 0 && sum < p.v.Microseconds || us < 0 && sum > p.v.Microseconds {
		p.ok = false
	}
	p.v.Microseconds = sum
}

// clock reads hours of any number of digits, minutes and seconds; the sign is that of all.
func (p *intervalParser) clock(s string) {
	sign := ""
	if s[0] == '-' || s[0] == '+' {
		sign, s = s[:1], s[1:]
	}
	parts := strings.Split(s, ":")
	if len(parts) != 3 || len(parts[1]) != 2 || len(parts[2]) < 2 || strings.ContainsAny(s, "+-") || strings.Contains(parts[0], ".") || strings.Contains(parts[1], ".") || parts[1] > "59" || parts[2] >= "60" || parts[0] == "" {
		p.ok = false
		return
	}
	if sign == "+" {
		sign = ""
	}
	p.micros(sign+parts[0], 3600e6)
	p.micros(sign+parts[1], 60e6)
	p.micros(sign+parts[2], 1e6)
}

// iso reads what follows the P.
func (p *intervalParser) iso(s string) {
	units := map[byte]string{'Y': "year", 'M': "mon", 'W': "week", 'D': "day"}
	p.ok = s != ""
	for s != "" && p.ok {
		if s[0] == 'T' {
			units = map[byte]string{'H': "hour", 'M': "min", 'S': "sec"}
			s = s[1:]
			p.ok = s != ""
			continue
		}
		n := strings.IndexFunc(s, func(r rune) bool { return r >= 'A' })
		if n <= 0 {
			p.ok = false
			return
		}
		p.unit(s[:n], units[s[n]])
		s = s[n+1:]
	}
}
