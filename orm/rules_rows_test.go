package orm_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/orm"
)

// Rows that are updated without a session's objects, queries that select something else, and full joins, on three databases.
func TestRulesRows(t *testing.T) {
	eachOf(t, "rows", ruleModels, threeDatabases(t, "orm_rulesrows"), func(t *testing.T, d *db, dialect string) {
		s := d.sessions.New()
		defer func() { must(t, s.Close()) }()
		must(t, orm.InsertRows(ctx, s, []*rTeam{{Name: new("a")}, {Name: new("b")}, {}}))
		must(t, orm.InsertRows(ctx, s, []*rShelf{{Room: 1, No: 1, Name: new("s")}, {Room: 1, No: 2, Name: new("t")}}))
		teams, err := orm.Select(rTeams).OrderBy(rTeams.ID).All(ctx, s)
		must(t, err)
		a, b, c := teams[0].ID, teams[1].ID, teams[2].ID
		must(t, orm.InsertRows(ctx, s, []*rMember{{Name: new("x"), TeamID: &a}, {Name: new("y")}}))
		// The same value again, NULL, and a value instead of NULL; of rows with keys of two columns.
		must(t, orm.UpdateRows(ctx, s, []*rTeam{{ID: a, Name: new("a")}, {ID: b}, {ID: c, Name: new("c")}}, rTeams.Name))
		must(t, orm.UpdateRows(ctx, s, []*rShelf{{Room: 1, No: 2, Name: new("u")}, {Room: 1, No: 1}}, rShelves.Name))
		shelves, err := orm.Select3(rShelves.Room, rShelves.No, rShelves.Name).OrderBy(rShelves.No).All(ctx, s)
		must(t, err)
		names, err := orm.Reselect(orm.Select(rTeams).OrderBy(rTeams.ID), rTeams.Name).All(ctx, s)
		must(t, err)
		if got := fmt.Sprintln(nameList(names), shelves[0].V3 == nil, *shelves[1].V3); got != "[a nil c] true u\n" {
			t.Error(got)
		}
		n, err := orm.Reselect(orm.Select(rTeams).Where(rTeams.Name.IsNotNull()).FromSelf(), orm.Count(rTeams.ID)).One(ctx, s)
		must(t, err)
		if n != 2 {
			t.Error(n)
		}
		rows, err := orm.Select2(rTeams.Name, rMembers.Name).FullJoin(rTeams.Members).Where(orm.Or(rTeams.ID.Eq(a), rTeams.ID.IsNull())).OrderBy(rMembers.ID).All(ctx, s)
		switch {
		case dialect == "mariadb":
			if err == nil {
				t.Error("MariaDB has no full joins")
			}
			must(t, s.Rollback(ctx))
			return
		case err != nil || len(rows) != 2 || rows[1].V1 != nil || *rows[1].V2 != "y":
			t.Errorf("%v %v", rows, err)
		}
		if err := orm.UpdateRows(ctx, s, []*rTeam{{ID: a, Name: new("z")}, {ID: 9999, Name: new("z")}}, rTeams.Name); !errors.Is(err, orm.ErrStale) {
			t.Errorf("a row that is not there: %v", err)
		}
		must(t, s.Rollback(ctx))
	})
}

// nameList are names, with nil for none.
func nameList(names []*string) (out []string) {
	for _, n := range names {
		if n == nil {
			out = append(out, "nil")
			continue
		}
		out = append(out, *n)
	}
	return out
}
