package engine

import (
	"context"
	"fmt"
	"strings"

	"database/sql/driver"

	"github.com/aludel/aludel/engine/dbapi"
)

// Autocommit is the isolation level at which no transaction is begun by itself: each statement lasts at once.
const Autocommit = "AUTOCOMMIT"

// driverLevel are the levels as database/sql numbers them, which drivers take.
var driverLevel = map[string]driver.IsolationLevel{
	"READ UNCOMMITTED": 1, "READ COMMITTED": 2, "WRITE COMMITTED": 3, "REPEATABLE READ": 4, "SNAPSHOT": 5, "SERIALIZABLE": 6, "LINEARIZABLE": 7,
}

// level reads the name of an isolation level.
func (e *Engine) level(name string) (string, error) {
	level := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(name), "_", " "))
	if level == Autocommit {
		return level, nil
	}
	iso := e.Dialect().Features().Isolation
	for _, l := range iso.Levels {
		if l == level {
			return l, nil
		}
	}
	return "", &IsolationError{Dialect: e.Dialect().Name(), Level: name, Known: iso.Levels}
}

// IsolationError says that a database has no isolation level of a name.
type IsolationError struct {
	Dialect, Level string
	Known          []string
	Transaction    bool // it was asked for one transaction
}

// Error names the level and those that there are.
func (e *IsolationError) Error() string {
	known := strings.Join(e.Known, ", ")
	if !e.Transaction {
		if known != "" {
			known += ", "
		}
		known += Autocommit
	}
	return fmt.Sprintf("engine: %s has no isolation level %q here; it has %s", e.Dialect, e.Level, known)
}

// SetIsolation sets the isolation level of the transactions that this connection begins from now on, until it is closed; with
// [Autocommit] it begins none by itself. It must not be called while a transaction is open. The errors are *[IsolationError],
// *[UnsupportedError], [ErrTransactionOpen] and that of the statement which sets it.
func (c *Connection) SetIsolation(ctx context.Context, level string) error {
	if c.res == nil {
		return ErrConnectionClosed
	}
	if c.tx != nil {
		return ErrTransactionOpen
	}
	l, err := c.engine.level(level)
	if err != nil {
		return err
	}
	c.auto = l != Autocommit
	if l == Autocommit {
		c.opt.isolation = l
		return nil
	}
	iso := c.engine.Dialect().Features().Isolation
	if iso.ByDriver {
		c.opt.isolation = l
		return nil
	}
	if iso.Session == "" {
		return &UnsupportedError{Dialect: c.engine.Dialect().Name(), What: "isolation levels for a connection"}
	}
	if err := c.noteIsolation(ctx); err != nil {
		return err
	}
	text := fmt.Sprintf(iso.Session, iso.Word(l))
	if err := c.markText(ctx, text); err != nil {
		return err
	}
	c.opt.isolation = l
	return nil
}

// noteIsolation reads the level before it is changed for the first time, so that it can be restored when the connection goes back.
func (c *Connection) noteIsolation(ctx context.Context) error {
	if c.res.restore != "" {
		return nil
	}
	l, err := c.readIsolation(ctx)
	if err != nil {
		return err
	}
	iso := c.engine.Dialect().Features().Isolation
	c.res.restore = fmt.Sprintf(iso.Session, iso.Word(l))
	return nil
}

// Isolation is the isolation level of the connection's transactions; [Autocommit] if it was set so, even though the server calls each
// statement's own transaction otherwise. Inside a transaction it is that transaction's level.
func (c *Connection) Isolation(ctx context.Context) (string, error) {
	if err := c.usable(ctx); err != nil {
		return "", err
	}
	iso := c.engine.Dialect().Features().Isolation
	switch {
	case c.opt.isolation == Autocommit, iso.ByDriver && c.opt.isolation != "":
		return c.opt.isolation, nil
	case iso.Get == "":
		return "", &UnsupportedError{Dialect: c.engine.Dialect().Name(), What: "reading the isolation level"}
	}
	return c.readIsolation(ctx)
}

func (c *Connection) readIsolation(ctx context.Context) (level string, err error) {
	iso := c.engine.Dialect().Features().Isolation
	rd, err := c.res.Query(ctx, iso.Get, nil)
	if err != nil {
		return "", c.failed(ctx, "query", iso.Get, nil, err)
	}
	rows := &Rows{conn: c, reader: rd, text: iso.Get}
	err = rows.Each(func(r *dbapi.Row) error {
		word := fmt.Sprint(plainText(r.Value(r.Len() - 1)))
		level = iso.Level(strings.ToUpper(strings.ReplaceAll(word, "-", " ")))
		return nil
	})
	if err == nil && level == "" {
		err = &IsolationError{Dialect: c.engine.Dialect().Name(), Level: "unknown", Known: iso.Levels}
	}
	return level, err
}

// plainText makes a string of bytes and leaves the rest.
func plainText(v any) any {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return v
}
