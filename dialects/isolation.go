package dialects

import "slices"

// Isolation says how the isolation level of transactions is read and set, as data. A statement that is "" does not exist.
type Isolation struct {
	// Levels are the levels in upper case, the words of the SQL standard where it has one.
	Levels []string
	// Words are what the statements say instead of a level; nil if they say the level itself.
	Words map[string]string
	// Get is a query whose last column is the level, or the word for it, in any case, with - for blanks.
	Get string
	// Session, with %s for the level, sets it for the transactions of a connection that begin afterwards.
	Session string
	// Transaction, with %s for the level, sets it for one transaction.
	Transaction string
	// ReadOnly and Deferrable make one transaction so.
	ReadOnly, Deferrable string
	// BeforeBegin says that the statements for one transaction come before it begins; else they are the first in it.
	BeforeBegin bool
	// ByDriver says that the level is given to the driver when a transaction begins, and not by a statement.
	ByDriver bool
	// Undo are statements that take back what ReadOnly did, where it lasts longer than the transaction.
	Undo []string
}

// Word is what the statements say for a level.
func (i *Isolation) Word(level string) string {
	if w, ok := i.Words[level]; ok {
		return w
	}
	return level
}

// Level is the level for a word that Get gave; "" if there is none.
func (i *Isolation) Level(word string) string {
	for l, w := range i.Words {
		if w == word {
			return l
		}
	}
	if slices.Contains(i.Levels, word) {
		return word
	}
	return ""
}

// TwoPhase are the statements of two-phase commit, with %s for the quoted identifier of the transaction.
type TwoPhase struct {
	// Begin starts the transaction; End ends its work, before Prepare or Rollback, where that is a statement of its own.
	Begin, End string
	// Prepare makes the transaction ready, so that Commit and Rollback, from any connection, cannot fail for reasons of the data.
	Prepare, Commit, Rollback string
	// RollbackUnprepared undoes a transaction that is not prepared.
	RollbackUnprepared string
	// Recover is a query for the identifiers of prepared transactions, in the column RecoverColumn.
	Recover       string
	RecoverColumn int
	// OwnerOnly says that while the connection that prepared a transaction lives, no other can end it.
	OwnerOnly bool
}
