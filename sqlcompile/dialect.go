package sqlcompile

import (
	"fmt"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// Dialect is what the compiler asks of a database: data, and the few things that are not data.
type Dialect interface {
	// Name is the dialect's name in URLs: "sqlite", "postgresql".
	Name() string
	// Rules is the dialect as data. The compiler does not change it.
	Rules() *Rules
	// TypeSQL is how a type is declared. The error names the type.
	TypeSQL(t sqltypes.Type) (string, error)
	// Autoincrement is how a column whose values the database generates is declared: its type, and what follows NOT NULL.
	Autoincrement(c *schema.Column) (typeSQL, suffix string)
	// Binder converts values of a type before they are sent; nil sends them as they are. It is asked once per bind when a
	// statement is compiled.
	Binder(t sqltypes.Type) sqltypes.Converter
	// Results converts values of a type as the driver gave them to those of Go; nil leaves them. It is asked once per column
	// when a statement is compiled.
	Results(t sqltypes.Type) sqltypes.Converter
	// Literal writes a value of a type into the text of a statement.
	Literal(t sqltypes.Type, v any) (string, error)
}

// Caster is implemented by a dialect whose CAST names types otherwise than a declaration does.
type Caster interface {
	// CastSQL is the type as CAST names it. The error names a type to which nothing can be cast.
	CastSQL(t sqltypes.Type) (string, error)
}

// ParamStyle is how a bind is written.
type ParamStyle uint8

// The parameter styles.
const (
	ParamNamed  ParamStyle = iota // :name
	ParamQMark                    // ?
	ParamDollar                   // $1
	ParamColon                    // :1
	ParamAtP                      // @p1
)

// LimitStyle is how LIMIT and OFFSET are written.
type LimitStyle uint8

// The limit styles.
const (
	LimitOffset       LimitStyle = iota // LIMIT n OFFSET m
	LimitOffsetAlways                   // LIMIT n OFFSET m, the offset always, LIMIT -1 for none
	LimitComma                          // LIMIT m, n
	OffsetFetch                         // OFFSET m ROWS FETCH FIRST n ROWS ONLY
	TopOffsetFetch                      // SELECT TOP (n), with an offset OFFSET m ROWS FETCH FIRST n ROWS ONLY
	FirstSkip                           // SELECT FIRST n SKIP m
	RowNum                              // SELECT ... FROM (SELECT ...) WHERE ROWNUM <= n
)

// CastBinds is where a bind must say its type, because the database cannot know it.
type CastBinds uint8

// The places.
const (
	CastNever   CastBinds = iota
	CastUntyped           // where nothing beside it has another type than text: the database takes it for text
	CastAlone             // everywhere but where it is compared with what has a type, or assigned to it
)

// RegexpForms are how a dialect writes regular expressions: %l is the text, %r the pattern, %f the flags, %F the flags as the
// beginning of a pattern, (?i), %n the replacement. A
// form that is "" does not exist.
type RegexpForms struct {
	Match, NotMatch           string
	MatchFlags, NotMatchFlags string
	// MatchNoCase and NotMatchNoCase are for the flag "i" alone, where there is an operator for it.
	MatchNoCase, NotMatchNoCase string
	Replace, ReplaceFlags       string
}

// MultiTable is how UPDATE and DELETE name tables beside their own, which their conditions use.
type MultiTable uint8

// The forms.
const (
	MultiTableNone   MultiTable = iota // not at all
	MultiTableOthers                   // UPDATE t SET ... FROM u; DELETE FROM t USING u
	MultiTableFrom                     // UPDATE t SET ... FROM u; DELETE FROM t FROM u
	MultiTableAll                      // UPDATE t SET ... FROM t, u; DELETE FROM t FROM t, u
	MultiTableList                     // UPDATE t, u SET t.x = ...; DELETE FROM t USING t, u
)

// ReturningForm is how a statement yields the rows that it changed.
type ReturningForm uint8

// The forms.
const (
	ReturningClause ReturningForm = iota // RETURNING t.x at the end
	ReturningBare                        // RETURNING x at the end
	ReturningOutput                      // OUTPUT inserted.x before VALUES or WHERE
	ReturningInto                        // RETURNING t.x INTO a parameter that is set
)

// OrderedInsert is how the rows of a multi-row INSERT get generated keys in the order of the values, by the form INSERT ... SELECT ...
// FROM (VALUES ...) ORDER BY.
type OrderedInsert uint8

// The forms.
const (
	OrderedNone   OrderedInsert = iota // they do not
	OrderedCast                        // the values of the first row are cast by ::, and the keys come back in that order
	OrderedOutput                      // values need no cast, and the keys come back in any order: they ascend in that of the values
)

// UpsertForm is what an INSERT can do about a row that is there already.
type UpsertForm uint8

// The forms.
const (
	UpsertNone        UpsertForm = iota
	UpsertConflict               // ON CONFLICT
	UpsertConstraints            // ON CONFLICT, also ON CONSTRAINT
	UpsertDuplicate              // ON DUPLICATE KEY UPDATE
	UpsertAlias                  // ON DUPLICATE KEY UPDATE, where the new row has a name: AS new
)

// LockForms are the parts of a locking clause that a dialect has.
type LockForms struct {
	NoWait, SkipLocked string // "" where there is none
	KeyUpdate          string // FOR NO KEY UPDATE
	KeyShare           string // FOR KEY SHARE
	// Of names what is locked: by table, or by column, or not at all.
	Of LockTargets
}

// LockTargets is what FOR UPDATE OF names.
type LockTargets uint8

// The targets.
const (
	LockOfNothing LockTargets = iota
	LockOfTables
	LockOfColumns
)

// Rules are the properties of a dialect that are data.
type Rules struct {
	Params     ParamStyle
	QuoteOpen  byte
	QuoteClose byte
	// Reserved reports whether a lower-case word must be quoted.
	Reserved func(string) bool
	// FoldsUpper is set where unquoted names are folded to upper case, so that lower-case ones need no quotes there either.
	FoldsUpper bool
	// MaxIdentifier is the longest identifier, in bytes.
	MaxIdentifier int
	NativeBoolean bool
	// NativeBoolean says that conditions are values: a column holding a truth value is a condition.
	// True and False are the constants.
	True, False string
	Limit       LimitStyle
	// NoExistsValue is set where EXISTS is a condition only and no column of a SELECT.
	NoExistsValue bool
	// Forms are the operators that are written otherwise than in standard SQL: the text with %l and %r for the operands, %x for
	// that of an operator with one. "" says
	// that the database has no such operator.
	Forms map[expr.Op]string
	// NoFilter is set where aggregates have no FILTER, NoNulls where ORDER BY has no NULLS FIRST, NoSymmetric where BETWEEN has no
	// SYMMETRIC, NoGroupings where GROUP BY takes expressions only, and WithRollup where one ROLLUP follows the columns and nothing else is there.
	NoFilter, NoNulls, NoSymmetric, NoGroupings, WithRollup bool
	// Floor is the form of [expr.OpFloorDiv] between other numbers than integers, "" for FLOOR(%l / %r).
	Floor string
	// Functions are those that have another name, by their lower-case name. A name with a % in it is the whole call: %a stands for
	// all arguments, %1 to %9 for one of them, %0 for nothing.
	Functions map[string]string
	// AnyArguments are functions that take arguments of any type, where a bind must say its own.
	AnyArguments map[string]bool
	// LikeArguments are functions that yield what their arguments are: where all of these are binds, the first says its type.
	LikeArguments map[string]bool
	// MatchColumns says that there is MATCH (columns) AGAINST (words). MatchConfig is the form of a search by a configuration %c.
	MatchColumns bool
	MatchConfig  string
	// CastForms are what CAST to a kind is where the database has none: %l is the value. TryCast is the cast of %l to %t that gives
	// NULL for what cannot be converted, "" for none.
	CastForms map[sqltypes.Kind]string
	TryCast   string
	// CastBinds is where a bind must say its type.
	CastBinds CastBinds
	// BindCasts are the types that such binds are cast to where it is not their own: a value may be longer than the column beside it.
	BindCasts map[sqltypes.Kind]string
	// Arrays says that there are arrays, ColonCasts that x::type is a cast.
	Arrays, ColonCasts bool
	// Key and Path are how parts of documents are taken, by a key or place and by a path; Paths is how those are written.
	Key, Path DocumentForms
	Paths     PathRules
	// TupleValues is set where the list of an IN of tuples begins with VALUES.
	TupleValues bool
	// Extract is the form of EXTRACT, with %f for the field and %l for the value, "" for the standard's; ExtractFields are the
	// fields that the dialect writes otherwise, and with ExtractOnly all there are.
	Extract       string
	ExtractFields map[string]string
	ExtractOnly   bool
	// ExtractForms are the fields that are taken otherwise: %l is the value.
	ExtractForms map[string]string
	// Regexp is how regular expressions are matched.
	Regexp RegexpForms
	// BackslashEscapes is set where a backslash in a string literal must be doubled.
	BackslashEscapes bool
	// BareCollation is set where names of collations are never quoted.
	BareCollation bool
	// StartingWith is the operator for a literal prefix without wildcards, "" for LIKE.
	StartingWith string
	// EmptyIn is what stands between the parentheses of IN without values, where %1 is as many ones as a tuple has items; "" makes it
	// (NULL) AND (1 != 1).
	EmptyIn string
	// EmptySet is a SELECT without rows, with %t for the type of its column; "" is SELECT 1 WHERE 1!=1.
	EmptySet string
	// EmptyInsert is what follows the table's name in an INSERT without columns, with %c for the first column of the table.
	EmptyInsert string
	// Returning says that INSERT, UPDATE and DELETE can yield the rows they changed; NoUpdateReturning that UPDATE cannot.
	Returning         bool
	NoUpdateReturning bool
	// ReturningForm is how they do.
	ReturningForm ReturningForm
	// OneTableReturning is set where a DELETE that names several tables cannot return.
	OneTableReturning bool
	// ImplicitReturning says that an INSERT of one row returns the key that the database makes, DriverKeys that it need not return
	// one which the driver tells.
	ImplicitReturning, DriverKeys bool
	// Upsert is what an INSERT can do about a row that is there already.
	Upsert UpsertForm
	// AliasApart is set where an alias of the table of UPDATE and DELETE stands in a FROM (USING in DELETE) of its own, and in place
	// of the table; for UPDATE and for DELETE.
	AliasApartUpdate, AliasApartDelete bool
	// LimitChanges says that UPDATE and DELETE take a LIMIT.
	LimitChanges bool
	// OrderedInsert is how rows of a multi-row INSERT get keys in the order of the values.
	OrderedInsert OrderedInsert
	// MultiRow says that VALUES takes several rows.
	MultiRow bool
	// MaxParams is how many binds one statement may have, MaxList how many values a list of IN may; 0 is any number.
	MaxParams, MaxList int
	// NoLimit is what LIMIT says where there is an offset and no limit.
	NoLimit string
	// ForUpdate and ForShare end a locking SELECT; "" where there is none.
	ForUpdate, ForShare string
	// Lock says which parts of a locking clause there are.
	Lock LockForms
	// Relations says that documents, arrays and ranges have operators (@>, &&, ?); elsewhere they are an error, since the database
	// has none, or another of that name.
	Relations bool
	// DistinctOn says that there is DISTINCT ON.
	DistinctOn bool
	// InnerJoin is the keyword of an inner join, "" for JOIN.
	InnerJoin string
	// JoinsInWhere is set where joins are written by commas, with their conditions in WHERE and (+) behind the columns of what an outer
	// join makes optional.
	JoinsInWhere bool
	// BareAlias is set where AS may not stand before the alias of a table.
	BareAlias bool
	// SetOps are the set operators whose names differ from the standard's.
	SetOps map[expr.SetOp]string
	// FetchParens is set where the numbers of FETCH and its OFFSET stand in parentheses.
	FetchParens bool
	// BareRecursive is set where WITH is not followed by RECURSIVE.
	BareRecursive bool
	// WithFollowsInsert is set where WITH stands behind the columns of an INSERT, not before it.
	WithFollowsInsert bool
	// UpdateTables and DeleteTables are how several tables are named.
	UpdateTables, DeleteTables MultiTable
	// NoFetch is set where there is no FETCH FIRST.
	NoFetch bool
	// FetchPercent and FetchTies say that FETCH FIRST knows PERCENT and WITH TIES.
	FetchPercent, FetchTies bool
	// BareCompound is set where the SELECTs of a compound may not stand in parentheses.
	BareCompound bool
	// Frames says what the frame of a window can be.
	Frames FrameForms
	// PartsInFrom is set where a SELECT of a compound that sorts and limits its own rows stands in a FROM, with an alias.
	PartsInFrom bool
	// NoLateral is set where nothing in FROM sees the elements beside it, NoWithChanges where WITH stands before SELECT and in INSERT only,
	// and LimitNumbers where LIMIT takes no expressions but numbers and binds.
	NoLateral, NoWithChanges, LimitNumbers bool
	// From says what can stand in FROM beside tables, joins and subqueries.
	From FromForms
	// MaxLabel is the longest label or alias, in bytes, where that is not MaxIdentifier.
	MaxLabel int
	// DottedSchemas is set where the name of a schema may be database.owner, each of which is quoted alone.
	DottedSchemas bool
	// FromDual is what a SELECT without tables needs (" FROM DUAL"), "" for nothing.
	FromDual string
	// NextValue is the next number of a sequence, with %s for its name and %q for it in a string literal; "" for none.
	NextValue string
	// DDL is how tables are created.
	DDL DDLRules
}

var bracketForms = DocumentForms{"%l[%r]", "%l[%r]", "%l[%r]", "%l[%r]", "%l[%r]", "%l[%r]"}

// Generic is a dialect of no database: standard SQL with named parameters, for messages, tests and tools.
var Generic Dialect = generic{&convert.Storage{Dialect: "default", Text: genericRules.QuoteText, Bytes: convert.HexBytes, True: "true", False: "false"}}

type generic struct{ *convert.Storage }

var genericRules = Rules{
	Params: ParamNamed, QuoteOpen: '"', QuoteClose: '"', Reserved: IsReservedSQL, MaxIdentifier: 9999, True: "true", False: "false",
	NativeBoolean: true, Relations: true, EmptyInsert: "DEFAULT VALUES", Upsert: UpsertConstraints, LimitChanges: true, FetchPercent: true, FetchTies: true,
	Frames:    FrameForms{Groups: true, Exclude: true, Bounds: BoundsOfAll},
	From:      FromForms{Ordinality: true, Derived: true, Sample: true, Values: true, DML: true, Hints: HintBrackets},
	Returning: true, MultiRow: true, MaxParams: 1 << 15, ForUpdate: "FOR UPDATE", ForShare: "FOR UPDATE", NoLimit: "-1",
	UpdateTables: MultiTableOthers, DeleteTables: MultiTableOthers, NextValue: "<next sequence value: %s>",
	DDL: DDLRules{View: ViewForms{Replace: "OR REPLACE ", IfNotExists: true}, Sequences: true, OptionalSequences: true, Identity: IdentityStandard, NativeBoolean: true, Index: IndexRules{Where: true, Full: true, Include: true, Nulls: true, IfExists: true}},
	Key: bracketForms, Path: bracketForms, Arrays: true,
	Regexp: RegexpForms{
		Match: "%l <regexp> %r", NotMatch: "%l <not regexp> %r", MatchFlags: "%l <regexp> %r", NotMatchFlags: "%l <not regexp> %r",
		Replace: "<regexp replace>(%l, %r, %n)", ReplaceFlags: "<regexp replace>(%l, %r, %n)",
	},
}

func (generic) Name() string  { return "default" }
func (generic) Rules() *Rules { return &genericRules }

// TypeSQL gives a text for every type, those of one database included.
func (generic) TypeSQL(t sqltypes.Type) (string, error) {
	switch x := sqltypes.Impl(t, "default").(type) {
	case sqltypes.UserDefined:
		return x.ColumnSpec("default")
	case sqltypes.IntervalType:
		return "DATETIME", nil
	case sqltypes.EnumType:
		return fmt.Sprintf("VARCHAR(%d)", x.Size()), nil
	case sqltypes.ArrayType:
		return "ARRAY", nil
	default:
		return x.String(), nil
	}
}

func (generic) Autoincrement(c *schema.Column) (string, string) { return c.Type().String(), "" }

var _ expr.Statement = expr.Select{}
