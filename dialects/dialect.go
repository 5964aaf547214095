package dialects

import (
	"fmt"
	"slices"
	"sync"

	"github.com/aludel/aludel/sqlcompile"
)

// Dialect is a database as all parts of Aludel see it.
type Dialect interface {
	sqlcompile.Dialect
	// Drivers lists the names under which database/sql drivers for it register themselves, the usual one first.
	Drivers() []string
	// DSN is the data source name by which a driver opens the database that u names.
	DSN(u URL) (string, error)
	// Classify says what kind of error a driver returned.
	Classify(err error) Violation
	// HasTable is a query that yields one row if there is a table of that name, and its arguments; schema is "" for the
	// default one.
	HasTable(schema, name string) (sql string, args []any)
	// Features are the properties that matter when statements are run.
	Features() Features
}

// Sequencer is implemented by a dialect whose databases have sequences.
type Sequencer interface {
	// HasSequence is a query that yields one row if there is a sequence of that name, and its arguments; schema is "" for the
	// default one.
	HasSequence(schema, name string) (sql string, args []any)
}

// Typer is implemented by a dialect whose databases have types that are created.
type Typer interface {
	// HasType is a query that yields one row if there is a type of that name, and its arguments; schema is "" for the default one.
	HasType(schema, name string) (sql string, args []any)
}

// Variants is implemented by a dialect some of whose servers have more than others.
type Variants interface {
	// ServerSQL is a query that yields one text, what the server is; "" where that is known.
	ServerSQL() string
	// For is the dialect of a server that says this of itself; it has all that the dialect asked has. The error is a *[ServerError]:
	// the URL asked for another server.
	For(server string) (Dialect, error)
}

// ServerError says that a server is not of the kind that the URL names.
type ServerError struct {
	Want   string // what the URL names
	Server string // what the server says of itself
}

// Error names both.
func (e *ServerError) Error() string {
	return fmt.Sprintf("dialects: the URL names %s, but the server is %s; name the dialect that it speaks", e.Want, e.Server)
}

// Pooled is implemented by a dialect whose drivers must be told of a pooler in transaction mode.
type Pooled interface {
	// PoolerURL is u with the options that the driver of a name needs then; what u says itself stays.
	PoolerURL(u URL, driver string) URL
}

// Features are the properties of a database that matter when statements are run, as data.
type Features struct {
	// LastInsertID is set where the driver gives the generated key of a single-row INSERT.
	LastInsertID bool
	// InsertPage is how many rows are best inserted with one statement; 0 for one each.
	InsertPage int
	// KeyStep is a query that yields the distance of the keys generated for the rows of one INSERT, the first of which the driver
	// gives; "" where only the key of the last row is known.
	KeyStep string
	// MatchedRows is set where an UPDATE's row count counts rows that matched though nothing changed in them.
	MatchedRows bool
	// Savepoints says that transactions nest by SAVEPOINT.
	Savepoints bool
	// MemoryIsPerConnection is set where an in-memory database belongs to one connection (SQLite).
	MemoryIsPerConnection bool
	// Isolation says how isolation levels are set; without levels they cannot be.
	Isolation Isolation
	// TwoPhase are the statements of two-phase commit; nil where there is none.
	TwoPhase *TwoPhase
	// ServerCursors says that a query can be read through DECLARE and FETCH in a transaction.
	ServerCursors bool
	// TransactionalDDL says that DDL is part of the transaction in which it runs.
	TransactionalDDL bool
}

// registry holds the dialects by every name they have in URLs.
var registry = struct {
	sync.RWMutex
	m map[string]Dialect // guarded by the mutex
}{m: map[string]Dialect{}}

// Register makes a dialect known by its name and by aliases. It is called by the init functions of dialect packages; a name
// that is taken is taken over.
func Register(d Dialect, aliases ...string) { RegisterAs(d, append(aliases, d.Name())...) }

// RegisterAs makes a dialect known in URLs by these names alone. It is for a variant, whose own name is that of the dialect which it
// is a variant of.
func RegisterAs(d Dialect, names ...string) {
	registry.Lock()
	defer registry.Unlock()
	for _, n := range names {
		registry.m[n] = d
	}
}

// Get is the dialect of that name. The error lists the names that are known.
func Get(name string) (Dialect, error) {
	registry.RLock()
	defer registry.RUnlock()
	if d := registry.m[name]; d != nil {
		return d, nil
	}
	return nil, fmt.Errorf("dialects: no dialect is called %q; known are %v", name, known())
}

// known lists the registered names; the caller holds the lock.
func known() []string {
	var names []string
	for n := range registry.m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
