package civil

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"
)

func TestParseAndPrint(t *testing.T) {
	for in, want := range map[string]string{
		"2020-01-02": "2020-01-02 00:00:00", "0001-01-01 00:00:00": "0001-01-01 00:00:00", "9999-12-31T23:59:59.999999999": "9999-12-31 23:59:59.999999999",
		"2000-02-29 03:04:05.5": "2000-02-29 03:04:05.500", "2020-01-02 03:04:05.000678": "2020-01-02 03:04:05.000678",
	} {
		dt, err := ParseDateTime(in)
		if err != nil || dt.String() != want {
			t.Errorf("%s: %s, %v", in, dt, err)
		}
	}
	for _, bad := range []string{
		"", "2020-1-2", "2020-13-01", "2021-02-29", "0000-01-01", "2020-01-02 24:00:00", "2020-01-02 03:04", "2020-01-02 03:04:60", "2020-01-02 03:04:05.",
		"2020-01-02 03:04:05.1234567890", "2020-01-02 03:04:05Z", "20-0-01-02", "١٢٣٤-01-02", "bad", "2020-01-02x03:04:05",
	} {
		var syn *SyntaxError
		if dt, err := ParseDateTime(bad); !errors.As(err, &syn) {
			t.Errorf("%q: %s, %v", bad, dt, err)
		}
	}
	for in, want := range map[string]string{
		"2020-01-02 03:04:05+02": "2020-01-02T01:04:05Z", "2020-01-02 03:04:05-05:30": "2020-01-02T08:34:05Z", "2020-01-02T03:04:05Z": "2020-01-02T03:04:05Z",
		"2020-01-02": "2020-01-02T00:00:00Z", "1890-01-01 00:00:00+00:19:32": "1889-12-31T23:40:28Z",
	} {
		at, err := ParseInstant(in)
		if err != nil || at.Format(time.RFC3339) != want {
			t.Errorf("%s: %s, %v", in, at, err)
		}
	}
	for _, bad := range []string{"2020-01-02 03:04:05+2", "2020-01-02 03:04:05+24", "2020-01-02 03:04:05 +02", "infinity"} {
		if at, err := ParseInstant(bad); err == nil {
			t.Errorf("%q: %s", bad, at)
		}
	}
	if dt := (DateTime{Date{7, 3, 4}, Time{5, 6, 7, 891234567}}); dt.Micros() != "0007-03-04 05:06:07.891234" {
		t.Error(dt.Micros())
	}
}

func TestArithmetic(t *testing.T) {
	d := Date{2024, 2, 28}
	if d.AddDays(2) != (Date{2024, 3, 1}) || d.AddDays(2).DaysSince(d) != 2 || d.Compare(d.AddDays(1)) != -1 || !(Date{}).IsZero() || (Date{}).Valid() == nil {
		t.Error("days")
	}
	dt := DateTime{Date: Date{1970, 1, 1}}
	if got := dt.Add(-time.Microsecond).String(); got != "1969-12-31 23:59:59.999999" {
		t.Error(got)
	}
	if back, ok := dt.Add(-time.Hour).Sub(dt); !ok || back != -time.Hour {
		t.Error(back)
	}
	if _, ok := (DateTime{Date: Date{9999, 1, 1}}).Sub(dt); ok {
		t.Error("8,000 years are a duration")
	}
	if (Time{1, 2, 3, 4}).Compare(Time{1, 2, 3, 5}) != -1 {
		t.Error("times")
	}
}

func TestScanAndJSON(t *testing.T) {
	at := time.Date(2020, 1, 2, 3, 4, 5, 6000, time.FixedZone("", 3600))
	var d Date
	var c Time
	var dt DateTime
	if d.Scan(at) != nil || d.String() != "2020-01-02" || c.Scan([]byte("03:04:05")) != nil || c.String() != "03:04:05" || dt.Scan(at) != nil || dt.String() != "2020-01-02 03:04:05.000006" {
		t.Error(d, c, dt)
	}
	for _, v := range []any{nil, 5, "x", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if d.Scan(v) == nil || dt.Scan(v) == nil {
			t.Errorf("%v was read", v)
		}
	}
	out, err := json.Marshal([]any{d, c, dt, Interval{Days: 1}})
	if err != nil || string(out) != `["2020-01-02","03:04:05","2020-01-02T03:04:05.000006","1 day"]` {
		t.Errorf("%s, %v", out, err)
	}
	if _, err := (DateTime{}).Value(); err == nil {
		t.Error("a zero DateTime was sent")
	}
}

func TestInterval(t *testing.T) {
	for in, want := range map[string]Interval{
		"00:00:00": {}, "1 day": {Days: 1}, "1 year 2 mons -3 days +04:05:06.789": {14, -3, 14706789000}, "-00:00:00.000001": {Microseconds: -1},
		"-1 years -2 mons +3 days -04:05:06.789": {-14, 3, -14706789000}, "2540400:10:10": {Microseconds: 2540400*3600e6 + 610e6},
		"P1Y2M-3DT4H5M6.789S": {14, -3, 14706789000}, "PT0S": {}, "PT-0.5S": {Microseconds: -500000}, "PT-4H-5M-6.789S": {Microseconds: -14706789000},
		"P2W": {Days: 14}, "178000000 years": {178000000 * 12, 0, 0},
	} {
		v, err := ParseInterval(in)
		if err != nil || v != want {
			t.Errorf("%s: %+v, %v", in, v, err)
		}
		if again, err := ParseInterval(v.String()); err != nil || again != v {
			t.Errorf("%s: printed %s, read %+v, %v", in, v, again, err)
		}
	}
	for _, bad := range []string{
		"", "P", "PT", "1", "day", "1 fortnight", "1 day 2", "04:05", "04:60:00", "--04:05:06", "04:-5:06", "P1X", "P1Y1", "PT1Y", "99999999999 days", "1.5 days",
		"00:00:00.0000001", "9999999999999999999 hours", "180000000 years", "PT9223372036854775807S",
	} {
		if v, err := ParseInterval(bad); err == nil {
			t.Errorf("%q: %+v", bad, v)
		}
	}
	for _, c := range []struct {
		v    Interval
		want time.Duration
		ok   bool
	}{
		{Interval{Days: 1, Microseconds: -1}, 24*time.Hour - time.Microsecond, true}, {Interval{Months: 1}, 0, false}, {Interval{Days: math.MinInt32}, 0, false},
		{Interval{Days: 106751}, 106751 * 24 * time.Hour, true}, {Interval{Days: 106752}, 0, false}, {Interval{Microseconds: math.MaxInt64}, 0, false},
	} {
		if got, err := c.v.Duration(); (err == nil) != c.ok || got != c.want {
			t.Errorf("%+v: %s, %v", c.v, got, err)
		}
	}
}

// Property: what is read is printed as a text that is read as the same.
func FuzzDateTime(f *testing.F) {
	for _, s := range []string{"2020-01-02", "0001-01-01 00:00:00", "9999-12-31T23:59:59.999999999", "2020-01-02 03:04:05.000678"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		dt, err := ParseDateTime(s)
		if err != nil {
			return
		}
		if again, err := ParseDateTime(dt.String()); err != nil || again != dt || DateTimeOf(dt.In(time.UTC)) != dt {
			t.Errorf("%q: %v, then %v, %v", s, dt, again, err)
		}
	})
}

// Property: what is read is printed as a text that is read as the same, and no text makes the parser panic.
func FuzzInterval(f *testing.F) {
	for _, s := range []string{"1 year 2 mons -3 days +04:05:06.789", "P1Y2M-3DT4H5M6.789S", "-00:00:00.000001", "-1 days +02:03:04"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseInterval(s)
		if err != nil {
			return
		}
		if again, err := ParseInterval(v.String()); err != nil || again != v {
			t.Errorf("%q: %+v, printed %q, then %+v, %v", s, v, v, again, err)
		}
	})
}
