package dbapi

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
)

// layouts are those of package time that say the same as ParseTime's forms. Its parser takes a fraction after the seconds
// whatever the layout, and a comma for the point.
var layouts = []string{
	"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05Z07:00",
	"2006-01-02 15:04:05-07", "2006-01-02T15:04:05-07", "2006-01-02 15:04:05-0700", "2006-01-02T15:04:05-0700",
	"2006-01-02 15:04:05-07:00:00", "2006-01-02T15:04:05-07:00:00", "2006-01-02 15:04:05Z", "2006-01-02T15:04:05Z", "2006-01-02",
}

// shape is what of that is not lenient: two digits everywhere, a point, and offsets that exist.
var shape = regexp.MustCompile(
	`^\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d|:[0-5]\d:[0-5]\d)?)?)?$`)

func reference(s string) (time.Time, bool) {
	if !shape.MatchString(s) {
		return time.Time{}, false
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func agree(t *testing.T, s string) {
	t.Helper()
	want, ok := reference(s)
	got, err := ParseTime(s)
	if (err == nil) != ok || ok && !got.Equal(want) {
		t.Errorf("ParseTime(%q) = %v, %v; package time: %v, %v", s, got, err, want, ok)
	}
	if err == nil && got.Location() != time.UTC {
		t.Errorf("ParseTime(%q) is in %v", s, got.Location())
	}
}

func TestParseTimeAgreesWithPackageTime(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 20000 {
		sec := r.Int64N(315569520000) - 62167219200 // years 0 to 9999
		at := time.Unix(sec, r.Int64N(1e9)).In(time.FixedZone("", r.IntN(86400)-43200))
		if y := at.Year(); y < 0 || y > 9999 {
			continue
		}
		l := layouts[r.IntN(len(layouts))]
		if r.IntN(2) == 0 {
			l = strings.Replace(l, ":05", ":05."+strings.Repeat("0", 1+r.IntN(9)), 1)
		}
		s := at.Format(l)
		agree(t, s)
		b := []byte(s) // and spoiled
		b[r.IntN(len(b))] = "0123456789-:+. TZ/"[r.IntN(18)]
		agree(t, string(b))
		agree(t, s[:r.IntN(len(s))])
	}
}

func TestParseTimeRejects(t *testing.T) {
	for _, s := range []string{
		"", "2024", "2024-02-30", "2023-02-29", "1900-02-29", "2024-00-01", "2024-13-01", "2024-01-00", "2024-01-32", "2024-04-31",
		"2024-01-01 ", "2024-01-01x00:00:00", "2024-01-01 24:00:00", "2024-01-01 00:60:00", "2024-01-01 00:00:60", "2024-01-01 00:00",
		"2024-01-01 00:00:00.", "2024-01-01 00:00:00.1234567890", "2024-01-01 00:00:00 UTC", "2024-01-01 00:00:00+", "2024-01-01 00:00:00+1",
		"2024-01-01 00:00:00+24", "2024-01-01 00:00:00+01:60", "2024-01-01 00:00:00ZZ", "2024-01-01 00:00:00+01:0", "infinity", "0044-03-15 BC",
		"２024-01-01", "2024-01-01\x00",
	} {
		if got, err := ParseTime(s); err != ErrTimeSyntax {
			t.Errorf("ParseTime(%q) = %v, %v", s, got, err)
		}
	}
}

func FuzzParseTime(f *testing.F) {
	f.Add("2024-02-29 23:59:59.999999+05:30")
	f.Add("2024-02-29T23:59:59Z")
	f.Add("2024-02-29")
	f.Fuzz(func(t *testing.T, s string) { agree(t, s) })
}

func BenchmarkParseTime(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseTime("2024-02-29 23:59:58.123456+00:00"); err != nil {
			b.Fatal(err)
		}
	}
}
