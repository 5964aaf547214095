package trace

import (
	"go/ast"
	"go/token"
	"go/types"
)

// writes notes what may change without an assignment that the tracer follows (reference/evaluator.md, rule 8). All of it
// is found by one walk over the syntax of the world, before anything is traced.
type writes struct {
	poison   map[*types.Var]string // locals that something else may write; why
	globals  map[string]bool       // package variables assigned, or with their address taken, anywhere
	fields   map[string]bool       // fields assigned or addressed through a pointer, by fieldKey
	whole    map[string]bool       // types of which a value is assigned through a pointer, by typeKey
	elements map[string]bool       // slice, array and map types of which an element is written, by typeKey
}

func newWrites() writes {
	return writes{map[*types.Var]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

// scan walks a file, keeping the function literals around the node at hand.
func (w *writes) scan(p *Package, f *ast.File) {
	var lits []*ast.FuncLit
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			if lit, ok := stack[len(stack)-1].(*ast.FuncLit); ok && len(lits) > 0 && lits[len(lits)-1] == lit {
				lits = lits[:len(lits)-1]
			}
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		if lit, ok := n.(*ast.FuncLit); ok {
			lits = append(lits, lit)
		}
		w.node(p, n, lits)
		return true
	})
}

func (w *writes) node(p *Package, n ast.Node, lits []*ast.FuncLit) {
	switch n := n.(type) {
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			w.addressed(p, n.X, "its address is taken")
		}
	case *ast.SliceExpr:
		if t := p.Info.TypeOf(n.X); t != nil {
			if _, ok := t.Underlying().(*types.Array); ok {
				w.addressed(p, n.X, "it is sliced")
			}
		}
	case *ast.SelectorExpr:
		if s := p.Info.Selections[n]; s != nil && s.Kind() == types.MethodVal && takesAddress(s) {
			if !isPointer(s.Recv()) {
				w.addressed(p, n.X, "a method with a pointer receiver is called on it")
			}
			for _, f := range embeddedPath(s) {
				w.fields[f] = true
			}
		}
	case *ast.AssignStmt:
		for _, l := range n.Lhs {
			w.assigned(p, l, lits)
		}
	case *ast.IncDecStmt:
		w.assigned(p, n.X, lits)
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			w.assigned(p, n.Key, lits)
			w.assigned(p, n.Value, lits)
		}
	}
}

// takesAddress reports whether calling the selected method implicitly takes the address of its operand.
func takesAddress(s *types.Selection) bool {
	f, ok := s.Obj().(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return false
	}
	_, pointer := types.Unalias(f.Signature().Recv().Type()).(*types.Pointer)
	return pointer && (!isPointer(s.Recv()) || len(s.Index()) > 1)
}

// embeddedPath is the keys of the embedded fields through which a method is promoted.
func embeddedPath(s *types.Selection) (keys []string) {
	t := s.Recv()
	for _, i := range s.Index()[:len(s.Index())-1] {
		st, ok := deref(t).Underlying().(*types.Struct)
		if !ok {
			return keys
		}
		keys = append(keys, fieldKey(deref(t), st.Field(i)))
		t = st.Field(i).Type()
	}
	return keys
}

// place is where a value lives: in a variable itself, or behind a pointer, slice or map.
type place struct {
	v      *types.Var // the variable, when the value is part of it
	direct bool       // the whole variable
}

// placeOf follows selectors and array elements down to the variable that holds the value; through pointers it stops.
func placeOf(p *Package, x ast.Expr) place {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		v, _ := p.Info.ObjectOf(x).(*types.Var)
		return place{v, true}
	case *ast.SelectorExpr:
		s := p.Info.Selections[x]
		if s == nil {
			v, _ := p.Info.Uses[x.Sel].(*types.Var)
			return place{v, true}
		}
		if s.Indirect() {
			return place{}
		}
		return place{v: placeOf(p, x.X).v}
	case *ast.IndexExpr:
		if t := p.Info.TypeOf(x.X); t != nil {
			if _, ok := t.Underlying().(*types.Array); ok {
				return place{v: placeOf(p, x.X).v}
			}
		}
	}
	return place{}
}

func (w *writes) addressed(p *Package, x ast.Expr, why string) {
	w.part(p, x)
	if v := placeOf(p, x).v; v != nil {
		if isPackageVar(v) {
			w.globals[varName(v)] = true
		} else {
			w.poison[v] = why
		}
	}
}

// part notes a write of, or a pointer to, a field or an element.
func (w *writes) part(p *Package, x ast.Expr) {
	switch x := ast.Unparen(x).(type) {
	case *ast.SelectorExpr:
		if s := p.Info.Selections[x]; s != nil && s.Kind() == types.FieldVal {
			w.path(s)
		}
	case *ast.IndexExpr:
		if t := p.Info.TypeOf(x.X); t != nil {
			w.elements[typeKey(deref(t).Underlying())] = true
			w.part(p, x.X)
		}
	}
}

func (w *writes) path(s *types.Selection) {
	t := s.Recv()
	for _, i := range s.Index() {
		st, ok := deref(t).Underlying().(*types.Struct)
		if !ok {
			return
		}
		w.fields[fieldKey(deref(t), st.Field(i))] = true
		t = st.Field(i).Type()
	}
}

func (w *writes) assigned(p *Package, l ast.Expr, lits []*ast.FuncLit) {
	if l == nil {
		return
	}
	l = ast.Unparen(l)
	if star, ok := l.(*ast.StarExpr); ok {
		if t := p.Info.TypeOf(star); t != nil {
			w.whole[typeKey(t)] = true
		}
		return
	}
	at := placeOf(p, l)
	if at.v == nil || isPackageVar(at.v) { // what is part of a local variable is followed
		w.part(p, l)
	}
	root := at.v
	if root == nil {
		root = rootOf(p, l)
	}
	switch {
	case root == nil:
	case isPackageVar(root):
		w.globals[varName(root)] = true
	case at.v != nil && len(lits) > 0 && !within(lits[len(lits)-1], root.Pos()):
		w.poison[root] = "it is assigned in a function literal"
	}
}

// rootOf is the variable at the left end of an expression, whatever lies between.
func rootOf(p *Package, x ast.Expr) *types.Var {
	for {
		switch y := ast.Unparen(x).(type) {
		case *ast.Ident:
			v, _ := p.Info.ObjectOf(y).(*types.Var)
			return v
		case *ast.SelectorExpr:
			if p.Info.Selections[y] == nil {
				v, _ := p.Info.Uses[y.Sel].(*types.Var)
				return v
			}
			x = y.X
		case *ast.IndexExpr:
			x = y.X
		case *ast.SliceExpr:
			x = y.X
		case *ast.StarExpr:
			x = y.X
		default:
			return nil
		}
	}
}

func within(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }
