package sqltypes

import "sync"

// natives hold, by dialect, how a type of one database is made of its text.
var natives = struct {
	sync.RWMutex
	m map[string]func(sql string) Type // guarded by the mutex
}{m: map[string]func(string) Type{}}

// RegisterNatives makes the types of a dialect known to readers of files, by their texts. It is called by the init functions of
// dialect packages.
func RegisterNatives(dialect string, read func(sql string) Type) {
	natives.Lock()
	defer natives.Unlock()
	natives.m[dialect] = read
}

// NativeByName is the [NativeType] of a dialect that is declared so; ok is false where none is known to be.
func NativeByName(dialect, sql string) (t Type, ok bool) {
	natives.RLock()
	read := natives.m[dialect]
	natives.RUnlock()
	if read == nil {
		return nil, false
	}
	n, ok := read(sql).(NativeType)
	return n, ok && n.SQL == sql && n.Dialect == dialect
}
