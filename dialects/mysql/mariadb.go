package mysql

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqlcompile"
)

// This file has what MariaDB has beyond MySQL.

// MariaDB is MariaDB 10.5 and later: INSERT and DELETE return rows, sequences give numbers, FETCH FIRST knows WITH TIES. Its name is
// "mysql", as that of options, types and texts which the two share; its URLs begin with mariadb, or with mysql, since the server says
// what it is.
var MariaDB dialects.Dialect = mariadb{dialect{&values}}

type mariadb struct{ dialect }

var mariaRules = func() *sqlcompile.Rules {
	r := rules
	r.Returning, r.NoUpdateReturning, r.OneTableReturning = true, true, true
	r.ImplicitReturning, r.DriverKeys = true, true
	r.NoLateral, r.NoWithChanges = true, true
	r.Frames = sqlcompile.FrameForms{} // numbers in the text alone
	r.NoFetch, r.FetchTies = false, true
	r.Lock.Of = sqlcompile.LockOfNothing // FOR UPDATE takes no OF there
	r.DDL.Sequences, r.DDL.OptionalSequences = true, true
	r.DDL.View.IfNotExists = true
	r.DDL.Sequence = sqlcompile.SequenceForms{No: "NO"}
	return &r
}()

// Rules implements sqlcompile.Dialect.
func (mariadb) Rules() *sqlcompile.Rules { return mariaRules }

// MariaDB12 is MariaDB 12.3 and later, where WITH may stand before UPDATE and DELETE. LATERAL is in no version so far. Its name is "mysql";
// the server says what it is.
var MariaDB12 dialects.Dialect = mariadb12{mariadb{dialect{&values}}}

type mariadb12 struct{ mariadb }

var mariaRules12 = func() *sqlcompile.Rules {
	r := *mariaRules
	r.NoWithChanges = false
	return &r
}()

// Rules implements sqlcompile.Dialect.
func (mariadb12) Rules() *sqlcompile.Rules { return mariaRules12 }

// HasSequence implements dialects.Sequencer.
func (mariadb) HasSequence(ns, name string) (string, []any) {
	const q = "SELECT 1 FROM information_schema.tables WHERE table_type = 'SEQUENCE' AND table_name = ? AND table_schema = "
	if ns == "" {
		return q + "database()", []any{name}
	}
	return q + "?", []any{name, ns}
}

// Only a query a sequence tells what it counts by.
const sequencesSQL = `SELECT table_name FROM information_schema.tables WHERE table_type = 'SEQUENCE' AND table_schema ` + here + ` ORDER BY 1`

// CatalogQueries implements [dialects.Catalog].
func (d mariadb) CatalogQueries(schema string) []dialects.CatalogQuery {
	return append(d.dialect.CatalogQueries(schema), query(dialects.CatalogSequences, sequencesSQL, schema))
}

// ServerSQL implements dialects.Variants.
func (dialect) ServerSQL() string { return "SELECT version()" }

// For implements dialects.Variants. MariaDB before 10.5 has too little of what is its own, and is spoken to as MySQL.
func (d dialect) For(server string) (dialects.Dialect, error) {
	switch major, minor, ok := mariaVersion(server); {
	case ok && (major > 12 || major == 12 && minor >= 3):
		return MariaDB12, nil
	case ok && (major > 10 || major == 10 && minor >= 5):
		return MariaDB, nil
	case !ok && is8(server):
		return MySQL8, nil
	}
	return Dialect, nil
}

// For implements dialects.Variants.
func (d mariadb) For(server string) (dialects.Dialect, error) {
	if _, _, ok := mariaVersion(server); !ok {
		return nil, &dialects.ServerError{Want: "MariaDB", Server: "MySQL " + server}
	}
	return d.dialect.For(server)
}

// mariaNumber is the version of MariaDB, which may stand behind the one that old clients of replication are told.
var mariaNumber = regexp.MustCompile(`(\d+)\.(\d+)\.\d+-MariaDB`)

func mariaVersion(server string) (major, minor int, ok bool) {
	m := mariaNumber.FindStringSubmatch(server)
	if m == nil {
		return 0, 0, strings.Contains(server, "MariaDB")
	}
	major, _ = strconv.Atoi(m[1]) // digits, few
	minor, _ = strconv.Atoi(m[2])
	return major, minor, true
}
