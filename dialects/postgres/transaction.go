package postgres

import "github.com/aludel/aludel/dialects"

// This file has the statements around transactions.

var isolation = dialects.Isolation{
	Levels: []string{"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"},
	Get:    "SHOW transaction_isolation", Session: "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL %s",
	Transaction: "SET TRANSACTION ISOLATION LEVEL %s", ReadOnly: "SET TRANSACTION READ ONLY", Deferrable: "SET TRANSACTION DEFERRABLE",
}

var twoPhase = dialects.TwoPhase{
	Begin: "BEGIN", Prepare: "PREPARE TRANSACTION %s", Commit: "COMMIT PREPARED %s", Rollback: "ROLLBACK PREPARED %s",
	RollbackUnprepared: "ROLLBACK", Recover: "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = current_database() ORDER BY prepared",
}

// PoolerURL makes a driver send parameters with the statement in one message, so that a pooler in transaction mode cannot put another
// client's statement between the two.
func (dialect) PoolerURL(u dialects.URL, driver string) dialects.URL {
	key, value := "binary_parameters", "yes"
	if driver == "pgx" {
		key, value = "default_query_exec_mode", "exec"
	}
	return u.WithDefault(key, value)
}
