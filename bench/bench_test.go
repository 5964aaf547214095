package main

import (
	"context"
	"testing"
)

// Benchmark runs every case of the table as an ordinary benchmark.
func Benchmark(b *testing.B) {
	dbs, err := open(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	for _, d := range dbs {
		defer d.close()
		groups, err := d.groups(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		for _, g := range groups {
			for _, w := range g.ways {
				b.Run(d.name+"/"+g.name+"/"+w.name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if err := w.run(); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
