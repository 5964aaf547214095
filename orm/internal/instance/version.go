package instance

import (
	"reflect"
	"time"
)

// count is how versions follow each other where the mapping says no more: they are integers, from one.
func count(old any) (any, error) {
	switch v := reflect.ValueOf(old); {
	case !v.IsValid():
		return int64(1), nil
	case v.CanUint():
		return v.Uint() + 1, nil
	default:
		return v.Int() + 1, nil
	}
}

// SameVersion reports whether two objects of a mapper that has versions were read from one version of the row.
func SameVersion(a, b *State) bool {
	x, y := a.SnapshotValue(a.Mapper.Version), b.SnapshotValue(b.Mapper.Version)
	if t, ok := x.(time.Time); ok {
		u, ok := y.(time.Time)
		return ok && t.Equal(u)
	}
	return reflect.DeepEqual(x, y)
}
