package snippets

// Each adversarial snippet is one way of writing a query that a reader of source could misunderstand, a few lines of its own: here by what
// values do, in places.go by who else has the memory, in control.go by what runs when, in calls.go by what is called.

import (
	"github.com/aludel/aludel/orm"
)

// Adversarial is code that a naive reading gets wrong.
var Adversarial = map[string]Snippet{
	"APointer": APointer, "AReceiver": AReceiver, "AElement": AElement, "AImpure": AImpure, "ADefer": ADefer, "AWrap": AWrap,
	"ANamed": ANamed, "ARangeFunc": ARangeFunc, "AInterface": AInterface, "AReassigned": AReassigned, "AFieldCopy": AFieldCopy,
	"AContinue": AContinue, "AMap": AMap, "ARecursion": ARecursion, "AGoto": AGoto, "ACaptured": ACaptured, "ALate": ALate,
	"AAppend": AAppend, "ASharedAppend": ASharedAppend, "AHelperElement": AHelperElement, "ASort": ASort, "AGlobal": AGlobal,
	"ASwapped": ASwapped, "AExported": AExported, "ALabel": ALabel, "ALoopVar": ALoopVar, "ASecondRound": ASecondRound,
	"ABreak": ABreak, "ASelect": ASelect, "AChan": AChan, "AGo": AGo, "ARecover": ARecover, "AValues": AValues, "AParam": AParam,
	"AAny": AAny, "ANilInterface": ANilInterface, "AStructCopy": AStructCopy, "ASliceField": ASliceField, "AClosureLoop": AClosureLoop,
	"AMethodField": AMethodField, "AShadow": AShadow, "AEmbedded": AEmbedded, "AFreshAlias": AFreshAlias, "AWhole": AWhole,
	"ATypeSwitch": ATypeSwitch, "AArray": AArray, "AIntermediate": AIntermediate, "AInt8": AInt8, "AOverride": AOverride, "ACounter": ACounter,
	"AMake": AMake, "ASubslice": ASubslice, "AAttr": AAttr, "ALooseReturn": ALooseReturn, "AAliasInVar": AAliasInVar, "ATypedNil": ATypedNil, "ANegative": ANegative,
	"AErrors": AErrors, "AMultiResult": AMultiResult, "AVariadic": AVariadic, "AStoredSlice": AStoredSlice, "AClosureParam": AClosureParam,
	"ARangeWrite": ARangeWrite, "AValueReceiver": AValueReceiver, "ASelfCall": ASelfCall, "AGenericMethod": AGenericMethod, "ANested": ANested,
	"AHelperBranches": AHelperBranches, "APassedPointer": APassedPointer, "ATwoLoops": ATwoLoops, "AErrPath": AErrPath,
}

var count int

func flip() bool { count++; return count%2 == 0 }

func AImpure(l *Log, in In) {
	q := orm.Select(Users)
	if flip() {
		q = q.Limit(1)
	}
	if flip() {
		q = q.Offset(1)
	}
	l.Send(q.ReadOnly())
}

func AWrap(l *Log, in In) {
	var n uint8 = 255
	n++
	q := orm.Select(Users)
	if n == 0 {
		q = q.Limit(1)
	}
	l.Send(q.ReadOnly())
}

func AValues(l *Log, in In) {
	v := orm.Values{"Name": "x"}
	v["Age"] = 3
	l.Send(orm.Select(Users).FilterBy(v).ReadOnly())
}

func ATypedNil(l *Log, in In) {
	var p *string
	l.Send(orm.Select(Users).Where(Users.Password.EqPtr(nil), Users.Password.EqPtr(p)).ReadOnly())
	l.Send(orm.Select(Users).FilterBy(orm.Values{"Password": p, "Name": "x"}).ReadOnly())
	l.Send(orm.Select(Users).Where(Users.ID.In(), Users.ID.NotIn([]int64(nil)...)).ReadOnly())
}

func ANegative(l *Log, in In) {
	l.Send(orm.Select(Users).Limit(-1).ReadOnly())
}

func AInt8(l *Log, in In) {
	n := int8(100)
	n += 100
	q := orm.Select(Users)
	if n < 0 {
		q = q.Where(Users.ID.Lt(int64(n)))
	}
	if int8(in.N) == int8(in.N+256) {
		q = q.Distinct()
	}
	l.Send(q.ReadOnly())
}

type counter struct{ n int }

func (c *counter) next() int { c.n++; return c.n }

func ACounter(l *Log, in In) {
	c := &counter{}
	q := orm.Select(Users)
	if c.next() == 1 {
		q = q.Limit(c.n)
	}
	if c.n == 0 {
		q = q.Distinct()
	}
	l.Send(q.ReadOnly())
}
