package trace

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// control says how a statement ended.
type control int

const (
	next control = iota
	breaks
	continues
	falls
	returned
)

func (t *tracer) block(b *ast.BlockStmt, s *scope) control { return t.list(b.List, s.inner()) }

func (t *tracer) list(stmts []ast.Stmt, s *scope) control {
	for _, st := range stmts {
		if c := t.stmt(st, s); c != next {
			return c
		}
	}
	return next
}

func (t *tracer) stmt(st ast.Stmt, s *scope) control {
	t.tick()
	switch x := st.(type) {
	case nil, *ast.EmptyStmt:
	case *ast.ExprStmt:
		v := t.expr(x.X, s)
		if v.Op == OpTuple && v.Name == "panic" {
			return returned
		}
	case *ast.AssignStmt:
		t.assignStmt(x, s)
	case *ast.IncDecStmt:
		op := map[token.Token]token.Token{token.INC: token.ADD, token.DEC: token.SUB}[x.Tok]
		t.assign(x.X, binary(op, t.expr(x.X, s), constant(int64(1), types.Typ[types.Int]), t.typeOf(x.X)), s)
	case *ast.DeclStmt:
		t.declare(x.Decl.(*ast.GenDecl), s)
	case *ast.BlockStmt:
		return t.block(x, s)
	case *ast.IfStmt:
		return t.ifStmt(x, s)
	case *ast.SwitchStmt:
		return t.switchStmt(x, s)
	case *ast.TypeSwitchStmt:
		return t.typeSwitch(x, s)
	case *ast.ForStmt:
		return t.forStmt(x, s)
	case *ast.RangeStmt:
		return t.rangeStmt(x, s)
	case *ast.ReturnStmt:
		return t.returnStmt(x, s)
	case *ast.BranchStmt:
		return t.branch(x)
	case *ast.DeferStmt:
		t.detached(x.Call, s)
	case *ast.GoStmt:
		t.detached(x.Call, s)
	case *ast.SendStmt:
		t.expr(x.Chan, s)
		t.escape(t.expr(x.Value, s))
	default:
		panic(over(fmt.Sprintf("%s is not followed", describe(st))))
	}
	return next
}

func describe(st ast.Stmt) string {
	switch st.(type) {
	case *ast.LabeledStmt:
		return "a labelled statement"
	case *ast.SelectStmt:
		return "select"
	}
	return fmt.Sprintf("%T", st)
}

func (t *tracer) branch(x *ast.BranchStmt) control {
	if x.Label == nil {
		switch x.Tok {
		case token.BREAK:
			return breaks
		case token.CONTINUE:
			return continues
		case token.FALLTHROUGH:
			return falls
		}
	}
	panic(over(x.Tok.String() + " with a label is not followed"))
}

// detached is a call that runs at another time. Its operands are evaluated now; a function literal is traced as one that
// may run whenever it likes.
func (t *tracer) detached(c *ast.CallExpr, s *scope) {
	if _, ok := ast.Unparen(c.Fun).(*ast.FuncLit); ok {
		t.escape(t.expr(c.Fun, s))
		for _, a := range c.Args {
			t.escape(t.expr(a, s))
		}
		return
	}
	t.expr(c, s)
}

func (t *tracer) ifStmt(x *ast.IfStmt, s *scope) control {
	s = s.inner()
	if x.Init != nil {
		t.stmt(x.Init, s)
	}
	c := t.comparand(x.Cond, s)
	if c.Op != OpConst {
		if r := t.w.region(t.pkg, x.Body); x.Else == nil && t.skippable(r) {
			t.skip(r, s)
			if k, negated := conditionKey(c); k != "" && leavesAlways(t.pkg, x.Body) {
				t.memo[k] = negated // it was not so, or nothing follows
			}
			return next
		}
	}
	switch {
	case t.decide(c):
		return t.block(x.Body, s)
	case x.Else != nil:
		return t.stmt(x.Else, s)
	}
	return next
}

func (t *tracer) switchStmt(x *ast.SwitchStmt, s *scope) control {
	s = s.inner()
	if x.Init != nil {
		t.stmt(x.Init, s)
	}
	if r := t.w.region(t.pkg, x.Body); t.skippable(r) {
		t.skip(r, s)
		return next
	}
	var tag *Term
	if x.Tag != nil {
		tag = t.comparand(x.Tag, s)
	}
	at := -1
	for i, c := range x.Body.List {
		cc := c.(*ast.CaseClause)
		if cc.List == nil && at < 0 {
			at = i
		}
		for _, e := range cc.List {
			v := t.comparand(e, s)
			if tag != nil {
				v = binary(token.EQL, tag, v, types.Typ[types.Bool])
			}
			if t.decide(v) {
				return t.clauses(x.Body.List[i:], s)
			}
		}
	}
	if at >= 0 {
		return t.clauses(x.Body.List[at:], s)
	}
	return next
}

// clauses runs the first clause, and those that it falls through to.
func (t *tracer) clauses(cs []ast.Stmt, s *scope) control {
	for _, c := range cs {
		switch r := t.list(c.(*ast.CaseClause).Body, s.inner()); r {
		case falls:
		case breaks:
			return next
		default:
			return r
		}
	}
	return next
}

// typeSwitch takes any of the clauses: each is a variant of its own.
func (t *tracer) typeSwitch(x *ast.TypeSwitchStmt, s *scope) control {
	s = s.inner()
	if x.Init != nil {
		t.stmt(x.Init, s)
	}
	r := t.w.region(t.pkg, x.Body)
	if t.skippable(r) {
		t.skip(r, s)
		return next
	}
	operand := typeSwitchOperand(x)
	v := t.expr(operand, s)
	for i, c := range x.Body.List {
		cc := c.(*ast.CaseClause)
		last := i == len(x.Body.List)-1 && hasDefault(x.Body)
		if !last && !t.choose(v.Text()+" is "+caseText(cc), nil) {
			continue
		}
		inner := s.inner()
		if o, ok := t.pkg.Info.Implicits[cc].(*types.Var); ok {
			inner.vars[o] = t.opaque(o.Name(), o.Type())
		}
		return unbreak(t.list(cc.Body, inner))
	}
	return next
}

func typeSwitchOperand(x *ast.TypeSwitchStmt) ast.Expr {
	switch a := x.Assign.(type) {
	case *ast.ExprStmt:
		return a.X.(*ast.TypeAssertExpr).X
	case *ast.AssignStmt:
		return a.Rhs[0].(*ast.TypeAssertExpr).X
	}
	panic(over("a type switch without an operand"))
}

func hasDefault(b *ast.BlockStmt) bool {
	for _, c := range b.List {
		if c.(*ast.CaseClause).List == nil {
			return true
		}
	}
	return false
}

func caseText(c *ast.CaseClause) string {
	if c.List == nil {
		return "another type"
	}
	return types.ExprString(c.List[0])
}

func unbreak(c control) control {
	if c == breaks {
		return next
	}
	return c
}

// returnStmt keeps the results for the caller. A bare return reads the named results.
func (t *tracer) returnStmt(x *ast.ReturnStmt, s *scope) control {
	var vs []*Term
	switch {
	case len(x.Results) == 0:
		for _, v := range t.results {
			if at := s.holding(v); at != nil {
				vs = append(vs, t.local(v.Name(), v, at.vars[v]))
			}
		}
	default:
		for _, r := range x.Results {
			vs = append(vs, t.expr(r, s))
		}
	}
	t.ret = &Term{Op: OpTuple, Args: vs}
	if len(vs) == 1 {
		t.ret = vs[0]
	}
	return returned
}
