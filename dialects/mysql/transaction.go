package mysql

import "github.com/aludel/aludel/dialects"

// This file has the statements around transactions.

var isolation = dialects.Isolation{
	Levels: []string{"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"},
	// MariaDB calls the variable tx_isolation up to 11.0, MySQL transaction_isolation.
	Get:         "SHOW VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')",
	Session:     "SET SESSION TRANSACTION ISOLATION LEVEL %s",
	Transaction: "SET TRANSACTION ISOLATION LEVEL %s", ReadOnly: "SET TRANSACTION READ ONLY", BeforeBegin: true,
}

var twoPhase = dialects.TwoPhase{
	Begin: "XA START %s", End: "XA END %s", Prepare: "XA PREPARE %s", Commit: "XA COMMIT %s", Rollback: "XA ROLLBACK %s",
	RollbackUnprepared: "XA ROLLBACK %s", Recover: "XA RECOVER", RecoverColumn: 3, OwnerOnly: true,
}
