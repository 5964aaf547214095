package oracle

import (
	"encoding/hex"
	"fmt"
	"time"

	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/convert"
)

// values is how Oracle keeps values, booleans the same where truth values are BOOLEAN. Times are sent as a time.Time, since how the server
// reads their text is a setting of the session.
var values, booleans = storage(true, "1", "0"), storage(false, "TRUE", "FALSE")

func storage(intBoolean bool, yes, no string) *convert.Storage {
	return &convert.Storage{
		Dialect: "oracle", IntBoolean: intBoolean, HexUUID: true, Interval: convert.Interval(dayToSecond, parseInterval),
		Text: rules.QuoteText, Bytes: func(b []byte) string { return "HEXTORAW('" + hex.EncodeToString(b) + "')" }, True: yes, False: no,
	}
}

// dayToSecond writes an interval as INTERVAL DAY TO SECOND is read: "-1 02:03:04.000005".
func dayToSecond(v civil.Interval) any {
	d, err := v.Duration()
	if err != nil {
		return v.String() // which the server refuses
	}
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	day := 24 * time.Hour
	return fmt.Sprintf("%s%d %02d:%02d:%02d.%06d", sign, d/day, d%day/time.Hour, d%time.Hour/time.Minute, d%time.Minute/time.Second, d%time.Second/time.Microsecond)
}

// parseInterval reads "+000000001 02:03:04.000005", whose sign is that of all.
func parseInterval(s string) (civil.Interval, error) {
	var sign byte
	var days int32
	var clock string
	if n, err := fmt.Sscanf(s, "%c%d %s", &sign, &days, &clock); n != 3 || err != nil || sign != '+' && sign != '-' {
		return civil.Interval{}, &civil.SyntaxError{What: "interval", Text: s}
	}
	v, err := civil.ParseInterval(clock)
	v.Days = days
	if sign == '-' {
		v.Days, v.Microseconds = -v.Days, -v.Microseconds
	}
	return v, err
}
