package sqlcompile_test

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

var (
	// rowLimits are the numbers beside ROWNUM, which the corpus has in the text and we send.
	rowLimits = regexp.MustCompile(`(ROWNUM <= |ora_rn > )[^ ()]+( \+ [^ ()]+)?`)
	colons    = regexp.MustCompile(`:[a-z0-9_]+`)
	spaces    = regexp.MustCompile(`\s+`)
)

func rowNumForm(s string) string {
	s = strings.ReplaceAll(spaces.ReplaceAllString(s, " "), " )", ")")
	return colons.ReplaceAllString(rowLimits.ReplaceAllString(s, "$1?"), "?")
}

// otherRowNum are the cases that are otherwise, and why.
var otherRowNum = map[string]string{
	"limit.limit/limit-string":     "a limit is a number: text is an error when it is sent",
	"limit.limit/limit-scalar":     "a typed error: before 12c a subquery sees nothing of the statement two levels above",
	"update.subquery/correlated":   "a typed error: before 12c a subquery sees nothing of the statement two levels above",
	"limit.forupdate/limit-offset": "OF is followed by what was asked for; Oracle locks no rows of such a SELECT (ORA-02014)",
}

// Oracle before 12c limits rows as the corpus does, which has no other Oracle.
func TestGoldenRowNum(t *testing.T) {
	equal := 0
	for file, twins := range goldenFiles {
		for _, c := range loadGolden[goldenCase](t, filepath.Join(goldenRoot, "core", file+".json")) {
			want := c.SQL["oracle"].Text
			twin := twins[strings.TrimPrefix(c.ID, file+".")]
			if !strings.Contains(want, "ROWNUM") || twin == nil {
				continue
			}
			_, text, _, _, err := goldenCompile(twin(), oracle.Old, c.Compile)
			same := err == nil && rowNumForm(text) == rowNumForm(want)
			if same != (otherRowNum[c.ID] == "") {
				t.Errorf("%s (%s)\n\tgot  %s, %v\n\twant %s", c.ID, otherRowNum[c.ID], rowNumForm(text), err, rowNumForm(want))
			}
			if same {
				equal++
			}
		}
	}
	if equal < 20 {
		t.Errorf("%d cases are as in the corpus", equal)
	}
}

// What joins by (+) cannot say is an error that says so; conditions on the table that stays would be conditions of the whole.
func TestJoinsWithoutJoin(t *testing.T) {
	u, a := tutorial.users, tutorial.addresses
	on := u.C("id").Eq(a.C("user_id"))
	d := oracle.New(oracle.Options{NoJoin: true})
	orders := shop.orders
	for what, k := range map[string]struct {
		from expr.Source
		want string // "" for an error that names lacks
		lack string
	}{
		"two conditions": {expr.OuterJoinOf(u, a, expr.And(on, a.C("email_address").Gt("x"))), "users.id = addresses.user_id(+) AND addresses.email_address(+) > :1", ""},
		"in a function":  {expr.OuterJoinOf(u, a, u.C("name").Eq(expr.Func("lower", nil, a.C("email_address")))), "users.name = lower(addresses.email_address(+))", ""},
		"an alias":       {expr.OuterJoinOf(u, expr.NewAlias(a.TableClause, "b"), nil), "users.id = b.user_id(+)", ""},
		"OR of an inner": {expr.JoinOf(u, a, expr.Or(on, a.C("id").Eq(u.C("id")))), "users.id = addresses.user_id OR addresses.id = users.id", ""},
		"OR":             {expr.OuterJoinOf(u, a, expr.Or(on, a.C("id").Eq(1))), "", "OR in the condition of an outer join by (+)"},
		"IN":             {expr.OuterJoinOf(u, a, expr.And(on, a.C("id").In([]int{1, 2}))), "", "IN in the condition of an outer join by (+)"},
		"a subquery":     {expr.OuterJoinOf(u, a, a.C("id").Eq(expr.NewSelect(expr.Max(orders.C("id"))))), "", "subquery in the condition of an outer join by (+)"},
		"the other side": {expr.OuterJoinOf(u, a, expr.And(on, u.C("id").Gt(1))), "", "condition without a column of the other table in the condition of an outer join by (+)"},
		"full":           {expr.FullJoinOf(u, a, nil), "", "FULL OUTER JOIN by (+)"},
		"nested":         {expr.OuterJoinOf(u, expr.JoinOf(a, orders, a.C("id").Eq(orders.C("id"))), on), "", "outer join with a join by (+)"},
	} {
		from, ok := k.from.(expr.FromClause)
		if !ok {
			t.Fatalf("%s: a %T", what, k.from)
		}
		c, err := sqlcompile.Compile(expr.NewSelect(u.C("id")).SelectFrom(from), d)
		var lack *sqlcompile.UnsupportedError
		switch {
		case k.want == "" && (!errors.As(err, &lack) || lack.What != k.lack || lack.Dialect != "oracle"):
			t.Errorf("%s: %v", what, err)
		case k.want != "" && (err != nil || !strings.HasSuffix(c.Text, " WHERE "+k.want)):
			t.Errorf("%s: %v, %v, want %s", what, c, err, k.want)
		}
	}
}
