package orm

import (
	"fmt"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// object passes an object to the kernel, which reads its key when the statement is sent. A nil pointer is an object without a
// key: the statement must not change with the value.
func object(e Mapped) any { return objectKey{e} }

// objectKey reads the columns of an object for a statement.
type objectKey struct{ e Mapped }

// AttrValue implements query.Object.
func (o objectKey) AttrValue(a *mapping.Attr) (any, error) {
	if isNil(o.e) {
		return nil, fmt.Errorf("a nil *%s is compared with; IsNull asks for objects that refer to nothing", a.Entity.Name)
	}
	st := stateOf(o.e)
	if st == nil || !st.Has(instance.Persistent) {
		return nil, fmt.Errorf("the %s compared with is not stored yet; flush it first", a.Entity.Name)
	}
	i := st.Mapper.Attr(a)
	if i < 0 {
		return nil, fmt.Errorf("the object compared with is a %s, not a %s", st.Mapper.Entity.Name, a.Entity.Name)
	}
	return st.Mapper.Columns[i].Value(st.Obj), nil
}
