package engine

import (
	"context"
	"fmt"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// Arg is what is passed along with a statement: [Params], or an [ExecOption].
type Arg interface{ arg() }

// Params are values for the named binds of a statement. Several of them run the statement once each (executemany).
type Params map[string]any

func (Params) arg() {}

// Text is literal SQL as a statement. Its :names are binds, whose values are passed as [Params]; a colon that is none is written \:.
func Text(sql string) expr.Statement { return expr.Fragment{X: expr.OpenText(sql).Node()} }

// ParameterError says that a value is missing for a bind, or that no bind has the name of a value.
type ParameterError struct {
	Name    string
	Group   int // the set of values, from 0; -1 where there is only one
	Missing bool
	Known   []string // the binds of the statement
}

// Error names the bind, the set of values and the binds that there are.
func (e *ParameterError) Error() string {
	s := fmt.Sprintf("engine: no bind of the statement is called %q (it has: %s)", e.Name, strings.Join(e.Known, ", "))
	if e.Missing {
		s = fmt.Sprintf("engine: a value is required for bind parameter %q", e.Name)
	}
	if e.Group >= 0 {
		s += fmt.Sprintf(", in parameter group %d", e.Group)
	}
	return s
}

// Execute runs a statement of any kind. The result must be closed, or read to its end, before the connection runs another one. With
// several [Params] the statement is run for each of them, and the result counts the rows of all.
//
// The errors are *[Error], *[ParameterError], what compiling the statement gives, and what a listener returned.
func (c *Connection) Execute(ctx context.Context, s expr.Statement, args ...Arg) (*CursorResult, error) {
	x := Execution{Conn: c, Statement: s}
	opt := c.opt
	for _, a := range args {
		switch a := a.(type) {
		case Params:
			x.Params = append(x.Params, a)
		case ExecOption:
			a(&opt)
		}
	}
	if opt.isolation != c.opt.isolation {
		return nil, ErrStatementIsolation
	}
	defer func(o execOptions) { c.opt = o }(c.opt)
	c.opt = opt
	if all := c.engine.heard(); all != nil {
		return c.executeHeard(ctx, all, x)
	}
	return c.execute(ctx, x.Statement, x.Params)
}

// ExecDriverSQL runs literal SQL with the driver's own placeholders, and values as the driver takes them.
func (c *Connection) ExecDriverSQL(ctx context.Context, sql string, args ...any) (*CursorResult, error) {
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	if textYields(sql) {
		rows, err := c.query(ctx, nil, sql, args)
		if err != nil {
			return nil, err
		}
		return newResult(rows, nil, nil), nil
	}
	res, err := c.exec(ctx, nil, sql, args)
	if err != nil {
		return nil, err
	}
	return &CursorResult{conn: c, done: res, sum: -1, noRows: true}, nil
}

// executeHeard is Execute where somebody listens.
func (c *Connection) executeHeard(ctx context.Context, all []*Events, x Execution) (*CursorResult, error) {
	for _, ev := range all {
		if ev.BeforeExecute != nil {
			if err := ev.BeforeExecute(ctx, &x); err != nil {
				return nil, err
			}
		}
	}
	res, err := c.execute(ctx, x.Statement, x.Params)
	if err != nil {
		return nil, err
	}
	for _, ev := range all {
		if ev.AfterExecute != nil {
			ev.AfterExecute(ctx, &x)
		}
	}
	return res, nil
}

// execute compiles a statement and runs it for each set of values.
func (c *Connection) execute(ctx context.Context, s expr.Statement, params []Params) (*CursorResult, error) {
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	switch s.(type) {
	case expr.Insert, expr.Update:
		return c.executeChange(ctx, s, params)
	}
	k := c.engine.key()
	defer c.engine.putKey(k)
	compiled, err := c.engine.statements().Compile(s, k)
	if err != nil {
		return nil, err
	}
	if len(params) > 1 {
		return c.executeMany(ctx, s, compiled, k.Binds, params)
	}
	var p Params
	if len(params) == 1 {
		p = params[0]
	}
	text, args, err := c.bindSet(ctx, compiled, k.Binds, p, -1, c.res.args[:0])
	if err != nil {
		return nil, err
	}
	c.res.args = args
	return c.send(ctx, s, compiled, text, args)
}

// send runs one statement and makes the result.
func (c *Connection) send(ctx context.Context, s expr.Statement, compiled *sqlcompile.Compiled, text string, args []any) (*CursorResult, error) {
	if compiled.Yields() || compiled.Kind == sqlcompile.KindFragment && textYields(text) {
		rows, err := c.query(ctx, compiled, text, args)
		if err != nil {
			return nil, err
		}
		return newResult(rows, s, compiled), nil
	}
	res, err := c.exec(ctx, compiled, text, args)
	if err != nil {
		return nil, err
	}
	return &CursorResult{conn: c, done: res, sum: -1, noRows: true}, nil
}

// textYields guesses from literal SQL whether it gives rows.
func textYields(text string) bool {
	t := strings.ToUpper(strings.TrimLeft(text, " \t\r\n(;"))
	for strings.HasPrefix(t, "--") || strings.HasPrefix(t, "/*") {
		end := "\n"
		if t[0] == '/' {
			end = "*/"
		}
		_, t, _ = strings.Cut(t, end)
		t = strings.TrimLeft(t, " \t\r\n(;")
	}
	for _, w := range [...]string{"SELECT", "WITH", "VALUES", "SHOW", "PRAGMA", "EXPLAIN", "TABLE", "DESC", "CALL", "FETCH", "XA RECOVER"} {
		if strings.HasPrefix(t, w) {
			return true
		}
	}
	return strings.Contains(t, "RETURNING")
}

// bindWith gives the text and the values to send: those of the statement's binds, but for those that p has by name.
func bindWith(s *sqlcompile.Compiled, binds []expr.KeyBind, p Params, group int, args []any) (string, []any, error) {
	all, outside, err := replaced(s, binds, p, group)
	if err != nil {
		return "", nil, err
	}
	var text string
	if outside {
		text = s.Text
		args, err = outsideArgs(s, all, p, group, args)
	} else {
		text, args, err = s.Bind(all, args)
	}
	if err != nil {
		if _, ok := err.(*ParameterError); ok {
			return "", nil, err
		}
		return "", nil, &Error{Op: "bind", Class: dialects.DataError, SQL: s.Text, Err: err}
	}
	return text, args, nil
}

// replaced gives binds with the values of p, and whether some values are columns' that only p has.
func replaced(s *sqlcompile.Compiled, binds []expr.KeyBind, p Params, group int) (all []expr.KeyBind, outside bool, err error) {
	all = binds
	found := 0
	copied := false
	seen := map[string]bool(nil)
	for i := range s.Params {
		par := &s.Params[i]
		if par.Bind < 0 {
			outside = outside || par.Bind == -1
			continue
		}
		b := binds[par.Bind].Parameter()
		v, ok := p[par.Name]
		if !ok {
			if _, hole := b.Value.(expr.Hole); hole {
				return nil, false, &ParameterError{Name: par.Name, Group: group, Missing: true}
			}
			continue
		}
		if !seen[par.Name] {
			if seen == nil {
				seen = map[string]bool{}
			}
			seen[par.Name] = true
			found++
		}
		if !copied {
			all, copied = append([]expr.KeyBind(nil), binds...), true
		}
		for j := range binds {
			if o := binds[j].Parameter(); o == b || !o.Unique && o.Name == b.Name { // binds of one name are one
				with := *o
				with.Value = v
				all[j] = &with
			}
		}
	}
	if found < len(p) && !outside {
		return nil, false, unknownParameter(s, p, group)
	}
	return all, outside, nil
}

// outsideArgs converts the values of a statement that takes some from p by the names of columns.
func outsideArgs(s *sqlcompile.Compiled, binds []expr.KeyBind, p Params, group int, args []any) ([]any, error) {
	used := map[string]bool{}
	for i := range s.Params {
		par := &s.Params[i]
		used[par.Name] = true
		v, ok := par.Constant()
		switch {
		case ok:
			args = append(args, v)
			continue
		case par.Bind >= 0:
			v = binds[par.Bind].BoundValue()
		default:
			if v, ok = p[par.Name]; !ok {
				return nil, &ParameterError{Name: par.Name, Group: group, Missing: true}
			}
		}
		x, err := s.Convert(i, v)
		if err != nil {
			return nil, err
		}
		args = append(args, x)
	}
	for name := range p {
		if !used[name] {
			return nil, unknownParameter(s, p, group)
		}
	}
	return args, nil
}

// unknownParameter names a value that no bind has the name of.
func unknownParameter(s *sqlcompile.Compiled, p Params, group int) error {
	known := map[string]bool{}
	e := &ParameterError{Group: group}
	for i := range s.Params {
		if n := s.Params[i].Name; !known[n] {
			known[n] = true
			e.Known = append(e.Known, n)
		}
	}
	for n := range p {
		if !known[n] && (e.Name == "" || n < e.Name) {
			e.Name = n
		}
	}
	return e
}

// many are the sets of values of a statement that is run for each of them, all checked before the first is sent.
type many struct {
	text string
	each [][]any
	same bool // all have one text
}

// bindSet binds a statement with one set of values, and those of defaults of what its WITH changes.
func (c *Connection) bindSet(ctx context.Context, compiled *sqlcompile.Compiled, binds []expr.KeyBind, p Params, n int, args []any) (string, []any, error) {
	if !compiled.Defaults {
		return bindWith(compiled, binds, p, n, args)
	}
	r := changeRun{ctx: ctx, conn: c, compiled: compiled, binds: binds, groups: []Params{p}, base: max(n, 0), many: n >= 0}
	return r.bind(nil)
}

// executeMany runs a statement for each set of values.
func (c *Connection) executeMany(ctx context.Context, s expr.Statement, compiled *sqlcompile.Compiled, binds []expr.KeyBind, params []Params) (*CursorResult, error) {
	m := many{same: true}
	texts := make([]string, len(params))
	for i, p := range params {
		text, args, err := c.bindSet(ctx, compiled, binds, p, i, nil)
		if err != nil {
			return nil, err
		}
		m.each = append(m.each, args)
		texts[i] = text
		m.same = m.same && text == texts[0]
	}
	m.text = texts[0]
	if !m.same || compiled.Yields() {
		return c.sendEach(ctx, s, compiled, texts, m.each)
	}
	sum, err := c.execMany(ctx, compiled, m)
	if err != nil {
		return nil, err
	}
	return &CursorResult{conn: c, sum: sum, noRows: true}, nil
}

// sendEach runs sets of values one by one, and gathers the rows that they give.
func (c *Connection) sendEach(ctx context.Context, s expr.Statement, compiled *sqlcompile.Compiled, texts []string, each [][]any) (*CursorResult, error) {
	all := &CursorResult{conn: c, noRows: !compiled.Yields()}
	for i, args := range each {
		r, err := c.send(ctx, s, compiled, texts[i], args)
		if err != nil {
			return nil, err
		}
		if r.noRows {
			n, err := r.RowsAffected()
			if err != nil {
				n = 0 // the driver cannot tell
			}
			all.sum += n
			continue
		}
		rows, err := r.All()
		if err != nil {
			return nil, err
		}
		all.meta = r.meta
		all.ahead = append(all.ahead, rows...)
	}
	return all, nil
}

// execMany sends sets of values with one text, in one call where the driver can.
func (c *Connection) execMany(ctx context.Context, s *sqlcompile.Compiled, m many) (sum int64, err error) {
	err = c.everySet(ctx, s, m, func(st dbapi.Stmt, args []any, n int) (err error) {
		sum, err = execSets(ctx, st, args, n)
		return err
	})
	return sum, err
}

// everySet sends sets of values with one text. f is given the prepared statement, the values of all sets, and how many sets they are.
func (c *Connection) everySet(ctx context.Context, s *sqlcompile.Compiled, m many, f func(st dbapi.Stmt, args []any, n int) error) error {
	if err := c.begun(ctx); err != nil {
		return err
	}
	args := make([]any, 0, len(m.each)*len(m.each[0]))
	for _, a := range m.each {
		args = append(args, a...)
	}
	x, err := c.beforeCursor(ctx, s, m.text, args, len(m.each))
	if err != nil {
		return err
	}
	err = c.run(ctx, x.SQL, func(st dbapi.Stmt) error { return f(st, x.Args, x.Many) })
	return c.afterCursor(ctx, &x, "exec", err)
}

// execSets runs a prepared statement for n sets of values, which follow each other in args.
func execSets(ctx context.Context, st dbapi.Stmt, args []any, n int) (sum int64, err error) {
	if b, ok := st.(dbapi.BatchStmt); ok {
		_, res, err := b.ExecBatch(ctx, n, args, nil)
		if err != nil {
			return 0, err
		}
		return res.RowsAffected()
	}
	w := len(args) / n
	for i := range n {
		res, err := st.Exec(ctx, args[i*w:i*w+w])
		if err != nil {
			return sum, err
		}
		k, err := res.RowsAffected()
		if err != nil {
			return -1, nil // the driver cannot tell
		}
		sum += k
	}
	return sum, nil
}
