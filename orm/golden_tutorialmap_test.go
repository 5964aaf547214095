package orm_test

import (
	"fmt"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// The model of 0.6: structs without tags, mapped onto tables declared by hand.

type tPlainUser struct {
	orm.Entity
	ID                       int64
	Name, Fullname, Password string
	Addresses                orm.List[*tPlainAddress]
}

type tPlainAddress struct {
	orm.Entity
	ID           int64
	EmailAddress string
	UserID       *int64
	User         orm.Ref[*tPlainUser]
}

func (u *tPlainUser) String() string {
	return fmt.Sprintf("<User('%s','%s', '%s')>", u.Name, u.Fullname, u.Password)
}

func (a *tPlainAddress) String() string { return fmt.Sprintf("<Address('%s')>", a.EmailAddress) }

type tPlainUserAttrs struct {
	orm.Class[tPlainUser]
	ID        orm.NumAttr[int64]
	Name      orm.TextAttr[string]
	Addresses orm.ListAttr[*tPlainAddress]
}

type tPlainAddressAttrs struct {
	orm.Class[tPlainAddress]
	ID           orm.NumAttr[int64]
	EmailAddress orm.TextAttr[string]
	UserID       orm.NullNumAttr[int64]
	User         orm.RefAttr[*tPlainUser]
}

var (
	tPlainModels    = tPlainRegistry()
	tPlainUsers     = orm.Describe[tPlainUserAttrs](tPlainModels)
	tPlainAddresses = orm.Describe[tPlainAddressAttrs](tPlainModels)
)

func tPlainRegistry() *orm.Registry {
	md := schema.NewMetaData()
	users := schema.NewTable("users", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(0)),
		schema.NewColumn("fullname", sqltypes.String(0)), schema.NewColumn("password", sqltypes.String(0)))
	addresses := schema.NewTable("addresses", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("email_address", sqltypes.String(0), schema.NotNull()), schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")))
	r := orm.MapTable[tPlainUser](orm.NewRegistry(), users, orm.FieldTag("Addresses", "back_populates:User; order_by:ID"))
	return orm.MapTable[tPlainAddress](r, addresses, orm.FieldTag("User", "back_populates:Addresses"))
}

// tutorialClassical are the chapters of 0.6 that map structs by code.
func tutorialClassical() map[string]twin {
	users := orm.Select(tPlainUsers)
	return map[string]twin{
		"orm06-01-classical": {tPlainModels, func(g *golden) {
			ed := &tPlainUser{Name: "ed", Fullname: "Ed Jones", Password: "edspassword"}
			g.stepAs(list("ed", "edspassword", 0), func() any { return list(ed.Name, ed.Password, ed.ID) })
			g.step(func() any {
				g.s.Add(ed)
				our, err := users.FilterBy(orm.Values{"Name": "ed"}).First(ctx, g.s)
				must(g, err)
				return list(our.String(), our == ed)
			})
			g.step(func() any {
				g.s.Add(&tPlainUser{Name: "wendy", Fullname: "Wendy Williams", Password: "foobar"}, &tPlainUser{Name: "mary", Fullname: "Mary Contrary", Password: "xxg527"},
					&tPlainUser{Name: "fred", Fullname: "Fred Flinstone", Password: "blah"})
				ed.Password = "f8s7ccs"
				return list(sortedTexts(g.s.Dirty()), sortedTexts(g.s.Pending()))
			})
			g.step(g.commit)
			g.step(func() any { return got[tPlainUser](g, 1).ID })
			fake := &tPlainUser{Name: "fakeuser", Fullname: "Invalid", Password: "12345"}
			g.step(func() any {
				ed.Name = "Edwardo"
				g.s.Add(fake)
				return texts(all(g, users.Where(tPlainUsers.Name.In("Edwardo", "fakeuser")).OrderBy(tPlainUsers.ID)))
			})
			g.step(g.rollback)
			g.step(func() any { return list(got[tPlainUser](g, 1).Name, g.s.Contains(fake)) })
		}},
		"orm06-02-queries": {tPlainModels, func(g *golden) {
			alias := orm.Alias(tPlainUsers, "user_alias")
			g.step(func() any {
				return fields(all(g, orm.Select2(alias, alias.Name.As("name_label"))), func(r orm.Row2[*tPlainUser, string]) []any { return list(r.V1.String(), r.V2) })
			})
			g.step(func() any { return texts(all(g, users.OrderBy(tPlainUsers.ID).Slice(1, 3))) })
			like := tPlainUsers.Name.Like("%ed")
			g.step(func() any { return rowCount(g, users.Where(like)) })
			g.step(func() any { return rowCount(g, orm.Select2(tPlainUsers.ID, tPlainUsers.Name).Where(like)) })
			g.step(func() any {
				return all(g, orm.Select2(orm.Count(tPlainUsers.Name), tPlainUsers.Name).GroupBy(tPlainUsers.Name).OrderBy(tPlainUsers.Name))
			})
		}},
		"orm06-03-joins": {tPlainModels, func(g *golden) {
			google := tPlainAddresses.EmailAddress.Eq("jack@google.com")
			by := func(q orm.Query[*tPlainUser]) func() any { return func() any { return texts(all(g, q)) } }
			g.step(by(users.Join(tPlainAddresses).Where(google)))
			g.step(by(users.Join(tPlainAddresses, tPlainUsers.ID.EqExpr(tPlainAddresses.UserID))))
			g.step(by(users.Join(tPlainUsers.Addresses)))
			g.step(by(users.From(orm.JoinOf(tPlainUsers, tPlainUsers.Addresses)).Where(google)))
			g.step(func() any {
				q := orm.Select(tPlainAddresses).Join(tPlainAddresses.User).Where(tPlainUsers.Name.Eq("jack")).Options(orm.ContainsEager(tPlainAddresses.User)).OrderBy(tPlainAddresses.ID)
				return fields(all(g, q), func(a *tPlainAddress) []any { return list(a.String(), a.User.Item().String()) })
			})
			a1, a2 := orm.Alias(tPlainAddresses), orm.Alias(tPlainAddresses)
			g.step(func() any {
				return all(g, orm.Select3(tPlainUsers.Name, a1.EmailAddress, a2.EmailAddress).Join(tPlainUsers.Addresses.To(a1)).Join(tPlainUsers.Addresses.To(a2)).
					Where(a1.EmailAddress.Eq("jack@google.com")).Where(a2.EmailAddress.Eq("j25@yahoo.com")))
			})
		}},
	}
}
