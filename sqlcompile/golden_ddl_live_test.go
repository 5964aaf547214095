package sqlcompile_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
)

// notLive are the cases that a database does not run, with the reason. The test runs them too: an entry for what does run is an
// error.
var notLive = map[string]map[string]string{
	"columns/default-text":          {"postgresql": "sysdate is Oracle's", "mysql": "sysdate is Oracle's"},
	"columns/sequence-schema":       {"mysql": noSchemas},
	"columns/collation-column":      {"sqlite": "there is no collation of the name", "postgresql": "there is no collation of the name"},
	"columns/computed-not-null":     {"mysql": "MariaDB takes no NOT NULL of a computed column"},
	"constraints/cycle-unnamed":     {"postgresql": "it cannot be dropped", "mysql": "it cannot be dropped"},
	"constraints/long-name-error":   {"mysql": "the name is too long, which MariaDB would say too"},
	"constraints/constraint-order":  {"mysql": "MariaDB takes no check of a generated key"},
	"constraints/fk-deferrable":     {"mysql": notDeferrable},
	"constraints/fk-not-deferrable": {"mysql": notDeferrable},
	"constraints/pk-deferrable":     {"mysql": notDeferrable, "sqlite": "SQLite defers foreign keys only"},
	"constraints/exclude":           {"postgresql": "= on integers needs the extension btree_gist"},
	"constraints/fk-schema":         {"mysql": noSchemas},
	"indexes/schema":                {"mysql": noSchemas},
	"indexes/expression":            {"mysql": noExpressions},
	"indexes/expression-arith":      {"mysql": noExpressions},
	"indexes/expression-literal":    {"mysql": noExpressions},
	"indexes/expression-text":       {"mysql": noExpressions},
	"indexes/mysql-parser":          {"mysql": "MariaDB has no parser ngram"},
	"indexes/pg-tablespace":         {"postgresql": "there is no tablespace of the name"},
	"indexes/pg-concurrently":       {"postgresql": "it cannot run in the transaction of the test"},
	"statements/event-after-create": {"": "its DDL is made up"},
	"statements/event-execute-if":   {"": "its DDL is made up"},
	"tables/schema":                 {"mysql": noSchemas},
	"tables/temporary":              {"mysql": "temporary tables are in no catalog there, so that the second time they are created again"},
	"tables/tometadata":             {"mysql": noSchemas},
	"tables/pg-inherits":            {"postgresql": "there are no tables to inherit"},
}

const (
	noSchemas     = "a schema is a database of the whole server there"
	noExpressions = "MariaDB has no indexes on expressions"
	notDeferrable = "MariaDB has no deferrable constraints"
)

// liveSchemas are those that the cases name.
var liveSchemas = []string{"s1", "s2", "sch", "remote_banks", "other", "tenant"}

// Every collection of the golden corpus that a database can create is created there, found to be there, and dropped.
func TestGoldenDDLLive(t *testing.T) {
	for name, url := range map[string]func() string{
		"sqlite":     func() string { return "sqlite://" },
		"postgresql": func() string { return dbtest.Postgres(t, "golden_ddl") },
		"mysql":      func() string { return dbtest.MariaDB(t, "golden_ddl") },
	} {
		t.Run(name, func(t *testing.T) {
			e, err := engine.Open(url())
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			conn, err := e.Connect(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			must(t, conn.SetIsolation(context.Background(), engine.Autocommit))
			for _, s := range liveSchemas {
				switch name {
				case "sqlite":
					must(t, conn.ExecText(context.Background(), "ATTACH ':memory:' AS "+s))
				case "postgresql":
					must(t, conn.ExecuteDDL(context.Background(), schema.CreateSchema{Name: s}))
				}
			}
			ran := 0
			for file, all := range ddlFiles {
				for _, c := range loadGolden[goldenDDLCase](t, filepath.Join(goldenRoot, "ddl", file+".json")) {
					want, has := c.SQL[name]
					id := strings.TrimPrefix(c.ID, "ddl.")
					md := collectionOf(all[strings.TrimPrefix(id, file+"/")])
					if !has || want.Error != "" || md == nil {
						continue
					}
					reason := notLive[id][name] + notLive[id][""]
					err := createAndDrop(conn, md)
					if (err != nil) != (reason != "") {
						t.Errorf("%s: %v; listed as not to be run: %q", id, err, reason)
					}
					if err == nil {
						ran++
					}
				}
			}
			t.Logf("%d collections were created and dropped", ran)
			if ran < 60 {
				t.Errorf("only %d collections were created", ran)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// collectionOf is the collection that a twin gives, nil if it gives something else.
func collectionOf(twin func() any) *schema.MetaData {
	what := twin()
	if list, ok := what.([]any); ok {
		what = list[0]
	}
	switch w := what.(type) {
	case *schema.MetaData:
		return w
	case created:
		md, _ := w.what.(*schema.MetaData)
		return md
	case dropped:
		md, _ := w.what.(*schema.MetaData)
		return md
	}
	return nil
}

// createAndDrop creates a collection twice, which is once, and drops it twice.
func createAndDrop(conn *engine.Connection, md *schema.MetaData) error {
	ctx := context.Background()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	defer func() { _ = dropLeft(conn, md) }()
	for _, f := range []func(context.Context, schema.Executor, ...schema.CreateOption) error{md.CreateAll, md.CreateAll} {
		if err := f(ctx, conn); err != nil {
			return err
		}
	}
	for _, t := range md.Tables() {
		if has, err := conn.HasTable(ctx, t.Schema, t.Name); err != nil || !has {
			return err
		}
	}
	if err := md.DropAll(ctx, conn); err != nil {
		return err
	}
	return md.DropAll(ctx, conn)
}

// dropLeft drops what an error left on a database whose DDL is in no transaction.
func dropLeft(conn *engine.Connection, md *schema.MetaData) error {
	if conn.Target().Dialect != "mysql" {
		return nil
	}
	ctx := context.Background()
	if err := conn.ExecText(ctx, "SET foreign_key_checks = 0"); err != nil {
		return err
	}
	for _, t := range md.Tables() {
		if err := conn.ExecuteDDL(ctx, schema.DropTable{Table: t, IfExists: true}); err != nil {
			return err
		}
	}
	for _, s := range md.Sequences() {
		if err := conn.ExecuteDDL(ctx, schema.DropSequence{Sequence: s, IfExists: true}); err != nil {
			return err
		}
	}
	return conn.ExecText(ctx, "SET foreign_key_checks = 1")
}
