package main

import (
	"context"
	"testing"
)

// Benchmark runs every case of the table as an ordinary benchmark.
func Benchmark(b *testing.B) {
	err := each(context.Background(), func(*database) error { return nil }, func(g group) error {
		for _, w := range g.ways {
			b.Run(g.name+"/"+w.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := w.run(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
