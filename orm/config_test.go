package orm_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

type Token struct {
	orm.Entity `orm:"table:tokens"`
	ID         int64   `orm:"pk"`
	Value      *string `orm:"size:20"`
	Level      int64   `orm:"omitzero"`
	Rank       int64
	Owner      string `orm:"size:20"`
}

var errEmptyOwner = errors.New("a token has an owner")

func (*Token) ConfigureMapping(m *orm.Config[Token]) {
	m.Default("Value", func() any { return "made" })
	m.Default("Level", func() any { return int64(3) })
	m.Default("Rank", func() any { return int64(9) })
	m.Validate("Owner", func(t *Token) error {
		if t.Owner == "" {
			return errEmptyOwner
		}
		return nil
	})
}

type TokenAttrs struct {
	orm.Class[Token]
	ID    orm.NumAttr[int64]
	Owner orm.TextAttr[string]
}

// Grant is of another registry, which includes that of Token.
type Grant struct {
	orm.Entity `orm:"table:grants"`
	ID         int64  `orm:"pk"`
	TokenID    *int64 `orm:"fk:tokens.id"`
	Token      orm.Ref[*Token]
	Uses       orm.List[*Token] `orm:"secondary:grant_uses"`
}

type GrantAttrs struct {
	orm.Class[Grant]
	ID    orm.NumAttr[int64]
	Token orm.RefAttr[*Token]
}

var (
	TokenModels = orm.NewRegistry(new(Token))
	Tokens      = orm.Describe[TokenAttrs](TokenModels)
	GrantModels = orm.NewRegistry(new(Grant)).Include(TokenModels)
	Grants      = orm.Describe[GrantAttrs](GrantModels)
)

// Defaults fill what can say that it is not set; zero values are values. Checks keep a flush from sending anything.
func TestConfigureMapping(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), TokenModels)
	s := d.session()
	made, own := &Token{Owner: "a"}, &Token{Owner: "b", Value: new("own"), Level: 1}
	s.Add(made, own)
	must(t, s.Flush(ctx))
	if *made.Value != "made" || made.Level != 3 || made.Rank != 0 || *own.Value != "own" || own.Level != 1 {
		t.Errorf("%v %v %v, %v %v", *made.Value, made.Level, made.Rank, *own.Value, own.Level)
	}
	must(t, s.Rollback(ctx))
	if made.Value != nil || made.Level != 0 {
		t.Errorf("after the rollback: %v %v", made.Value, made.Level)
	}
	s.Add(made, &Token{})
	err := s.Flush(ctx)
	var fe *orm.FlushError
	if !errors.Is(err, errEmptyOwner) || !errors.As(err, &fe) || fe.Entity != "Token" || fe.Attr != "Owner" {
		t.Errorf("%v", err)
	}
	must(t, s.Rollback(ctx))
	s.Add(made)
	must(t, s.Commit(ctx))
	made.Owner = ""
	if err := s.Commit(ctx); !errors.Is(err, errEmptyOwner) {
		t.Errorf("%v", err)
	}
	must(t, s.Rollback(ctx))
	if made.Owner != "a" {
		t.Errorf("after the rollback: %q", made.Owner)
	}
}

type Misnamed struct {
	orm.Entity
	ID int64 `orm:"pk"`
}

func (*Misnamed) ConfigureMapping(m *orm.Config[Misnamed]) {
	m.Default("Nothing", func() any { return 1 })
}

func TestConfigureMappingMistake(t *testing.T) {
	if err := orm.NewRegistry(new(Misnamed)).Configure(); !errors.Is(err, mapping.Code("ORM501")) || !strings.Contains(err.Error(), `"Nothing"`) {
		t.Error(err)
	}
}

// A registry that includes another refers to its entities, which are the same in both: objects, descriptors, tables.
func TestInclude(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), GrantModels)
	s := d.session()
	tok := &Token{Owner: "a"}
	g := &Grant{Token: orm.RefTo(tok), Uses: orm.ListOf(tok, &Token{Owner: "b"})}
	s.Add(g)
	must(t, s.Commit(ctx))
	s2 := d.session()
	got, err := orm.Select(Grants).Join(Grants.Token).Where(Tokens.Owner.Eq("a")).One(ctx, s2)
	must(t, err)
	ref, err := got.Token.Get(ctx)
	must(t, err)
	uses, err := got.Uses.All(ctx)
	must(t, err)
	if ref.Owner != "a" || len(uses) != 2 || uses[0] != ref && uses[1] != ref {
		t.Errorf("%v %v", ref.Owner, uses)
	}
	if GrantModels.MetaData().Table("tokens") != TokenModels.MetaData().Table("tokens") {
		t.Error("the table is not the same in both")
	}
	a, b := orm.NewRegistry(new(Token)), orm.NewRegistry(new(Grant))
	a.Include(b)
	b.Include(a)
	if a.Configure() == nil || b.Configure() == nil {
		t.Error("registries that include each other")
	}
}

// The plan of a flush as text says what would be written, and writes nothing.
func TestFlushPlan(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), CrewModels)
	s := d.session()
	a, k := &Crew{Name: "a"}, &Skill{Name: "k"}
	c := &Crew{Name: "c"}
	s.Add(a, k, c)
	must(t, s.Commit(ctx))
	b := &Crew{Name: "b"}
	a.Name = "A"
	s.SetExpr(c, Crews.Name.ToExpr(orm.Upper(Crews.Name)))
	a.Best.Set(b)
	b.Skills.Append(k)
	s.Add(b)
	gone := &Skill{Name: "gone"}
	s.Add(gone)
	plan, err := s.FlushPlan(ctx)
	must(t, err)
	want := `update Crew 1 Name
update Crew 2 Name by an expression
insert Crew new 1
insert Skill new 2
afterwards
  Crew.BestID from Crew new 1
insert row of crew_skills: Crew new 1, Skill 1
`
	if plan != want {
		t.Errorf("%s\nwant\n%s", plan, want)
	}
	if fmt.Sprint(len(s.Pending())) != "2" {
		t.Errorf("%d pending", len(s.Pending()))
	}
}

// TokenGrants are the grants of a token, whose struct knows nothing of them.
var TokenGrants = orm.Inverse(Grants, Grants.Token)

// The other side of a reference is asked for without a field, in queries of either side; loading options are errors.
func TestInverse(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), GrantModels)
	s := d.session()
	a, b := &Token{Owner: "a"}, &Token{Owner: "b"}
	s.Add(&Grant{Token: orm.RefTo(a)}, &Grant{Token: orm.RefTo(a)}, &Grant{}, b)
	must(t, s.Commit(ctx))
	of, err := TokenGrants.Of(a).OrderBy(Grants.ID).All(ctx, s)
	must(t, err)
	with, err := orm.Select(Tokens).Where(TokenGrants.Any(Grants.ID.Eq(of[0].ID))).All(ctx, s)
	must(t, err)
	without, err := orm.Select(Tokens).Where(orm.Not(TokenGrants.Any())).All(ctx, s)
	must(t, err)
	holder, err := orm.Select(Tokens).Where(TokenGrants.Contains(of[1])).One(ctx, s)
	must(t, err)
	other := orm.Alias(Grants)
	pairs, err := orm.Select2(Tokens, other).Join(orm.Inverse(other, other.Token)).OrderBy(other.ID.Desc()).All(ctx, s)
	must(t, err)
	left, err := orm.Select2(Tokens.Owner, orm.Opt(Grants.ID)).OuterJoin(TokenGrants).All(ctx, s)
	must(t, err)
	if len(of) != 2 || len(with) != 1 || with[0] != a || len(without) != 1 || without[0] != b || holder != a || len(pairs) != 2 || pairs[0].V2 != of[1] || len(left) != 3 {
		t.Errorf("%v %v %v %v %v %v", of, with, without, holder, pairs, left)
	}
	if _, err := orm.Select(Tokens).Options(orm.SelectIn(TokenGrants)).All(ctx, s); err == nil || !strings.Contains(err.Error(), "no field") {
		t.Error(err)
	}
	if _, err := orm.Select(Tokens).Where(orm.Inverse(Grants, orm.RefAttr[*Token]{}).Any()).All(ctx, s); err == nil {
		t.Error("the inverse of nothing")
	}
}
