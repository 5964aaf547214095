package snippets

import (
	"errors"
	"iter"

	"github.com/aludel/aludel/orm"
)

func ADefer(l *Log, in In) {
	q := orm.Select(Users)
	defer func() { l.Send(q.ReadOnly()) }()
	q = q.Limit(1)
}

func named9() (q UQ) {
	q = orm.Select(Users)
	defer func() { q = q.Limit(9) }()
	return q.Offset(1)
}

func ANamed(l *Log, in In) { l.Send(named9().ReadOnly()) }

func seq() iter.Seq[string] { return func(y func(string) bool) { _ = y("a") && y("b") } }

func ARangeFunc(l *Log, in In) {
	q := orm.Select(Users)
	for n := range seq() {
		q = q.Where(Users.Name.Eq(n))
	}
	l.Send(q.ReadOnly())
}

func AReassigned(l *Log, in In) {
	n := in.N
	q := orm.Select(Users)
	if n > 1 {
		q = q.Limit(1)
	}
	n = in.N - 2
	if n > 1 {
		q = q.Offset(1)
	}
	l.Send(q.ReadOnly())
}

func AContinue(l *Log, in In) {
	q := orm.Select(Users)
	for i := range 3 {
		if i == 1 {
			continue
		}
		q = q.Where(Users.ID.Eq(int64(i)))
	}
	if in.N > 100 {
		panic("no")
	}
	l.Send(q.ReadOnly())
}

func rec(q UQ, n int) UQ {
	if n <= 0 {
		return q
	}
	return rec(q.Where(Users.ID.Gt(0)), n-1)
}

func ARecursion(l *Log, in In) { l.Send(rec(orm.Select(Users), in.N).ReadOnly()) }

func AGoto(l *Log, in In) {
	q := orm.Select(Users)
	i := 0
again:
	l.Send(q.ReadOnly())
	q = q.Where(Users.ID.Gt(1))
	if i++; i < 3 {
		goto again
	}
}

func ACaptured(l *Log, in In) {
	q := orm.Select(Users)
	limit := func(n int) { q = q.Limit(n) }
	limit(1)
	l.Send(q.ReadOnly())
	func() { q = q.Offset(2) }()
	l.Send(q.ReadOnly())
}

func call(f func()) { f() }

var stored func()

func ALate(l *Log, in In) {
	q := orm.Select(Users)
	stored = func() { l.Send(q.ReadOnly()) }
	q = q.Limit(4)
	stored()
	call(func() { l.Send(q.Offset(1).ReadOnly()) })
}

func ALabel(l *Log, in In) {
	q := orm.Select(Users)
outer:
	for i := range 3 {
		for j := range 3 {
			if i == 1 && j == 1 {
				break outer
			}
			if j == 2 {
				continue outer
			}
			q = q.Where(Users.ID.Ne(int64(j)))
		}
	}
	l.Send(q.ReadOnly())
}

func ALoopVar(l *Log, in In) {
	q := orm.Select(Users)
	for i := 0; i < in.N; i++ {
		if i > 0 {
			l.Send(q.Where(Users.ID.Eq(int64(i))).ReadOnly())
		} else {
			l.Send(q.Limit(i).ReadOnly())
		}
	}
}

func ASecondRound(l *Log, in In) {
	seen := false
	for _, id := range in.IDs {
		q := orm.Select(Users).Where(Users.ID.Eq(id))
		if seen {
			q = q.Limit(1)
		}
		seen = true
		l.Send(q.ReadOnly())
	}
}

func ABreak(l *Log, in In) {
	q := orm.Select(Users)
	for i := range 3 {
		if in.N == i {
			break
		}
		q = q.Where(Users.ID.Ne(int64(i)))
	}
	l.Send(q.ReadOnly())
}

func ASelect(l *Log, in In) {
	c := make(chan int, 1)
	c <- 1
	q := orm.Select(Users)
	select {
	case n := <-c:
		q = q.Limit(n)
	default:
		q = q.Offset(1)
	}
	l.Send(q.ReadOnly())
}

func AChan(l *Log, in In) {
	c := make(chan UQ, 1)
	c <- orm.Select(Users).Limit(1)
	q := <-c
	l.Send(q.ReadOnly())
}

func AGo(l *Log, in In) {
	q := orm.Select(Users)
	done := make(chan bool)
	go func() { q = q.Limit(1); close(done) }()
	<-done
	l.Send(q.ReadOnly())
}

func mayPanic(n int) (q UQ) {
	defer func() { recover() }()
	q = orm.Select(Users)
	if n != 1 {
		panic("x")
	}
	return q.Limit(1)
}

func ARecover(l *Log, in In) { l.Send(mayPanic(in.N).ReadOnly()) }

func AClosureLoop(l *Log, in In) {
	var fs []filter
	for i := 0; i < 2; i++ {
		fs = append(fs, func(q UQ) UQ {
			if i == 1 {
				return q.Distinct()
			}
			return q.Where(Users.ID.Gt(int64(i)))
		})
	}
	l.Send(with(fs...).ReadOnly())
}

func AShadow(l *Log, in In) {
	q := orm.Select(Users)
	if in.X {
		q := q.Limit(1)
		_ = q
	}
	{
		Users := orm.Alias(Users, "shadow")
		q = q.Where(Users.ID.Gt(1))
	}
	l.Send(q.ReadOnly())
}

func ALooseReturn(l *Log, in In) {
	q := orm.Select(Users)
	stored = func() {
		if in.X {
			return
		}
		l.Send(orm.Select(Addresses).ReadOnly())
	}
	stored()
	if in.X {
		q = q.Limit(1)
	}
	l.Send(q.ReadOnly())
}

func AErrors(l *Log, in In) {
	q := orm.Select(Users).Join(Users.Addresses.To(Addresses))
	if in.X {
		q = q.FilterBy(orm.Values{"Nmae": 1})
	}
	l.Send(q.ReadOnly())
}

func AIntermediate(l *Log, in In) {
	var q UQ
	for i := range 2 {
		if i == 0 {
			q = orm.Select(Users)
			continue
		}
		q = q.Limit(i)
		break
	}
	l.Send(q.ReadOnly())
}

func ANested(l *Log, in In) {
	q := orm.Select(Users)
	func() {
		if in.X {
			return
		}
		call(func() { l.Send(q.Where(Users.Active).ReadOnly()) })
	}()
	if in.X {
		q = q.Limit(1)
	}
	l.Send(q.ReadOnly())
}

func ATwoLoops(l *Log, in In) {
	n := 0
	for range in.IDs {
		n++
	}
	q := orm.Select(Users)
	if n > 1 {
		q = q.Limit(n)
	}
	l.Send(q.ReadOnly())
}

func AErrPath(l *Log, in In) {
	q, err := checked(in)
	if err != nil {
		l.Send(q.Distinct().ReadOnly())
		return
	}
	l.Send(q.ReadOnly())
}

func checked(in In) (UQ, error) {
	if in.N > 3 {
		return orm.Select(Users).Limit(3), errors.New("too many")
	}
	return orm.Select(Users), nil
}
