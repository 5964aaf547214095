package orm_test

import (
	"fmt"
	"slices"

	"github.com/aludel/aludel/orm"
)

// The model with cascades and posts.

type tOwner struct {
	orm.Entity `orm:"table:users"`
	ID         int64 `orm:"pk"`
	Name       *string
	Fullname   *string
	Password   *string
	Addresses  orm.List[*tOwned] `orm:"back_populates:User; cascade:all,delete-orphan"`
}

type tOwned struct {
	orm.Entity   `orm:"table:addresses"`
	ID           int64 `orm:"pk"`
	EmailAddress string
	UserID       *int64           `orm:"fk:users.id"`
	User         orm.Ref[*tOwner] `orm:"back_populates:Addresses"`
}

type tAuthor struct {
	orm.Entity `orm:"table:users"`
	ID         int64 `orm:"pk"`
	Name       *string
	Fullname   *string
	Password   *string
	Posts      orm.Dynamic[*tPost] `orm:"back_populates:Author"`
}

type tPost struct {
	orm.Entity `orm:"table:posts"`
	ID         int64               `orm:"pk"`
	UserID     *int64              `orm:"fk:users.id"`
	Headline   string              `orm:"size:255"`
	Body       *string             `orm:"type:text"`
	Keywords   orm.List[*tKeyword] `orm:"secondary:post_keywords(post_id, keyword_id); back_populates:Posts"`
	Author     orm.Ref[*tAuthor]   `orm:"back_populates:Posts"`
}

type tKeyword struct {
	orm.Entity `orm:"table:keywords"`
	ID         int64            `orm:"pk"`
	Keyword    string           `orm:"size:50; unique"`
	Posts      orm.List[*tPost] `orm:"secondary:post_keywords(keyword_id, post_id); back_populates:Keywords"`
}

func (u *tAuthor) String() string {
	return fmt.Sprintf("<User(name='%s', fullname='%s', password='%s')>", *u.Name, *u.Fullname, *u.Password)
}

func (p *tPost) String() string {
	return fmt.Sprintf(`BlogPost("%s", '%s', %v)`, p.Headline, *p.Body, p.Author.Item())
}

type tOwnerAttrs struct {
	orm.Class[tOwner]
	ID   orm.NumAttr[int64]
	Name orm.NullTextAttr[string]
}

type tOwnedAttrs struct {
	orm.Class[tOwned]
	EmailAddress orm.TextAttr[string]
}

type tAuthorAttrs struct {
	orm.Class[tAuthor]
	Name orm.NullTextAttr[string]
}

type tPostAttrs struct {
	orm.Class[tPost]
	Keywords orm.ListAttr[*tKeyword]
	Author   orm.RefAttr[*tAuthor]
}

type tKeywordAttrs struct {
	orm.Class[tKeyword]
	Keyword orm.TextAttr[string]
}

var (
	tOwnerModels = orm.NewRegistry(new(tOwner), new(tOwned))
	tOwners      = orm.Describe[tOwnerAttrs](tOwnerModels)
	tOwneds      = orm.Describe[tOwnedAttrs](tOwnerModels)
	tBlogModels  = orm.NewRegistry(new(tAuthor), new(tPost), new(tKeyword))
	tAuthors     = orm.Describe[tAuthorAttrs](tBlogModels)
	tPosts       = orm.Describe[tPostAttrs](tBlogModels)
	tKeywords    = orm.Describe[tKeywordAttrs](tBlogModels)
)

// tutorialRelations are the chapters about related objects, joins, subqueries and eager loading.
func tutorialRelations() map[string]twin {
	google := tAddresses.EmailAddress.Eq("jack@google.com")
	users := func(g *golden, q orm.Query[*tUser]) func() any { return func() any { return texts(all(g, q)) } }
	return map[string]twin{
		"orm09-09-relationship": {tModels, func(g *golden) {
			exists := "SELECT 1 FROM (SELECT type, name FROM sqlite_master UNION ALL SELECT type, name FROM sqlite_temp_master) WHERE type IN ('table', 'view') AND lower(name) = lower(?) "
			g.stepAs(nil, func() any { return tModels.MetaData().CreateAll(ctx, g.eng) }, "BEGIN", exists+`["users"]`, exists+`["addresses"]`, "COMMIT")
			jack := tNew("jack", "Jack Bean", "gjffdd")
			g.step(func() any { return texts(jack.Addresses.Items()) })
			g.step(func() any {
				jack.Addresses.Replace(&tAddress{EmailAddress: "jack@google.com"}, &tAddress{EmailAddress: "j25@yahoo.com"})
				return tModels.Wire(jack)
			})
			g.step(func() any { return jack.Addresses.Items()[1].String() })
			g.step(func() any { return jack.Addresses.Items()[1].User.Item().String() })
			g.step(func() any { g.s.Add(jack); return nil })
			g.step(func() any {
				return fields(jack.Addresses.Items(), func(a *tAddress) string { return orm.StateOf(a).String() })
			})
			g.step(g.commit)
			g.step(func() any { return theOne(g, orm.Select(tUsers).FilterBy(orm.Values{"Name": "jack"})).String() })
			g.step(func() any { return texts(members(g, &jack.Addresses)) })
		}},
		"orm09-10-joins": {tModels, func(g *golden) {
			g.step(func() any {
				return fields(all(g, orm.Select2(tUsers, tAddresses).Where(tUsers.ID.EqExpr(tAddresses.UserID)).Where(google)),
					func(r orm.Row2[*tUser, *tAddress]) []any { return list(r.V1.String(), r.V2.String()) })
			})
			g.step(users(g, orm.Select(tUsers).Join(tAddresses).Where(google)))
			by := func(q orm.Query[*tUser]) func() any { return func() any { return userNames(all(g, q)) } }
			g.step(by(orm.Select(tUsers).Join(tAddresses, tUsers.ID.EqExpr(tAddresses.UserID))))
			g.step(by(orm.Select(tUsers).Join(tUsers.Addresses)))
			g.step(by(orm.Select(tUsers).Join(tUsers.Addresses.To(tAddresses))))
			g.step(by(orm.Select(tUsers).OuterJoin(tUsers.Addresses).OrderBy(tUsers.ID)))
		}},
		"orm09-11-aliases": {tModels, func(g *golden) { g.step(twoAliases(g)) }},
		"orm09-12-subqueries": {tModels, func(g *golden) {
			n := orm.CountAll().As("address_count")
			stmt := orm.Select2(tAddresses.UserID, n).GroupBy(tAddresses.UserID).Subquery()
			none := func(name string) []any { return list(name, nil) }
			g.stepAs(list(none("<User(name='ed', fullname='Ed Jones', password='f8s7ccs')>"), none("<User(name='wendy', fullname='Wendy Williams', password='foobar')>"),
				none("<User(name='mary', fullname='Mary Contrary', password='xxg527')>"), none("<User(name='fred', fullname='Fred Flinstone', password='blah')>"),
				list("<User(name='jack', fullname='Jack Bean', password='gjffdd')>", 2)), func() any {
				q := orm.Select2(tUsers, orm.Opt(orm.ColumnOf(stmt, n))).OuterJoin(stmt, tUsers.ID.EqExpr(orm.ColumnOf(stmt, tAddresses.UserID))).OrderBy(tUsers.ID)
				return fields(all(g, q), func(r orm.Row2[*tUser, *int64]) []any { return list(r.V1.String(), r.V2) })
			}, "BEGIN", "SELECT {users}, anon_1.address_count AS anon_1_address_count FROM users LEFT OUTER JOIN (SELECT addresses.user_id AS user_id, count(*) AS address_count "+
				"FROM addresses GROUP BY addresses.user_id) AS anon_1 ON users.id = anon_1.user_id ORDER BY users.id")
			g.step(func() any {
				alias := orm.AliasTo(tAddresses, orm.Select(tAddresses).Where(tAddresses.EmailAddress.Ne("j25@yahoo.com")).Subquery())
				return fields(all(g, orm.Select2(tUsers, alias).Join(tUsers.Addresses.To(alias))),
					func(r orm.Row2[*tUser, *tAddress]) []any { return list(r.V1.String(), r.V2.String()) })
			})
		}},
		"orm09-13-exists": {tModels, func(g *golden) {
			by := func(c orm.Cond) func() any { return func() any { return all(g, orm.Select(tUsers.Name).Where(c)) } }
			g.stepAs(list("jack"), by(orm.Exists(orm.Select(tAddresses).Where(tAddresses.UserID.EqExpr(tUsers.ID)))),
				"BEGIN", "SELECT users.name AS users_name FROM users WHERE EXISTS (SELECT 1 FROM addresses WHERE addresses.user_id = users.id)")
			g.step(by(tUsers.Addresses.Any()))
			g.step(by(tUsers.Addresses.Any(tAddresses.EmailAddress.Like("%google%"))))
			g.step(func() any {
				return all(g, orm.Select(tAddresses).Where(orm.Not(tAddresses.User.Has(tUsers.Name.Eq("jack")))))
			})
		}},
		"orm09-14-relationship-operators": {tModels, func(g *golden) {
			var jack, ed *tUser
			var addr *tAddress
			g.step(func() any {
				jack, ed, addr = got[tUser](g, 5), got[tUser](g, 1), got[tAddress](g, 1)
				return nil
			})
			ids := func(c orm.Cond) func() any {
				return func() any { return addressIDs(all(g, orm.Select(tAddresses).Where(c).OrderBy(tAddresses.ID))) }
			}
			plain := func(c orm.Cond) func() any {
				return func() any { return addressIDs(all(g, orm.Select(tAddresses).Where(c))) }
			}
			by := func(c orm.Cond) func() any {
				return func() any { return userNames(all(g, orm.Select(tUsers).Where(c))) }
			}
			ref := tAddresses.User
			g.step(ids(ref.Eq(jack)))
			g.step(plain(ref.Eq(ed)))
			g.step(ids(ref.Ne(ed)))
			g.step(plain(ref.IsNull()))
			g.step(func() any { return rowCount(g, orm.Select(tAddresses).Where(orm.Not(ref.IsNull()))) })
			g.step(by(tUsers.Addresses.Contains(addr)))
			g.step(by(tUsers.Addresses.Any(google)))
			g.step(by(tUsers.Addresses.Any(google)))
			g.step(ids(ref.Has(tUsers.Name.Eq("jack"))))
			g.step(ids(tUsers.Addresses.Of(jack)))
			g.step(ids(tUsers.Addresses.Of(jack)))
		}},
		"orm09-15-eager": {tModels, func(g *golden) {
			var jack *tUser
			by := func(o orm.Option) func() any {
				return func() any {
					if jack != nil {
						g.s.Expunge(g.s.Objects()...)
					}
					jack = theOne(g, orm.Select(tUsers).Options(o).FilterBy(orm.Values{"Name": "jack"}))
					return jack.String()
				}
			}
			loaded := func() any { return texts(jack.Addresses.Items()) }
			g.step(by(orm.InSubquery(tUsers.Addresses)))
			g.step(loaded)
			g.step(by(orm.Joined(tUsers.Addresses)))
			g.step(loaded)
			var as []*tAddress
			g.step(func() any {
				g.s.Expunge(g.s.Objects()...)
				as = all(g, orm.Select(tAddresses).Join(tAddresses.User).Where(tUsers.Name.Eq("jack")).Options(orm.ContainsEager(tAddresses.User)).OrderBy(tAddresses.ID))
				return texts(as)
			})
			g.step(func() any { return as[0].User.Item().String() })
		}},
		"orm05-01-eager-and-joins": {tModels, func(g *golden) {
			g.step(func() any {
				jack := theOne(g, orm.Select(tUsers).Options(orm.Joined(tUsers.Addresses)).FilterBy(orm.Values{"Name": "jack"}))
				return list(jack.String(), texts(jack.Addresses.Items()))
			})
			g.step(users(g, orm.Select(tUsers).From(orm.JoinOf(tUsers, tAddresses)).Where(google)))
			g.step(users(g, orm.Select(tUsers).From(orm.JoinOf(tUsers, tAddresses, tUsers.ID.EqExpr(tAddresses.UserID)))))
			g.step(users(g, orm.Select(tUsers).Join(tUsers.Addresses).Where(google)))
			g.step(users(g, orm.Select(tUsers).Join(tUsers.Addresses.To(tAddresses))))
		}},
		"orm09-16-deleting": {tModels, func(g *golden) {
			g.step(func() any { g.s.Delete(got[tUser](g, 5)); return nil })
			g.step(func() any { return rowCount(g, orm.Select(tUsers).FilterBy(orm.Values{"Name": "jack"})) })
			g.step(func() any {
				return rowCount(g, orm.Select(tAddresses).Where(tAddresses.EmailAddress.In("jack@google.com", "j25@yahoo.com")))
			})
			g.step(func() any {
				return fields(all(g, orm.Select(tAddresses).OrderBy(tAddresses.ID)), func(a *tAddress) *int64 { return a.UserID })
			})
		}},
	}
}

// twoAliases joins users twice to their addresses.
func twoAliases(g *golden) func() any {
	a1, a2 := orm.Alias(tAddresses), orm.Alias(tAddresses)
	return func() any {
		return all(g, orm.Select3(tUsers.Name, a1.EmailAddress, a2.EmailAddress).Join(tUsers.Addresses.To(a1)).Join(tUsers.Addresses.To(a2)).
			Where(a1.EmailAddress.Eq("jack@google.com")).Where(a2.EmailAddress.Eq("j25@yahoo.com")))
	}
}

// tutorialCascades are the chapters about cascades, and about posts with keywords.
func tutorialCascades() map[string]twin {
	jacks := orm.Select(tOwneds).Where(tOwneds.EmailAddress.In("jack@google.com", "j25@yahoo.com"))
	jack := orm.Select(tOwners).FilterBy(orm.Values{"Name": "jack"})
	return map[string]twin{
		"orm09-17-cascade": {tOwnerModels, func(g *golden) {
			var u *tOwner
			g.step(func() any { u = got[tOwner](g, 5); return nil })
			g.step(func() any { u.Addresses.Remove(members(g, &u.Addresses)[1]); return nil })
			g.step(func() any { return rowCount(g, jacks) })
			g.step(func() any { g.s.Delete(u); return nil })
			g.step(func() any { return rowCount(g, jack) })
			g.step(func() any { return rowCount(g, jacks) })
		}},
		"orm06-04-remap-cascade": {tOwnerModels, func(g *golden) {
			var u *tOwner
			g.step(func() any { u = got[tOwner](g, 5); return nil })
			g.step(func() any { u.Addresses.Remove(members(g, &u.Addresses)[1]); return nil })
			g.step(func() any { return rowCount(g, jacks) })
			g.step(func() any { g.s.Delete(u); return rowCount(g, jack) })
			g.step(func() any { return rowCount(g, orm.Select(tOwneds)) })
		}},
		"orm09-18-m2m": {tBlogModels, func(g *golden) {
			var wendy *tAuthor
			post := &tPost{Headline: "Wendy's Blog Post", Body: new("This is a test")}
			g.step(func() any {
				wendy = theOne(g, orm.Select(tAuthors).FilterBy(orm.Values{"Name": "wendy"}))
				post.Author.Set(wendy)
				g.s.Add(post)
				return nil
			})
			g.step(func() any {
				post.Keywords.Append(&tKeyword{Keyword: "wendy"}, &tKeyword{Keyword: "firstpost"})
				return nil
			})
			first := tPosts.Keywords.Any(tKeywords.Keyword.Eq("firstpost"))
			g.step(func() any { return texts(all(g, orm.Select(tPosts).Where(first))) })
			g.step(func() any { return texts(all(g, orm.Select(tPosts).Where(tPosts.Author.Eq(wendy)).Where(first))) })
			g.step(func() any { return texts(all(g, wendy.Posts.Query().Where(first))) })
			g.step(g.commit)
			g.step(func() any {
				got[tPost](g, 1)
				words := fields(members(g, &post.Keywords), func(k *tKeyword) string { return k.Keyword })
				slices.Sort(words)
				return words
			})
			g.step(func() any {
				k := theOne(g, orm.Select(tKeywords).FilterBy(orm.Values{"Keyword": "wendy"}))
				return fields(members(g, &k.Posts), func(p *tPost) string { return p.Headline })
			})
		}},
	}
}
