package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 15, "how often each case is measured")
	md := flag.Bool("md", false, "print Markdown")
	flag.Parse()
	if err := run(context.Background(), *rounds, *md); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// ballast is a heap such as a service has; on an empty one the collector runs so often that it hides what is measured.
var ballast = make([]byte, 32<<20)

func run(ctx context.Context, rounds int, md bool) error {
	defer runtime.KeepAlive(ballast)
	dbs, err := open(ctx)
	if err != nil {
		return err
	}
	for _, d := range dbs {
		defer d.close()
		groups, err := d.groups(ctx)
		if err != nil {
			return err
		}
		for _, g := range groups {
			fmt.Fprintf(os.Stderr, "%s: %s ...\n", d.name, g.name)
			ms, err := measure(g, rounds)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", d.name, g.name, err)
			}
			report(d.name, g, ms, md)
		}
	}
	return nil
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

func report(db string, g group, ms []measurement, md bool) {
	for i := range ms {
		slices.Sort(ms[i].wall)
		slices.Sort(ms[i].cpu)
	}
	base := ms[0]
	quarter := func(v []float64) float64 { return v[len(v)/4] }
	if md {
		fmt.Printf("\n**%s, %s** (each row or operation)\n\n| | CPU ratio | wall ratio | CPU ns | wall ns | allocs | bytes |\n|---|---|---|---|---|---|---|\n", db, g.name)
	} else {
		fmt.Printf("\n%s, %s\n%-44s %9s %10s %9s %9s %8s %8s\n", db, g.name, "", "CPU ratio", "wall ratio", "CPU ns", "wall ns", "allocs", "bytes")
	}
	for i, m := range ms {
		format := "%-44s %9.2f %10.2f %9.0f %9.0f %8.2f %8.0f\n"
		if md {
			format = "| %s | %.2f | %.2f | %.0f | %.0f | %.2f | %.0f |\n"
		}
		fmt.Printf(format, g.ways[i].name, quarter(m.cpu)/quarter(base.cpu), m.wall[0]/base.wall[0], quarter(m.cpu), m.wall[0], m.allocs, m.bytes)
	}
}
