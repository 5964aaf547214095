package orm

import (
	"github.com/aludel/aludel/orm/query"
)

// JoinedClasses is what [JoinOf] makes: a FROM element of several classes, for [Query.From] and [Config.Secondary].
type JoinedClasses struct{ k query.JoinedClasses }

func (j JoinedClasses) kernel() any { return j.k }
func (JoinedClasses) joinTarget()   {}

// JoinOf joins two classes on conditions, by the only foreign key between them, or along a relationship.
func JoinOf(left, right JoinTarget, on ...Cond) JoinedClasses {
	return JoinedClasses{query.JoinOf(left.kernel(), right.kernel(), kernels(on)...)}
}
