package orm

import (
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
)

// This file has rows of several results.

// Row2 is a row of two results.
type Row2[A, B any] struct {
	V1 A
	V2 B
}

// Values gives the results of the row.
func (r Row2[A, B]) Values() (A, B) { return r.V1, r.V2 }

func (r *Row2[A, B]) decode(sc *loading.Scan, row *dbapi.Row) error {
	d := rowDecoder{sc: sc, row: row}
	decodeNext(&d, &r.V1)
	decodeNext(&d, &r.V2)
	return d.err
}

// Select2 queries two results a row.
func Select2[A, B any](a Result[A], b Result[B]) Query[Row2[A, B]] {
	return Query[Row2[A, B]]{query.Select(a.kernel(), b.kernel())}
}

// Row3 is a row of three results.
type Row3[A, B, C any] struct {
	V1 A
	V2 B
	V3 C
}

// Values gives the results of the row.
func (r Row3[A, B, C]) Values() (A, B, C) { return r.V1, r.V2, r.V3 }

func (r *Row3[A, B, C]) decode(sc *loading.Scan, row *dbapi.Row) error {
	d := rowDecoder{sc: sc, row: row}
	decodeNext(&d, &r.V1)
	decodeNext(&d, &r.V2)
	decodeNext(&d, &r.V3)
	return d.err
}

// Select3 queries three results a row.
func Select3[A, B, C any](a Result[A], b Result[B], c Result[C]) Query[Row3[A, B, C]] {
	return Query[Row3[A, B, C]]{query.Select(a.kernel(), b.kernel(), c.kernel())}
}

// Row4 is a row of four results.
type Row4[A, B, C, D any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
}

// Values gives the results of the row.
func (r Row4[A, B, C, D]) Values() (A, B, C, D) { return r.V1, r.V2, r.V3, r.V4 }

func (r *Row4[A, B, C, D]) decode(sc *loading.Scan, row *dbapi.Row) error {
	d := rowDecoder{sc: sc, row: row}
	decodeNext(&d, &r.V1)
	decodeNext(&d, &r.V2)
	decodeNext(&d, &r.V3)
	decodeNext(&d, &r.V4)
	return d.err
}

// Select4 queries four results a row.
func Select4[A, B, C, D any](a Result[A], b Result[B], c Result[C], d Result[D]) Query[Row4[A, B, C, D]] {
	return Query[Row4[A, B, C, D]]{query.Select(a.kernel(), b.kernel(), c.kernel(), d.kernel())}
}

// Row5 is a row of five results.
type Row5[A, B, C, D, E any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
	V5 E
}

// Values gives the results of the row.
func (r Row5[A, B, C, D, E]) Values() (A, B, C, D, E) { return r.V1, r.V2, r.V3, r.V4, r.V5 }

func (r *Row5[A, B, C, D, E]) decode(sc *loading.Scan, row *dbapi.Row) error {
	d := rowDecoder{sc: sc, row: row}
	decodeNext(&d, &r.V1)
	decodeNext(&d, &r.V2)
	decodeNext(&d, &r.V3)
	decodeNext(&d, &r.V4)
	decodeNext(&d, &r.V5)
	return d.err
}

// Select5 queries five results a row.
func Select5[A, B, C, D, E any](a Result[A], b Result[B], c Result[C], d Result[D], e Result[E]) Query[Row5[A, B, C, D, E]] {
	return Query[Row5[A, B, C, D, E]]{query.Select(a.kernel(), b.kernel(), c.kernel(), d.kernel(), e.kernel())}
}

// Row6 is a row of six results.
type Row6[A, B, C, D, E, F any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
	V5 E
	V6 F
}

// Values gives the results of the row.
func (r Row6[A, B, C, D, E, F]) Values() (A, B, C, D, E, F) {
	return r.V1, r.V2, r.V3, r.V4, r.V5, r.V6
}

func (r *Row6[A, B, C, D, E, F]) decode(sc *loading.Scan, row *dbapi.Row) error {
	d := rowDecoder{sc: sc, row: row}
	decodeNext(&d, &r.V1)
	decodeNext(&d, &r.V2)
	decodeNext(&d, &r.V3)
	decodeNext(&d, &r.V4)
	decodeNext(&d, &r.V5)
	decodeNext(&d, &r.V6)
	return d.err
}

// Select6 queries six results a row.
func Select6[A, B, C, D, E, F any](a Result[A], b Result[B], c Result[C], d Result[D], e Result[E], f Result[F]) Query[Row6[A, B, C, D, E, F]] {
	return Query[Row6[A, B, C, D, E, F]]{query.Select(a.kernel(), b.kernel(), c.kernel(), d.kernel(), e.kernel(), f.kernel())}
}

// Row7 is a row of seven results.
type Row7[A, B, C, D, E, F, G any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
	V5 E
	V6 F
	V7 G
}

// Values gives the results of the row.
func (r Row7[A, B, C, D, E, F, G]) Values() (A, B, C, D, E, F, G) {
	return r.V1, r.V2, r.V3, r.V4, r.V5, r.V6, r.V7
}

func (r *Row7[A, B, C, D, E, F, G]) decode(sc *loading.Scan, row *dbapi.Row) error {
	d := rowDecoder{sc: sc, row: row}
	decodeNext(&d, &r.V1)
	decodeNext(&d, &r.V2)
	decodeNext(&d, &r.V3)
	decodeNext(&d, &r.V4)
	decodeNext(&d, &r.V5)
	decodeNext(&d, &r.V6)
	decodeNext(&d, &r.V7)
	return d.err
}

// Select7 queries seven results a row.
func Select7[A, B, C, D, E, F, G any](a Result[A], b Result[B], c Result[C], d Result[D], e Result[E], f Result[F], g Result[G]) Query[Row7[A, B, C, D, E, F, G]] {
	return Query[Row7[A, B, C, D, E, F, G]]{query.Select(a.kernel(), b.kernel(), c.kernel(), d.kernel(), e.kernel(), f.kernel(), g.kernel())}
}

// Row8 is a row of eight results.
type Row8[A, B, C, D, E, F, G, H any] struct {
	V1 A
	V2 B
	V3 C
	V4 D
	V5 E
	V6 F
	V7 G
	V8 H
}

// Values gives the results of the row.
func (r Row8[A, B, C, D, E, F, G, H]) Values() (A, B, C, D, E, F, G, H) {
	return r.V1, r.V2, r.V3, r.V4, r.V5, r.V6, r.V7, r.V8
}

func (r *Row8[A, B, C, D, E, F, G, H]) decode(sc *loading.Scan, row *dbapi.Row) error {
	d := rowDecoder{sc: sc, row: row}
	decodeNext(&d, &r.V1)
	decodeNext(&d, &r.V2)
	decodeNext(&d, &r.V3)
	decodeNext(&d, &r.V4)
	decodeNext(&d, &r.V5)
	decodeNext(&d, &r.V6)
	decodeNext(&d, &r.V7)
	decodeNext(&d, &r.V8)
	return d.err
}

// Select8 queries eight results a row.
func Select8[A, B, C, D, E, F, G, H any](a Result[A], b Result[B], c Result[C], d Result[D], e Result[E], f Result[F], g Result[G], h Result[H]) Query[Row8[A, B, C, D, E, F, G, H]] {
	return Query[Row8[A, B, C, D, E, F, G, H]]{query.Select(a.kernel(), b.kernel(), c.kernel(), d.kernel(), e.kernel(), f.kernel(), g.kernel(), h.kernel())}
}
