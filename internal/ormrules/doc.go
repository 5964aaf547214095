// Package ormrules holds the rules of the session, scenario by scenario: its tests run each against SQLite and hold what was sent, and what
// came of it, to files that were compared with the anchor. It goes on where the scenarios of package orm's own tests end. Where the two
// differ on purpose is said, with the reason, in testdata/differences.txt.
package ormrules
