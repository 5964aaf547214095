package engine

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqlcompile"
)

// This file learns from the first connection which server it is, where one kind of URL names several.

// speech is how an engine speaks with its database.
type speech struct {
	dialect dialects.Dialect
	cache   *sqlcompile.Cache
	// met says that the server is known, or need not be.
	met bool
}

// speak makes d the dialect.
func (e *Engine) speak(d dialects.Dialect) {
	v, differ := d.(dialects.Variants)
	e.speech.Store(&speech{dialect: d, cache: e.newCache(d), met: !differ || v.ServerSQL() == ""})
}

// ServerDialect is [Engine.Dialect] as the server speaks it: where that is not known before the first connection (mysql, which MariaDB
// speaks with a difference), one is opened. Errors are those of connecting.
func (e *Engine) ServerDialect(ctx context.Context) (dialects.Dialect, error) {
	if !e.speech.Load().met {
		if err := e.with(ctx, func(*Connection) error { return nil }); err != nil {
			return nil, err
		}
	}
	return e.Dialect(), nil
}

// meet asks the server of the first connection what it is, and goes on in its dialect. What was compiled before stays good, since a
// variant has all that its dialect has. Connections that open at the same time may each ask; the answer is the same.
func (e *Engine) meet(ctx context.Context, conn dbapi.Conn) error {
	was := e.speech.Load()
	if was.met {
		return nil
	}
	v := was.dialect.(dialects.Variants)
	server, err := askServer(ctx, conn, v.ServerSQL())
	if err != nil {
		return fmt.Errorf("engine: asking the server for its version: %w", err)
	}
	d, err := v.For(server)
	if err != nil {
		return err
	}
	now := &speech{dialect: d, cache: was.cache, met: true}
	if d != was.dialect {
		now.cache = e.newCache(d)
	}
	e.speech.CompareAndSwap(was, now)
	return nil
}

// askServer runs a query that yields one text.
func askServer(ctx context.Context, conn dbapi.Conn, query string) (answer string, err error) {
	rd, err := dbapi.Direct(conn, query).Query(ctx, nil)
	if err != nil {
		return "", err
	}
	defer rd.Close()
	var b dbapi.Batch
	var row dbapi.Row
	for more := true; more; {
		if more, err = rd.Fetch(&b); err != nil {
			return "", err
		}
		if b.NRows > 0 {
			row.Bind(&b, rd.Columns())
			row.Seek(0)
			answer = row.Text(0)
		}
	}
	return answer, row.Err()
}
