package orm

import (
	"reflect"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/query"
)

// SetExpr gives attributes of an object values that the database computes: the next flush writes the expressions, in the UPDATE or the
// INSERT of the object, and the object is read again when it is next touched. The field keeps its value until then; editing it later
// changes nothing until the flush.
//
//	s.SetExpr(account, Accounts.Balance.ToExpr(Accounts.Balance.Add(10)))
func (s *Session) SetExpr(obj Mapped, a ...Assignment) {
	if !s.hold() {
		return
	}
	defer s.leave()
	st := stateOf(obj)
	if st == nil || st.Context != s.ctx {
		s.note(&MisuseError{"SetExpr", reflect.TypeOf(obj), "the object is not in this session"})
		return
	}
	for _, k := range query.Spread(kernels(a)) {
		one, _ := k.(expr.Expr)
		set, ok := one.Node().(*expr.Assignment)
		i := -1
		if ok {
			i = columnOf(st.Mapper, expr.Wrap(set.Column))
		}
		switch {
		case i < 0:
			s.note(&MisuseError{"SetExpr", reflect.TypeOf(obj), "the assignment is to no attribute of " + st.Mapper.Entity.Name})
		case st.Mapper.Columns[i].Attr.PK:
			s.note(&MisuseError{"SetExpr", reflect.TypeOf(obj), "a primary key cannot be an expression: the object would not be found again"})
		default:
			s.setExpr(st, i, one)
		}
	}
}

func (s *Session) setExpr(st *instance.State, col int, x expr.Expr) {
	if s.exprs == nil {
		s.exprs = map[*instance.State]map[int]expr.Expr{}
	}
	if s.exprs[st] == nil {
		s.exprs[st] = map[int]expr.Expr{}
	}
	s.exprs[st][col] = x
}
