package orm_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// Medley has columns of every size next to each other, with gaps, fields that are no columns, and pointers in between.
type Medley struct {
	orm.Entity `orm:"table:medleys"`
	ID         int64 `orm:"pk"`
	A          bool
	B          bool
	skipped    int16
	C          int32
	D          string `orm:"size:50"`
	E          *string
	F          int16
	G          float64
	H          time.Time
	I          []byte
	J          int32
	K          int32
	L          *int64
	M          bool
}

type MedleyAttrs struct {
	orm.Class[Medley]
	ID orm.NumAttr[int64]
}

var (
	medleyModels = orm.NewRegistry(new(Medley))
	medleys      = orm.Describe[MedleyAttrs](medleyModels)
)

// alter gives one field of a Medley another value, and says which column it is.
func (m *Medley) alter(field int, rnd *rand.Rand) string {
	f := reflect.ValueOf(m).Elem().Field(field)
	name := reflect.TypeFor[Medley]().Field(field).Name
	switch {
	case f.Kind() == reflect.Bool:
		f.SetBool(!f.Bool())
	case f.Kind() == reflect.Float64:
		f.SetFloat(f.Float() + 0.25)
	case f.CanInt():
		f.SetInt(f.Int() ^ 1<<rnd.IntN(15))
	case f.Kind() == reflect.String:
		f.SetString(fmt.Sprint("d", rnd.Int()))
	case name == "E":
		m.E = new(fmt.Sprint("e", rnd.Int()))
	case name == "H":
		m.H = m.H.Add(time.Duration(1+rnd.IntN(1000)) * time.Millisecond)
	case name == "I":
		m.I = append(slices.Clone(m.I), byte(rnd.IntN(256)))
	case name == "L":
		if m.L == nil {
			m.L = new(rnd.Int64())
		} else {
			m.L = nil
		}
	}
	return strings.ToLower(name)
}

// An UPDATE sends the columns that changed, those alone, in their order, whichever they are; fields that are no columns, and values that
// are the same in other memory, are no changes.
func TestChangedColumns(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), medleyModels)
	s, rnd := d.session(), rand.New(rand.NewPCG(5, 6))
	m := &Medley{D: "d", H: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)}
	s.Add(m)
	must(t, s.Commit(ctx))
	must(t, s.Refresh(ctx, m))
	for range 400 {
		var want []string
		for field := 2; field < reflect.TypeFor[Medley]().NumField(); field++ {
			if reflect.TypeFor[Medley]().Field(field).IsExported() && rnd.IntN(6) == 0 {
				want = append(want, m.alter(field, rnd))
			}
		}
		m.skipped = int16(rnd.Int())
		if rnd.IntN(3) == 0 {
			m.D, m.H = strings.Clone(m.D), m.H.In(time.FixedZone("", 3600))
		}
		d.log = nil
		must(t, s.Flush(ctx))
		var got []string
		for _, text := range d.log {
			set, ok := strings.CutPrefix(text, "UPDATE medleys SET ")
			if !ok {
				continue
			}
			set, _, _ = strings.Cut(set, " WHERE ")
			for _, a := range strings.Split(set, ", ") {
				got = append(got, strings.Fields(strings.ReplaceAll(a, "=", " "))[0])
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("sent %v, want %v", got, want)
		}
	}
	copied := *m
	must(t, s.Refresh(ctx, m))
	if m.D != copied.D || m.C != copied.C || m.F != copied.F || m.J != copied.J || m.K != copied.K || !m.H.Equal(copied.H) || string(m.I) != string(copied.I) {
		t.Errorf("stored %+v, want %+v", m, copied)
	}
}

// Many new objects are stored, changed and rolled back in one transaction: they are new again, without a key, and those from before are as
// they were.
func TestRollbackOfManyNewObjects(t *testing.T) {
	for _, n := range []int{1, 2, 17, 300} {
		eng, err := engine.Open(dbtest.SQLite(t)) // with nobody who listens
		must(t, err)
		must(t, medleyModels.MetaData().CreateAll(ctx, eng))
		s := orm.NewSessionMaker(eng, medleyModels).New()
		old := &Medley{D: "old", H: time.Unix(1, 0)}
		s.Add(old)
		must(t, s.Commit(ctx))
		var objs []*Medley
		for i := range n {
			objs = append(objs, &Medley{D: fmt.Sprint("new", i), H: time.Unix(2, 0), K: int32(i)})
			s.Add(objs[i])
		}
		must(t, s.Flush(ctx))
		for i, o := range objs {
			if o.ID != old.ID+1+int64(i) {
				t.Fatalf("object %d has the key %d", i, o.ID)
			}
			if got, err := orm.Get[Medley](ctx, s, o.ID); err != nil || got != o {
				t.Fatalf("object %d is not the one of its key: %v", i, err)
			}
		}
		old.D, objs[n/2].D = "changed", "changed too"
		must(t, s.Flush(ctx))
		must(t, s.Rollback(ctx))
		for i, o := range objs {
			if o.ID != 0 || s.Contains(o) {
				t.Fatalf("object %d of %d has the key %d after the rollback", i, n, o.ID)
			}
		}
		must(t, s.Refresh(ctx, old))
		if old.D != "old" {
			t.Errorf("the old object says %q", old.D)
		}
		for _, o := range objs { // and they can be stored again
			s.Add(o)
		}
		must(t, s.Commit(ctx))
		rows, err := orm.Select(medleys).All(ctx, s)
		must(t, err)
		if len(rows) != n+1 {
			t.Errorf("%d rows, want %d", len(rows), n+1)
		}
		must(t, s.Close())
		must(t, eng.Close())
	}
}
