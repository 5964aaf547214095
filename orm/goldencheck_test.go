package orm_test

import (
	"errors"
	"slices"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// This file compares what a step of a golden scenario sent and gave with the corpus.

func (g *golden) check(c goldenStep, want []string, result any, wantErr string, f func() any) {
	g.Helper()
	g.log, g.heard = nil, nil
	got := f()
	if len(c.Log)+len(g.heard) > 0 && goldenJSON(g, g.heard) != goldenJSON(g, c.Log) {
		g.Errorf("step %d (%s): listeners heard %s, want %s", g.next, c.Python, goldenJSON(g, g.heard), goldenJSON(g, c.Log))
	}
	sent := slices.Clone(g.log)
	if c.Unordered {
		slices.Sort(sent)
		slices.Sort(want)
	}
	if !slices.Equal(sent, want) {
		g.Errorf("step %d (%s) sent\n\t%s\nwant\n\t%s", g.next, c.Python, strings.Join(sent, "\n\t"), strings.Join(want, "\n\t"))
	}
	switch err, failed := got.(error); {
	case failed && wantErr == "":
		g.Errorf("step %d (%s): %v", g.next, c.Python, err)
	case wantErr != "" && !failed:
		g.Errorf("step %d (%s): no error, want %s", g.next, c.Python, wantErr)
	case failed && !sameError(err, wantErr):
		g.Errorf("step %d (%s): error %v, want one like %s", g.next, c.Python, err, wantErr)
	case wantErr == "" && goldenJSON(g, got) != goldenJSON(g, result):
		g.Errorf("step %d (%s): result %s, want %s", g.next, c.Python, goldenJSON(g, got), goldenJSON(g, result))
	}
	for name, obj := range g.watched {
		if want, ok := c.States[name]; ok && orm.StateOf(obj()).String() != want {
			g.Errorf("step %d (%s): %s is %v, want %s", g.next, c.Python, name, orm.StateOf(obj()), want)
		}
	}
}

// sameError compares an error with one of the corpus by its class.
func sameError(err error, want string) bool {
	class, _, _ := strings.Cut(want, ":")
	is := func(targets ...error) bool {
		return slices.ContainsFunc(targets, func(t error) bool { return errors.Is(err, t) })
	}
	as := func(target any) bool { return errors.As(err, target) }
	var misuse *orm.MisuseError
	switch class {
	case "DetachedInstanceError":
		return is(orm.ErrDetached)
	case "PendingRollbackError":
		return is(orm.ErrRollbackFirst)
	case "StaleDataError", "ObjectDeletedError":
		return is(orm.ErrStale)
	case "IntegrityError":
		var e *engine.Error
		return as(&e) && (e.Class == dialects.UniqueViolation || e.Class == dialects.NotNullViolation || e.Class == dialects.ForeignKeyViolation)
	case "CircularDependencyError":
		var e *orm.CircularError
		return as(&e)
	case "ArgumentError", "AmbiguousForeignKeysError", "NoForeignKeysError":
		var e *mapping.Error
		var q *query.Error
		return as(&e) || as(&misuse) || as(&q)
	}
	return err != nil
}
