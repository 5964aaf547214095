// Package expr is the SQL expression tree: what a statement means, apart from any dialect and any connection.
//
// Three kinds of things live here:
//
//   - nodes ([Node] and the exported structs that implement it): the tree itself, plain data that compilers and tools read;
//   - [Expr], a node with the operators that may be applied to it (Eq, Like, Add, ...), which is how expressions are built;
//   - statements ([Select], [Insert], [Update], [Delete]): values whose builder methods return a new statement and
//     leave the old one as it was.
//
// The package renders nothing: package sqlcompile turns a statement into text and a list of binds. [AppendKey] writes the
// structure of a statement as bytes, the key under which a compiled statement is cached.
//
// Invariant: a node is never changed after it was built, so trees may be shared between statements and goroutines.
//
// Invariant: the text of a statement is a function of its tree and never of a bind's value; the one exception is a bind
// that says so ([BindParameter].Expanding), whose placeholders are multiplied when the values are known.
//
// Misuse (an operator on something that is no expression, a relationship that has no such name) does not panic: it gives
// an [Invalid] node, which compiling turns into the error it holds.
//
// Grouping is decided when an expression is built, by the precedence table of SQLAlchemy (sql/operators.py); so are the
// names of anonymous things, by which compilers number them (sql/compiler.py).
package expr
