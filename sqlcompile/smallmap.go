package sqlcompile

// smallMap is a map whose first entries stand in a slice, which most statements never outgrow. The zero smallMap is empty.
type smallMap[K comparable, V any] struct {
	few  []entry[K, V]
	many map[K]int // the index in few, once there are more than smallMapMax
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

const smallMapMax = 16

func (m *smallMap[K, V]) find(k K) int {
	if m.many != nil {
		if i, ok := m.many[k]; ok {
			return i
		}
		return -1
	}
	for i := range m.few {
		if m.few[i].key == k {
			return i
		}
	}
	return -1
}

func (m *smallMap[K, V]) get(k K) (v V, ok bool) {
	if i := m.find(k); i >= 0 {
		return m.few[i].value, true
	}
	return v, false
}

func (m *smallMap[K, V]) put(k K, v V) {
	if i := m.find(k); i >= 0 {
		m.few[i].value = v
		return
	}
	if m.many == nil && len(m.few) == smallMapMax {
		m.many = make(map[K]int, 4*smallMapMax)
		for i := range m.few {
			m.many[m.few[i].key] = i
		}
	}
	if m.many != nil {
		m.many[k] = len(m.few)
	}
	m.few = append(m.few, entry[K, V]{k, v})
}

// clear empties the map and keeps its memory, but for that of a large one.
func (m *smallMap[K, V]) clear() {
	if m.many != nil {
		*m = smallMap[K, V]{}
		return
	}
	clear(m.few)
	m.few = m.few[:0]
}
