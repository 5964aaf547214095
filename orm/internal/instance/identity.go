package instance

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math/bits"
	"reflect"
	"slices"
	"time"
	"unsafe"
)

// Key is the primary key of an object in its mapper's identity map: an integer, or the serialised values.
type Key struct {
	n    int64
	s    string
	text bool
}

// KeyError says that values are no primary key of an entity. Attr is "" where their number is wrong.
type KeyError struct {
	Entity, Attr string
	Err          error
}

// Error says of which entity and attribute, and what is wrong.
func (e *KeyError) Error() string {
	if e.Attr == "" {
		return fmt.Sprintf("orm: %s: %v", e.Entity, e.Err)
	}
	return fmt.Sprintf("orm: %s.%s: %v", e.Entity, e.Attr, e.Err)
}

// Unwrap gives what is wrong.
func (e *KeyError) Unwrap() error { return e.Err }

var errNilKey = errors.New("it is part of the primary key and cannot be nil")

// appendKey serialises one value of a key so that different keys never look alike.
func appendKey(b []byte, v any) []byte {
	switch v := v.(type) {
	case time.Time:
		v = v.UTC()
		return fmt.Appendf(b, "t%s;", v.Format(time.RFC3339Nano))
	case string:
		return fmt.Appendf(b, "s%d:%s;", len(v), v)
	}
	return fmt.Appendf(b, "%T%v;", v, v)
}

// plain reduces a key value to the types that keys are made of.
func (c *Column) plain(v reflect.Value) any {
	if c.Kind == Scanner {
		if w, ok := v.Interface().(driver.Valuer); ok {
			x, err := w.Value()
			if err != nil {
				return err.Error()
			}
			if b, ok := x.([]byte); ok {
				return string(b)
			}
			return x
		}
	}
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint())
	case v.Kind() == reflect.String:
		return v.String()
	case c.Kind == Bytes:
		return string(v.Bytes())
	}
	return v.Interface()
}

// KeyOf makes the key of values in the order of the primary key's attributes.
func (m *Mapper) KeyOf(values []any) (Key, error) {
	if len(values) != len(m.Keys) {
		return Key{}, &KeyError{m.Entity.Name, "", fmt.Errorf("the primary key has %d attributes, %d values were given", len(m.Keys), len(values))}
	}
	var b []byte
	for j, i := range m.Keys {
		c := &m.Columns[i]
		p := reflect.New(c.Type)
		if values[j] == nil {
			return Key{}, &KeyError{m.Entity.Name, c.Attr.Name, errNilKey}
		}
		if err := c.assign(p.Elem(), values[j]); err != nil {
			return Key{}, &KeyError{m.Entity.Name, c.Attr.Name, fmt.Errorf("the key has the wrong type: %w", err)}
		}
		if len(m.Keys) == 1 && c.Kind == Int64 {
			return Key{n: p.Elem().Int()}, nil
		}
		b = appendKey(b, c.plain(p.Elem()))
	}
	return Key{s: string(b), text: true}, nil
}

// KeyOfObject is the key that the object's fields say now.
func (m *Mapper) KeyOfObject(obj unsafe.Pointer) (Key, error) {
	values := make([]any, len(m.Keys))
	for j, i := range m.Keys {
		values[j] = m.Columns[i].Value(obj)
	}
	return m.KeyOf(values)
}

// KeyOfState is the key under which a persistent object is known: that of its snapshot.
func (s *State) KeyOfState() (Key, error) {
	if m := s.Mapper; len(m.Keys) == 1 {
		if c := &m.Columns[m.Keys[0]]; c.Kind == Int64 && !c.Pointer {
			return Key{n: *(*int64)(unsafe.Add(s.snap, c.snap))}, nil
		}
	}
	values := make([]any, len(s.Mapper.Keys))
	for j, i := range s.Mapper.Keys {
		values[j] = s.SnapshotValue(i)
	}
	return s.Mapper.KeyOf(values)
}

// IdentityMap finds the object of a primary key. Objects are kept in the order in which they came.
//
// Invariant: an entry is made only after its object was read completely.
type IdentityMap struct {
	index   []uint32 // open addressing; 0 is empty, else the number of the entry plus one
	entries []entry
	live    int
	mask    uint64
	texts   map[string]int // the entries of keys that are no integers
	walks   int            // calls of States that go on: entries keep their places meanwhile
}

type entry struct {
	n     int64  // the key, if it is an integer
	state *State // nil for one that was removed
}

// NewIdentityMap makes a map with room for n objects.
func NewIdentityMap(n int) *IdentityMap {
	size := 1 << bits.Len(uint(max(n, 6)*4/3))
	return &IdentityMap{index: make([]uint32, size), mask: uint64(size - 1), entries: make([]entry, 0, max(n, 6))}
}

func hash(k int64) uint64 {
	hi, lo := bits.Mul64(uint64(k)^0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93)
	return hi ^ lo
}

// find gives the slot of an integer key, or the empty slot where it belongs.
func (t *IdentityMap) find(n int64) (slot uint64, i int) {
	for s := hash(n) & t.mask; ; s = (s + 1) & t.mask {
		x := t.index[s]
		if x == 0 {
			return s, -1
		}
		if t.entries[x-1].n == n {
			return s, int(x - 1)
		}
	}
}

func (t *IdentityMap) lookup(k Key) int {
	if k.text {
		if i, ok := t.texts[k.s]; ok {
			return i
		}
		return -1
	}
	_, i := t.find(k.n)
	return i
}

// Get is the object's state, nil if the map does not have it.
func (t *IdentityMap) Get(k Key) *State {
	if i := t.lookup(k); i >= 0 {
		return t.entries[i].state
	}
	return nil
}

// Put adds an object, in place of any that has the key.
func (t *IdentityMap) Put(k Key, s *State) {
	if k.text {
		t.putText(k.s, s)
		return
	}
	slot, i := t.find(k.n)
	if i >= 0 {
		t.replace(i, s)
		return
	}
	t.add(k.n, slot, s)
}

// place is the state of an object, nil if the map does not have it, and where putAt puts it if nothing else is put before; -1 for where
// only Put does.
func (t *IdentityMap) place(k Key) (*State, int) {
	if k.text {
		return t.Get(k), -1
	}
	slot, i := t.find(k.n)
	if i >= 0 {
		return t.entries[i].state, -1
	}
	return nil, int(slot)
}

// putAt is Put of an object whose place is known.
func (t *IdentityMap) putAt(k Key, slot int, s *State) {
	if slot < 0 {
		t.Put(k, s)
		return
	}
	t.add(k.n, uint64(slot), s)
}

// add adds an object of an integer key that the map does not have.
func (t *IdentityMap) add(n int64, slot uint64, s *State) {
	t.live++
	t.entries = append(t.entries, entry{n, s})
	if uint64(len(t.entries))*4 >= (t.mask+1)*3 {
		t.grow()
		return
	}
	t.index[slot] = uint32(len(t.entries))
}

func (t *IdentityMap) putText(k string, s *State) {
	if i, ok := t.texts[k]; ok {
		t.replace(i, s)
		return
	}
	if t.texts == nil {
		t.texts = map[string]int{}
	}
	t.live++
	t.texts[k] = len(t.entries)
	t.entries = append(t.entries, entry{state: s})
}

func (t *IdentityMap) replace(i int, s *State) {
	if t.entries[i].state == nil {
		t.live++
	}
	t.entries[i].state = s
}

// Reserve makes room for n more objects, so that adding them moves nothing.
func (t *IdentityMap) Reserve(n int) {
	want := len(t.entries) + n
	t.entries = slices.Grow(t.entries, n)
	for size := len(t.index); ; size *= 2 {
		if uint64(want)*4 < uint64(size)*3 {
			if size > len(t.index) {
				t.reindex(size)
			}
			return
		}
	}
}

// grow doubles the index and leaves removed entries out.
func (t *IdentityMap) grow() {
	if t.walks == 0 {
		t.entries = slices.DeleteFunc(t.entries, func(e entry) bool { return e.state == nil })
	}
	size := len(t.index)
	for len(t.entries)*2 >= size {
		size *= 2
	}
	t.reindex(size)
}

// reindex makes an index of a size.
func (t *IdentityMap) reindex(size int) {
	if size == len(t.index) {
		clear(t.index)
	} else {
		t.index, t.mask = make([]uint32, size), uint64(size-1)
	}
	for i := range t.entries {
		slot, _ := t.find(t.entries[i].n)
		t.index[slot] = uint32(i + 1)
	}
}

// Remove forgets an object, if the map has this very one under the key.
func (t *IdentityMap) Remove(k Key, s *State) {
	if i := t.lookup(k); i >= 0 && t.entries[i].state == s {
		t.entries[i].state = nil
		t.live--
	}
}

// Len is the number of objects.
func (t *IdentityMap) Len() int { return t.live }

// States calls f with each object in the order in which they came, until f says false. f may add and remove objects; those added are
// left out.
func (t *IdentityMap) States(f func(*State) bool) {
	t.walks++
	defer func() { t.walks-- }()
	for i := range t.entries {
		if s := t.entries[i].state; s != nil && !f(s) {
			return
		}
	}
}
