package expr

// This file finds the binds that a key has met.

// manyBinds is how many binds a key goes through for one that it may have met; where there are more, it keeps where each of them is.
const manyBinds = 32

// place is where among Binds the bind stands, -1 where it was not met.
func (k *Key) place(b *BindParameter) int {
	if len(k.Binds) > manyBinds {
		return k.placeOfMany(b)
	}
	for i, o := range k.Binds {
		if isParameter(o, b) {
			return i
		}
	}
	return -1
}

// placeOfMany is place by a map, which gets what was met since the last time.
//
// Invariant: the map's length is how many of Binds are in it, since none stands there twice.
func (k *Key) placeOfMany(b *BindParameter) int {
	if k.placed == nil {
		k.placed = make(map[*BindParameter]int, 2*len(k.Binds))
	}
	for i := len(k.placed); i < len(k.Binds); i++ {
		k.placed[k.Binds[i].Parameter()] = i
	}
	if i, ok := k.placed[b]; ok {
		return i
	}
	return -1
}

// met reports whether a bind stands in the statement already.
func (k *Key) met(b *BindParameter) bool { return k.place(b) >= 0 }

// metComparison reports whether the bind of a comparison stands in the statement already.
func (k *Key) metComparison(x *compared) bool {
	if len(k.Binds) > manyBinds {
		return k.met(x.Parameter())
	}
	f := x.full.Load()
	for _, o := range k.Binds {
		if o == KeyBind(x) || f != nil && o == KeyBind(&f.bind) {
			return true
		}
	}
	return false
}

// metCount reports whether the bind of a number of rows stands in the statement already.
func (k *Key) metCount(x *rowCount) bool {
	if len(k.Binds) > manyBinds {
		return k.met(x.Parameter())
	}
	b := x.full.Load()
	for _, o := range k.Binds {
		if o == KeyBind(x) || b != nil && o == KeyBind(b) {
			return true
		}
	}
	return false
}
