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

type rFolderAttrs struct {
	orm.Class[rFolder]
	ID   orm.NumAttr[int64]
	Name orm.NullTextAttr[string]
	Docs orm.ListAttr[*rDoc]
}

type rLabelAttrs struct {
	orm.Class[rLabel]
	ID   orm.NumAttr[int64]
	Name orm.NullTextAttr[string]
	Docs orm.ListAttr[*rDoc]
}

type rDocAttrs struct {
	orm.Class[rDoc]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	FolderID orm.NullNumAttr[int64]
	LabelID  orm.NullNumAttr[int64]
	Folder   orm.RefAttr[*rFolder]
	Label    orm.RefAttr[*rLabel]
}

type rPersonAttrs struct {
	orm.Class[rPerson]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	Passport orm.RefAttr[*rPassport]
	Locker   orm.RefAttr[*rLocker]
}

type rPassportAttrs struct {
	orm.Class[rPassport]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	PersonID orm.NullNumAttr[int64]
	Person   orm.RefAttr[*rPerson]
}

type rLockerAttrs struct {
	orm.Class[rLocker]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	PersonID orm.NullNumAttr[int64]
	Person   orm.RefAttr[*rPerson]
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

type rSpotAttrs struct {
	orm.Class[rSpot]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	ParentID orm.NullNumAttr[int64]
	Children orm.ListAttr[*rSpot]
	Parent   orm.RefAttr[*rSpot]
}

type rCountryAttrs struct {
	orm.Class[rCountry]
	Code   orm.TextAttr[string]
	Name   orm.NullTextAttr[string]
	Cities orm.ListAttr[*rCity]
}

type rCityAttrs struct {
	orm.Class[rCity]
	ID          orm.NumAttr[int64]
	Name        orm.NullTextAttr[string]
	CountryCode orm.NullTextAttr[string]
	Country     orm.RefAttr[*rCountry]
}

type rAccountAttrs struct {
	orm.Class[rAccount]
	ID      orm.NumAttr[int64]
	Name    orm.NullTextAttr[string]
	Version orm.NumAttr[int64]
	Entries orm.ListAttr[*rEntry]
}

type rEntryAttrs struct {
	orm.Class[rEntry]
	ID        orm.NumAttr[int64]
	Name      orm.NullTextAttr[string]
	AccountID orm.NullNumAttr[int64]
	Account   orm.RefAttr[*rAccount]
}

type rDeptAttrs struct {
	orm.Class[rDept]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	HeadID orm.NullNumAttr[int64]
	Staff  orm.ListAttr[*rStaff]
	Head   orm.RefAttr[*rStaff]
}

type rStaffAttrs struct {
	orm.Class[rStaff]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	DeptID orm.NullNumAttr[int64]
	Dept   orm.RefAttr[*rDept]
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

type rBoxAttrs struct {
	orm.Class[rBox]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	Things orm.ListAttr[*rThing]
}

type rThingAttrs struct {
	orm.Class[rThing]
	ID    orm.NumAttr[int64]
	Name  orm.NullTextAttr[string]
	BoxID orm.NullNumAttr[int64]
	Box   orm.RefAttr[*rBox]
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
	rFolders   = orm.Describe[rFolderAttrs](ruleModels)
	rLabels    = orm.Describe[rLabelAttrs](ruleModels)
	rDocs      = orm.Describe[rDocAttrs](ruleModels)
	rPersons   = orm.Describe[rPersonAttrs](ruleModels)
	rPassports = orm.Describe[rPassportAttrs](ruleModels)
	rLockers   = orm.Describe[rLockerAttrs](ruleModels)
	rPages     = orm.Describe[rPageAttrs](ruleModels)
	rShelves   = orm.Describe[rShelfAttrs](ruleModels)
	rBooks     = orm.Describe[rBookAttrs](ruleModels)
	rTwigs     = orm.Describe[rTwigAttrs](ruleModels)
	rSpots     = orm.Describe[rSpotAttrs](ruleModels)
	rCountries = orm.Describe[rCountryAttrs](ruleModels)
	rCities    = orm.Describe[rCityAttrs](ruleModels)
	rAccounts  = orm.Describe[rAccountAttrs](ruleModels)
	rEntries   = orm.Describe[rEntryAttrs](ruleModels)
	rDepts     = orm.Describe[rDeptAttrs](ruleModels)
	rStaffs    = orm.Describe[rStaffAttrs](ruleModels)
	rAuthors   = orm.Describe[rAuthorAttrs](ruleModels)
	rArticles  = orm.Describe[rArticleAttrs](ruleModels)
	rComments  = orm.Describe[rCommentAttrs](ruleModels)
	rTags      = orm.Describe[rTagAttrs](ruleModels)
	rBoxes     = orm.Describe[rBoxAttrs](ruleModels)
	rThings    = orm.Describe[rThingAttrs](ruleModels)
	rBins      = orm.Describe[rBinAttrs](ruleModels)
	rParts     = orm.Describe[rPartAttrs](ruleModels)
)
