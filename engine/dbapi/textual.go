package dbapi

import "strings"

// KeepsTransactions reports whether running a statement can neither begin nor end a transaction, as far as its first word tells: that of
// a query, an INSERT, an UPDATE, a DELETE. It is for adapters that must find out what text has begun.
func KeepsTransactions(sql string) bool {
	word := sql
	if i := strings.IndexAny(sql, " \t\r\n("); i >= 0 {
		word = sql[:i]
	}
	for _, w := range [...]string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES"} {
		if strings.EqualFold(word, w) {
			return true
		}
	}
	return false
}
