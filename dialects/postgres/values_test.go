package postgres

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

func asText(s string) (any, error) { return s, nil }

func TestParseArray(t *testing.T) {
	for in, want := range map[string][]any{
		"{}": {}, "{1,NULL,null}": {"1", nil, nil}, `{"NULL","",a b}`: {"NULL", "", "a b"}, `{{1,2},{3,4}}`: {[]any{"1", "2"}, []any{"3", "4"}},
		`{"a\"b\\c",d\"e}`: {`a"b\c`, `d"e`}, "[2:3]={7,8}": {"7", "8"}, `{"{x,y}"}`: {"{x,y}"},
	} {
		got, err := parseArray(in, asText)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v", in, got, err)
		}
	}
	for _, bad := range []string{"", "{", "}", "{1", "{1,", "{,}", "{1,}", "{1}}", "{1}x", `{"a}`, `{"a"b}`, "{a{b}}", "[1:2]", "x", `{\`, "{{{{{{{1}}}}}}}", `{"\`} {
		if got, err := parseArray(bad, asText); err == nil {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

// Property: an array of texts is written as what is read as the same array.
func FuzzArray(f *testing.F) {
	f.Add("a", "b\x01c", true)
	f.Add(`"\`, "{,}", false)
	f.Add("NULL", "", true)
	f.Fuzz(func(t *testing.T, a, b string, nested bool) {
		v := []any{a, nil, b}
		if nested {
			v = []any{[]any{a, nil}, []any{b, a}}
		}
		var w strings.Builder
		if err := appendArray(&w, reflect.ValueOf(v), elementOf(sqltypes.Text()), 0, 0); err != nil {
			t.Fatal(err)
		}
		got, err := parseArray(w.String(), asText)
		if err != nil || !reflect.DeepEqual(got, v) {
			t.Errorf("%q: %q, %v", w.String(), got, err)
		}
	})
}

// Property: no text makes the parsers panic, and what they read as an array is one.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"{1,2}", `{{"a\"",NULL}}`, `"a"=>"1", "b"=>NULL`, `["a b",c)`, "empty", "{[1,2),(3,]}", "[1:2]={1}"} {
		f.Add(s)
	}
	text := elementOf(sqltypes.Text())
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := parseArray(s, asText); err == nil && v == nil {
			t.Errorf("%q is read as no array", s)
		}
		if h, err := ParseHstore(s); err == nil {
			if again, err := ParseHstore(h.String()); err != nil || !reflect.DeepEqual(again, h) {
				t.Errorf("%q: %v, then %v, %v", s, h, again, err)
			}
		}
		if r, rest, err := parseRange(s, text); err == nil && rest == "" {
			w, err := r.format(text)
			again, _, err2 := parseRange(w, text)
			if err != nil || err2 != nil || !reflect.DeepEqual(again, r) {
				t.Errorf("%q: %+v, written %q, then %+v, %v", s, r, w, again, err2)
			}
		}
		if rs, err := parseMultirange(s, text); err == nil && rs == nil {
			t.Errorf("%q is read as no multirange", s)
		}
	})
}

func TestParseHstore(t *testing.T) {
	one, quoted := "1", `"\`
	got, err := ParseHstore(`"a"=>"1", "b"=>NULL, "\"\\"=>"\"\\"`)
	if err != nil || !reflect.DeepEqual(got, Hstore{"a": &one, "b": nil, quoted: &quoted}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"a", `"a"`, `"a"=>`, `"a"=>1`, `"a"=>"1",`, `"a"=>"1" "b"=>"2"`, `"a"=>"1", `, `"a"=>NULLx`, `"a`} {
		if got, err := ParseHstore(bad); err == nil {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

func TestParseRange(t *testing.T) {
	text := elementOf(sqltypes.Text())
	for in, want := range map[string]Range{
		"empty": {Empty: true}, "[a,b)": NewRange("a", "b", "[)"), "(,)": {}, `["",)`: NewRange("", nil, "[)"), `["a ""b\"",c]`: NewRange(`a "b"`, "c", "[]"),
	} {
		got, rest, err := parseRange(in, text)
		if err != nil || rest != "" || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v %q, %v", in, got, rest, err)
		}
	}
	for _, bad := range []string{"", "[", "[a", "[a,", "[a,b", "a,b)", "[a b)", "[a,b,c)", `["a,b)`} {
		if got, rest, err := parseRange(bad, text); err == nil && rest == "" {
			t.Errorf("%q: %+v", bad, got)
		}
	}
	rs, err := parseMultirange("{[a,b),(c,]}", text)
	if err != nil || len(rs) != 2 || rs[1].Lower != "c" {
		t.Errorf("%+v, %v", rs, err)
	}
	for _, bad := range []string{"", "{", "{[a,b)", "{[a,b),}", "{[a,b)(c,d)}", "{}x", "[a,b)"} {
		if rs, err := parseMultirange(bad, text); err == nil {
			t.Errorf("%q: %+v", bad, rs)
		}
	}
}

// What the database gives and a type cannot be is a *sqltypes.ValueError.
func TestBadResults(t *testing.T) {
	for _, c := range []struct {
		t sqltypes.Type
		v any
	}{
		{sqltypes.Array(sqltypes.Integer()), []byte("{a}")}, {sqltypes.Array(sqltypes.Integer()), int64(5)}, {INT4RANGE(), []byte("[a,b)")}, {HSTORE(), []byte("x")},
		{INET(), []byte("x")}, {MACADDR(), []byte("x")}, {INTERVAL("", -1), []byte("1 fortnight")}, {sqltypes.Interval(), []byte("1 mon")}, {sqltypes.Numeric(0, 0), []byte("NaN")},
		{sqltypes.Date(), []byte("infinity")}, {sqltypes.DateTimeTZ(), []byte("-infinity")}, {sqltypes.Numeric(5, 2), 1.5},
	} {
		var ve *sqltypes.ValueError
		if got, err := Dialect.Results(c.t)(c.v); !errors.As(err, &ve) {
			t.Errorf("%v %s: %v, %v", c.t, c.v, got, err)
		}
	}
}
