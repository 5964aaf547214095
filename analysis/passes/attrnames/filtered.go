package attrnames

import (
	"go/ast"
	"go/types"

	"github.com/aludel/aludel/analysis/passes/model"
)

// This file finds the entity that the names of a FilterBy are about: the one that was joined last; without a join, the one given to From
// first; else that of what is selected first. What cannot be told from the code is left alone.

// kind is what is known of a query.
type kind uint8

const (
	unknown kind = iota
	rows         // neither joins nor From: the names are about what the rows are
	from         // the names are about what was given to From, unless a join follows
	joined       // the names are about what was joined
	same         // what the variable says that it is assigned to again
)

// about is what names are about; the entity is nil where it is none, or cannot be told.
type about struct {
	kind   kind
	entity types.Type
}

// filtered is the entity that names given to FilterBy of the query x are about.
func (c *Finder) filtered(x ast.Expr) types.Type {
	switch a := c.about(x, nil); a.kind {
	case rows:
		if a.entity == nil {
			return c.row(x)
		}
		return a.entity
	case from, joined:
		return a.entity
	}
	return nil
}

func (c *Finder) about(x ast.Expr, within []*types.Var) about {
	switch x := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		return c.called(x, within)
	case *ast.Ident:
		if v, ok := c.info.ObjectOf(x).(*types.Var); ok {
			return c.assigned(v, within)
		}
	}
	return about{}
}

// called is about of what a call of package orm gives.
func (c *Finder) called(call *ast.CallExpr, within []*types.Var) about {
	name := c.callee(call)
	if name == "" {
		return about{}
	}
	sel, method := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if method && c.info.Selections[sel] == nil { // a function of the package
		method = false
	}
	switch {
	case !method && name == "Reselect":
		return c.about(call.Args[0], within)
	case !method && selects[name] && len(call.Args) > 0:
		return about{rows, c.selected(call.Args[0])}
	case !method:
		return about{kind: rows}
	case name == "FromSelf" || name == "Union" || name == "UnionAll" || name == "Intersect" || name == "Except":
		return about{kind: rows}
	case name == "Join" || name == "OuterJoin" || name == "FullJoin":
		return about{joined, c.target(call.Args)}
	case name == "From":
		if a := c.about(sel.X, within); a.kind != rows {
			return a
		}
		return about{from, c.target(call.Args)}
	default:
		return c.about(sel.X, within)
	}
}

// selects are the functions whose arguments are what a query yields.
var selects = map[string]bool{"Select": true, "Select2": true, "Select3": true, "Select4": true, "Select5": true, "Select6": true, "Select7": true, "Select8": true}

// selected is the entity that is selected, or of which an attribute is; nil for anything else.
func (c *Finder) selected(x ast.Expr) types.Type {
	if e := embedded(c.info.TypeOf(x), "Class", 0); e != nil {
		return e
	}
	if attr, ok := ast.Unparen(x).(*ast.SelectorExpr); ok {
		return embedded(c.info.TypeOf(attr.X), "Class", 0)
	}
	return nil
}

// assigned is about of a variable: what all that is assigned to it agrees on.
func (c *Finder) assigned(v *types.Var, within []*types.Var) (out about) {
	for _, w := range within {
		if w == v {
			return about{kind: same}
		}
	}
	for i, x := range c.values()[v] {
		a := about{}
		if x != nil {
			a = c.about(x, append(within[:len(within):len(within)], v))
		}
		switch {
		case a.kind == same:
		case i == 0 || out.kind == same:
			out = a
		case a.kind != out.kind || a.entity != out.entity && (a.entity == nil || out.entity == nil || !types.Identical(a.entity, out.entity)):
			return about{}
		}
	}
	return out
}

// values are what is assigned to the variables of the package that are queries; a nil is something that cannot be told.
func (c *Finder) values() map[*types.Var][]ast.Expr {
	if c.assigns != nil {
		return c.assigns
	}
	c.assigns = map[*types.Var][]ast.Expr{}
	note := func(name ast.Expr, x ast.Expr) {
		id, ok := ast.Unparen(name).(*ast.Ident)
		if !ok {
			return
		}
		if v, ok := c.info.ObjectOf(id).(*types.Var); ok && model.IsOrm(v.Type(), "Query") {
			c.assigns[v] = append(c.assigns[v], x)
		}
	}
	for _, f := range c.files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for i, l := range n.Lhs {
					if len(n.Rhs) == len(n.Lhs) {
						note(l, n.Rhs[i])
					} else {
						note(l, nil)
					}
				}
			case *ast.ValueSpec:
				for i, l := range n.Names {
					if len(n.Values) == len(n.Names) {
						note(l, n.Values[i])
					} else if len(n.Values) > 0 {
						note(l, nil)
					}
				}
			case *ast.Field: // a parameter, of which the caller knows
				for _, l := range n.Names {
					note(l, nil)
				}
			case *ast.RangeStmt:
				for _, l := range []ast.Expr{n.Key, n.Value} {
					if l != nil {
						note(l, nil)
					}
				}
			case *ast.UnaryExpr: // its address is taken
				note(n.X, nil)
			}
			return true
		})
	}
	return c.assigns
}

// target is the entity at the end of a relationship, or that of a class; nil for anything else.
func (c *Finder) target(args []ast.Expr) types.Type {
	if len(args) == 0 {
		return nil
	}
	t := c.info.TypeOf(args[0])
	for _, name := range []string{"ListAttr", "RefAttr"} {
		if e := embedded(t, name, 0); e != nil {
			if p, ok := types.Unalias(e).(*types.Pointer); ok {
				return p.Elem()
			}
		}
	}
	return embedded(t, "Class", 0)
}

// embedded is the type argument of the type of package orm that a type is, or embeds.
func embedded(t types.Type, name string, depth int) types.Type {
	if t == nil || depth > 4 {
		return nil
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && model.IsOrm(t, name) && n.TypeArgs().Len() == 1 {
		return n.TypeArgs().At(0)
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for i := range s.NumFields() {
		if s.Field(i).Embedded() {
			if e := embedded(s.Field(i).Type(), name, depth+1); e != nil {
				return e
			}
		}
	}
	return nil
}
