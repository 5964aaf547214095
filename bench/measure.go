package main

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// one is one way to do a thing. The first of a group is the baseline.
type one struct {
	name string
	run  func() error
}

// group is one thing, done in several ways; per is how many rows or operations a run has.
type group struct {
	name string
	per  int
	ways []one
}

// measurement is what one way costs, for each row or operation.
type measurement struct {
	wall, cpu     []float64 // nanoseconds, one a round
	allocs, bytes float64
}

func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// measure runs the ways of a group interleaved, in random order in each round.
func measure(g group, rounds int) ([]measurement, error) {
	times := max(1, 20000/g.per) // runs a round, so that a round takes long enough to be timed
	ms := make([]measurement, len(g.ways))
	for _, w := range g.ways {
		for range 3 {
			if err := w.run(); err != nil {
				return nil, fmt.Errorf("%s: %w", w.name, err)
			}
		}
	}
	for range rounds {
		for _, i := range rand.Perm(len(g.ways)) {
			if err := ms[i].round(g.ways[i], times, float64(times*g.per)); err != nil {
				return nil, fmt.Errorf("%s: %w", g.ways[i].name, err)
			}
		}
	}
	return ms, nil
}

func (m *measurement) round(w one, times int, n float64) error {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, start := cpuTime(), time.Now()
	for range times {
		if err := w.run(); err != nil {
			return err
		}
	}
	m.wall = append(m.wall, float64(time.Since(start).Nanoseconds())/n)
	m.cpu = append(m.cpu, float64((cpuTime()-cpu).Nanoseconds())/n)
	runtime.ReadMemStats(&after)
	m.allocs, m.bytes = float64(after.Mallocs-before.Mallocs)/n, float64(after.TotalAlloc-before.TotalAlloc)/n
	return nil
}

func report(g group, ms []measurement, md bool) {
	for i := range ms {
		slices.Sort(ms[i].wall)
		slices.Sort(ms[i].cpu)
	}
	base := ms[0]
	quarter := func(v []float64) float64 { return v[len(v)/4] }
	if md {
		fmt.Printf("\n**%s** (each row or operation)\n\n| | CPU ratio | wall ratio | CPU ns | wall ns | allocs | bytes |\n|---|---|---|---|---|---|---|\n", g.name)
	} else {
		fmt.Printf("\n%s\n%-50s %9s %10s %9s %9s %8s %8s\n", g.name, "", "CPU ratio", "wall ratio", "CPU ns", "wall ns", "allocs", "bytes")
	}
	for i, m := range ms {
		format := "%-50s %9.2f %10.2f %9.0f %9.0f %8.2f %8.0f\n"
		if md {
			format = "| %s | %.2f | %.2f | %.0f | %.0f | %.2f | %.0f |\n"
		}
		fmt.Printf(format, g.ways[i].name, quarter(m.cpu)/quarter(base.cpu), m.wall[0]/base.wall[0], quarter(m.cpu), m.wall[0], m.allocs, m.bytes)
	}
}
