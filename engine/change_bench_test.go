package engine_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// BenchmarkManyKeys inserts 1,000 rows whose keys come back, in one transaction: by Execute, and by a prepared statement of database/sql
// in a loop.
func BenchmarkManyKeys(b *testing.B) {
	for name, url := range map[string]func() string{
		"sqlite":     func() string { return dbtest.SQLite(b) },
		"postgresql": func() string { return dbtest.Postgres(b, "bench_keys") },
		"mariadb":    func() string { return dbtest.MariaDB(b, "bench_keys") },
	} {
		e, err := engine.Open(url())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { e.Close() })
		md := schema.NewMetaData()
		tab := schema.NewTable("rows_of_bench", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
			schema.NewColumn("a", sqltypes.Integer()), schema.NewColumn("b", sqltypes.String(40)), schema.NewColumn("c", sqltypes.Float()),
			schema.NewColumn("d", sqltypes.String(40)))
		if err := md.CreateAll(ctx, e); err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/execute", func(b *testing.B) { benchExecute(b, e, tab) })
		b.Run(name+"/loop", func(b *testing.B) { benchLoop(b, e) })
	}
}

const benchRows = 1000

func benchExecute(b *testing.B, e *engine.Engine, tab *schema.Table) {
	c, err := e.Connect(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	rows := make([]engine.Arg, benchRows)
	for i := range rows {
		rows[i] = engine.Params{"a": i, "b": fmt.Sprint("name ", i), "c": 1.5, "d": "other"}
	}
	b.ReportAllocs()
	for b.Loop() {
		res, err := c.Execute(ctx, expr.InsertInto(tab), rows...)
		if err != nil {
			b.Fatal(err)
		}
		if keys, err := res.InsertedPrimaryKeys(); err != nil || len(keys) != benchRows || keys[benchRows-1][0] == nil {
			b.Fatal(err)
		}
		if err := c.Rollback(ctx); err != nil {
			b.Fatal(err)
		}
	}
}

func benchLoop(b *testing.B, e *engine.Engine) {
	d := e.Dialect()
	dsn, err := d.DSN(e.URL())
	if err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open(d.Drivers()[0], dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	text := "INSERT INTO rows_of_bench (a, b, c, d) VALUES (?, ?, ?, ?)"
	returning := strings.HasPrefix(d.Name(), "postgres")
	if returning {
		text = "INSERT INTO rows_of_bench (a, b, c, d) VALUES ($1, $2, $3, $4) RETURNING id"
	}
	b.ReportAllocs()
	for b.Loop() {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		st, err := tx.Prepare(text)
		if err != nil {
			b.Fatal(err)
		}
		for i := range benchRows {
			if err := benchRow(st, returning, i); err != nil {
				b.Fatal(err)
			}
		}
		st.Close()
		if err := tx.Rollback(); err != nil {
			b.Fatal(err)
		}
	}
}

func benchRow(st *sql.Stmt, returning bool, i int) error {
	var id int64
	if returning {
		return st.QueryRow(i, fmt.Sprint("name ", i), 1.5, "other").Scan(&id)
	}
	res, err := st.Exec(i, fmt.Sprint("name ", i), 1.5, "other")
	if err != nil {
		return err
	}
	_, err = res.LastInsertId()
	return err
}
