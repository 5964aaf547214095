package orm_test

import "github.com/aludel/aludel/orm"

// The descriptors of the rules' models.

type rTeamAttrs struct {
	orm.Class[rTeam]
	ID      orm.NumAttr[int64]
	Name    orm.NullTextAttr[string]
	Members orm.ListAttr[*rMember]
}

type rMemberAttrs struct {
	orm.Class[rMember]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	TeamID orm.NullNumAttr[int64]
	Team   orm.RefAttr[*rTeam]
}

type rPageAttrs struct {
	orm.Class[rPage]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	Links    orm.ListAttr[*rPage]
	LinkedBy orm.ListAttr[*rPage]
}

type rShelfAttrs struct {
	orm.Class[rShelf]
	Room  orm.NumAttr[int64]
	No    orm.NumAttr[int64]
	Name  orm.NullTextAttr[string]
	Books orm.ListAttr[*rBook]
}

type rBookAttrs struct {
	orm.Class[rBook]
	ID        orm.NumAttr[int64]
	Name      orm.NullTextAttr[string]
	ShelfRoom orm.NullNumAttr[int64]
	ShelfNo   orm.NullNumAttr[int64]
	Shelf     orm.RefAttr[*rShelf]
}

type rTwigAttrs struct {
	orm.Class[rTwig]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	ParentID orm.NullNumAttr[int64]
	Children orm.ListAttr[*rTwig]
	Parent   orm.RefAttr[*rTwig]
}

type rAccountAttrs struct {
	orm.Class[rAccount]
	ID      orm.NumAttr[int64]
	Name    orm.NullTextAttr[string]
	Version orm.NumAttr[int64]
	Entries orm.ListAttr[*rEntry]
}

type rAuthorAttrs struct {
	orm.Class[rAuthor]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	Articles orm.ListAttr[*rArticle]
}

type rArticleAttrs struct {
	orm.Class[rArticle]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	AuthorID orm.NullNumAttr[int64]
	Author   orm.RefAttr[*rAuthor]
	Comments orm.ListAttr[*rComment]
	Tags     orm.ListAttr[*rTag]
}

type rCommentAttrs struct {
	orm.Class[rComment]
	ID        orm.NumAttr[int64]
	Name      orm.NullTextAttr[string]
	ArticleID orm.NullNumAttr[int64]
	Article   orm.RefAttr[*rArticle]
}

type rTagAttrs struct {
	orm.Class[rTag]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	Articles orm.ListAttr[*rArticle]
}

type rBinAttrs struct {
	orm.Class[rBin]
	ID    orm.NumAttr[int64]
	Name  orm.NullTextAttr[string]
	Parts orm.ListAttr[*rPart]
	Good  orm.ListAttr[*rPart]
}

type rPartAttrs struct {
	orm.Class[rPart]
	ID    orm.NumAttr[int64]
	Name  orm.NullTextAttr[string]
	BinID orm.NullNumAttr[int64]
}

var (
	ruleModels = orm.NewRegistry(new(rTeam), new(rMember), new(rFolder), new(rLabel), new(rDoc), new(rPerson), new(rPassport), new(rLocker), new(rPage), new(rShelf), new(rBook), new(rTwig), new(rSpot), new(rCountry), new(rCity), new(rAccount), new(rEntry), new(rDept), new(rStaff), new(rAuthor), new(rArticle), new(rComment), new(rTag), new(rBox), new(rThing), new(rBin), new(rPart))
	rTeams     = orm.Describe[rTeamAttrs](ruleModels)
	rMembers   = orm.Describe[rMemberAttrs](ruleModels)
	rPages     = orm.Describe[rPageAttrs](ruleModels)
	rShelves   = orm.Describe[rShelfAttrs](ruleModels)
	rBooks     = orm.Describe[rBookAttrs](ruleModels)
	rTwigs     = orm.Describe[rTwigAttrs](ruleModels)
	rAccounts  = orm.Describe[rAccountAttrs](ruleModels)
	rAuthors   = orm.Describe[rAuthorAttrs](ruleModels)
	rArticles  = orm.Describe[rArticleAttrs](ruleModels)
	rComments  = orm.Describe[rCommentAttrs](ruleModels)
	rTags      = orm.Describe[rTagAttrs](ruleModels)
	rBins      = orm.Describe[rBinAttrs](ruleModels)
	rParts     = orm.Describe[rPartAttrs](ruleModels)
)
