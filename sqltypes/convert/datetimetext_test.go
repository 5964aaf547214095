package convert

import (
	"math/rand/v2"
	"testing"
	"time"
)

// A time is written as package time writes it, whatever its year, fraction and location.
func TestDateTimeText(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	times := []time.Time{{}, time.Unix(0, 0), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(-1, 2, 3, 4, 5, 6, 7, time.UTC), time.Date(0, 1, 1, 0, 0, 0, 999, time.FixedZone("", 3600))}
	for range 2000 {
		times = append(times, time.Unix(rnd.Int64N(1<<38)-1<<36, rnd.Int64N(1e9)).In(time.FixedZone("", rnd.IntN(50000)-25000)))
	}
	for _, x := range times {
		if got, want := DateTimeText.send(x), x.Format(string(DateTimeText)); got != want {
			t.Errorf("%v is written %v, want %v", x, got, want)
		}
	}
}
