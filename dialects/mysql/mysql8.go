package mysql

import (
	"regexp"
	"strconv"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqlcompile"
)

// This file has what MySQL itself has from 8.0.19 on, and MariaDB has not.

// MySQL8 is MySQL 8.0.19 and later. The row of an upsert has a name (AS new) in the place of VALUES(), which goes away; FOR SHARE takes OF,
// NOWAIT and SKIP LOCKED, as LOCK IN SHARE MODE does not. Its name is "mysql" as that of [Dialect]; the server says what it is.
var MySQL8 dialects.Dialect = mysql8{dialect{&values}}

type mysql8 struct{ dialect }

// reserved8 are the words that MySQL 8 reserves beside those of [Dialect].
var reserved8 = sqlcompile.Words(`cube cume_dist dense_rank empty except first_value function io_after_gtids io_before_gtids
last_value lateral master_bind master_ssl_verify_server_cert nth_value ntile optimizer_costs percent_rank sql_big_result
sql_calc_found_rows sql_small_result sqlstate sqlwarning hour_microsecond hour_minute hour_second minute_microsecond minute_second
second_microsecond day_hour day_microsecond day_minute day_second int1 int2 int3 int4 int8 middleint mediumblob mediumint mediumtext
longblob longtext tinyblob tinytext float4 float8 character no_write_to_binlog utc_date utc_time utc_timestamp varcharacter year_month`)

var rules8 = func() *sqlcompile.Rules {
	r := rules
	r.Reserved = func(w string) bool { return reserved(w) || reserved8[w] }
	r.Upsert, r.ForShare = sqlcompile.UpsertAlias, "FOR SHARE"
	r.DDL.Index.IfExists = false // MariaDB alone has IF NOT EXISTS there
	return &r
}()

// Rules implements sqlcompile.Dialect.
func (mysql8) Rules() *sqlcompile.Rules { return rules8 }

var mysqlNumber = regexp.MustCompile(`^(\d+)\.(\d+)\.(\d+)`)

// is8 reports whether a server that is no MariaDB has what [MySQL8] has.
func is8(server string) bool {
	m := mysqlNumber.FindStringSubmatch(server)
	if m == nil {
		return false
	}
	major, _ := strconv.Atoi(m[1]) // digits, few
	minor, _ := strconv.Atoi(m[2])
	patch, _ := strconv.Atoi(m[3])
	return major > 8 || major == 8 && (minor > 0 || patch >= 19)
}
