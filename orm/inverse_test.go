package orm_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/query"
)

// There is no field to load into along an inverse: each strategy is an error that says so, nested too. The rows come by a join in one statement,
// with the references of the related objects loaded.
func TestInverseLoading(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), GrantModels)
	s := d.session()
	for name, o := range map[string]orm.Option{
		"lazy": orm.Lazy(TokenGrants), "joined": orm.Joined(TokenGrants), "inner": orm.JoinedInner(TokenGrants), "select-in": orm.SelectIn(TokenGrants),
		"subquery": orm.InSubquery(TokenGrants), "raise": orm.Raise(TokenGrants), "raise on SQL": orm.RaiseOnSQL(TokenGrants), "contained": orm.ContainsEager(TokenGrants),
		"immediate": orm.Immediate(TokenGrants), "no load": orm.NoLoad(TokenGrants), "default": orm.DefaultLoad(TokenGrants),
	} {
		var bad *query.Error
		if _, err := orm.Select(Tokens).Options(o).All(ctx, s); !errors.As(err, &bad) || !strings.Contains(err.Error(), "there is no field that the objects could be loaded into") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := orm.Select(Grants).Options(orm.SelectIn(Grants.Token, o)).All(ctx, s); !errors.As(err, &bad) {
			t.Errorf("%s, nested: %v", name, err)
		}
	}
	a, b := &Token{Owner: "a"}, &Token{Owner: "b"}
	s.Add(&Grant{Token: orm.RefTo(a)}, &Grant{Token: orm.RefTo(a)}, b)
	must(t, s.Commit(ctx))
	s.ExpungeAll()
	d.log = nil
	rows, err := orm.Select2(Tokens, orm.OptEntity(Grants)).OuterJoin(TokenGrants).Options(orm.ContainsEager(Grants.Token)).OrderBy(Tokens.Owner, Grants.ID).All(ctx, s)
	must(t, err)
	if len(rows) != 3 || rows[0].V1 != rows[1].V1 || rows[0].V2 == nil || rows[2].V2 != nil {
		t.Fatalf("%v", rows)
	}
	for _, r := range rows[:2] {
		to, err := r.V2.Token.Get(ctx)
		must(t, err)
		if to != r.V1 {
			t.Errorf("%v is not %v", to, r.V1)
		}
	}
	if selects := strings.Count(strings.Join(d.log, "\n"), "SELECT"); selects != 1 {
		t.Errorf("%d statements: %q", selects, d.log)
	}
}
