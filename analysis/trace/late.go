package trace

import (
	"go/ast"
	"go/token"
	"go/types"
)

// This file finds, for each function literal, the variables that it reads from around it and that may be assigned after
// it was made. When such a literal is handed to code that is not followed, it may run at any later time, so these
// variables are not known in it.

type lateScan struct {
	assigns map[*types.Var][]token.Pos
	loops   []ast.Node
	lits    []*ast.FuncLit
}

func (w *World) scanLate(p *Package, f *ast.File) {
	s := lateScan{assigns: map[*types.Var][]token.Pos{}}
	note := func(x ast.Expr) {
		if x == nil {
			return
		}
		if v := rootOf(p, x); v != nil {
			s.assigns[v] = append(s.assigns[v], x.Pos())
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				note(l)
			}
		case *ast.IncDecStmt:
			note(n.X)
		case *ast.RangeStmt:
			s.loops = append(s.loops, n.Body)
			if n.Tok == token.ASSIGN {
				note(n.Key)
				note(n.Value)
			}
		case *ast.ForStmt:
			s.loops = append(s.loops, n.Body)
			if n.Post != nil {
				s.loops = append(s.loops, n.Post)
			}
		case *ast.FuncLit:
			s.lits = append(s.lits, n)
		}
		return true
	})
	for _, lit := range s.lits {
		w.late[lit] = s.captured(p, lit)
	}
}

// captured is the late variables of one literal.
func (s *lateScan) captured(p *Package, lit *ast.FuncLit) map[*types.Var]bool {
	late := map[*types.Var]bool{}
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		v, ok := p.Info.Uses[id].(*types.Var)
		if ok && !v.IsField() && !isPackageVar(v) && !within(lit, v.Pos()) && s.mayChange(v, lit) {
			late[v] = true
		}
		return true
	})
	return late
}

func (s *lateScan) mayChange(v *types.Var, lit *ast.FuncLit) bool {
	for _, at := range s.assigns[v] {
		if at == v.Pos() || within(lit, at) {
			continue // its declaration; or an assignment inside, which poisons it anyway
		}
		if at > lit.Pos() {
			return true
		}
		for _, l := range s.loops {
			if within(l, lit.Pos()) && within(l, at) && !within(l, v.Pos()) {
				return true
			}
		}
	}
	return false
}
