package dialects_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/internal/otherwise"
)

// urlCase is a case of testdata/golden/engine/url.json.
type urlCase struct {
	ID, Python, URL, Error string
	Result                 *struct {
		Drivername, Backend, Rendered, Masked string
		Username, Password, Host, Database    *string
		Port                                  *int
		Query                                 map[string]any
	}
}

// builtURLs are the twins of the cases that build URLs.
var builtURLs = map[string]dialects.URL{
	"url.build/create-basic":   {Dialect: "postgresql", User: "scott", Password: "tiger", Host: "localhost", Port: "5432", Database: "test"},
	"url.build/create-special": {Dialect: "postgresql", User: "s@x", Password: "p/w:d#", Host: "h", Database: "db"},
	"url.build/create-ipv6":    {Dialect: "postgresql", Host: "::1", Port: "5432"},
	"url.build/create-query":   dialects.URL{Dialect: "postgresql", Host: "h"}.With("b", "x y").With("a", "1", "2"),
	"url.build/update-query":   dialects.URL{Dialect: "postgresql", Host: "h", Database: "db", Options: url.Values{"a": {"1"}}}.With("b", "2"),
}

// differs says why a case is not as in the corpus.
func differs(t *testing.T) map[string]string {
	t.Helper()
	var all []struct{ ID, Reason string }
	readJSON(t, "../testdata/golden/differences.json", &all)
	out := map[string]string{}
	for _, d := range all {
		if id, ok := strings.CutPrefix(d.ID, "engine/url."); ok {
			out["url."+id] = d.Reason
		}
	}
	return out
}

func readJSON(t *testing.T, file string, to any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, to)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// Every URL of the golden corpus is read, written and masked as there, or listed in differences.json.
func TestGoldenURLs(t *testing.T) {
	var cases []urlCase
	readJSON(t, "../testdata/golden/engine/url.json", &cases)
	listed := differs(t)
	var ours otherwise.Record
	for _, c := range cases {
		u, built := builtURLs[c.ID]
		var err error
		if !built {
			u, err = dialects.ParseURL(c.URL)
		}
		diff := "cannot be written in Go"
		if built || strings.HasPrefix(c.ID, "url.parse/") {
			diff = urlDiff(c, u, err)
		}
		if diff != "" {
			ours.Add(c.ID, diff)
		}
		if (diff != "") != (listed[c.ID] != "") {
			t.Errorf("%s: %s: %q; listed as different because: %q", c.ID, c.Python, diff, listed[c.ID])
		}
	}
	ours.Check(t, "testdata/otherwise.txt")
	t.Logf("%d cases, %d otherwise on purpose", len(cases), len(listed))
}

func urlDiff(c urlCase, u dialects.URL, err error) string {
	if c.Result == nil {
		if !errors.As(err, new(*dialects.URLError)) {
			return "no URLError"
		}
		return ""
	}
	if err != nil {
		return err.Error()
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	w := c.Result
	options := url.Values{}
	for k, v := range w.Query {
		switch v := v.(type) {
		case string:
			options.Add(k, v)
		case []any:
			for _, x := range v {
				options.Add(k, x.(string))
			}
		}
	}
	port := ""
	if w.Port != nil {
		b, _ := json.Marshal(*w.Port)
		port = string(b)
	}
	want := dialects.URL{Dialect: w.Backend, User: text(w.Username), Password: text(w.Password), Host: text(w.Host), Port: port, Database: text(w.Database), Options: options}
	_, want.Driver, _ = strings.Cut(w.Drivername, "+")
	if u.Options == nil {
		u.Options = url.Values{}
	}
	switch {
	case !reflect.DeepEqual(u, want):
		return "read as " + u.Unmasked()
	case u.Unmasked() != w.Rendered:
		return "written as " + u.Unmasked()
	case u.String() != w.Masked:
		return "masked as " + u.String()
	}
	return ""
}

func TestBadURLs(t *testing.T) {
	for s, part := range map[string]string{
		"": "dialect", "x": "dialect", "://h": "dialect", "+pq://h": "dialect", "postgresql+://h/d": "dialect", "post gres://h": "dialect",
		"postgresql://h:99999/d": "port", "postgresql://h:0/d": "port", "postgresql://h:-1/d": "port", "postgresql://h:1e3/d": "port",
		"postgresql://[::1/d": "host", "postgresql://[::1]x/d": "port", "postgresql://u:p%zz@h/d": "user", "postgresql://h/d%zz": "database",
		"postgresql://h/d?a=%zz": "options", "postgresql://h/d?a;b": "options", "postgresql://secret:hush@h:port/d": "port",
	} {
		_, err := dialects.ParseURL(s)
		var bad *dialects.URLError
		if !errors.As(err, &bad) || bad.Part != part || bad.Reason == "" {
			t.Errorf("%q: %v", s, err)
		} else if strings.Contains(err.Error(), "hush") {
			t.Errorf("the error repeats a password: %v", err)
		}
	}
}

// A data source name is made of a copy: the URL that an engine shows stays what the user wrote.
func TestDSNLeavesTheURLAlone(t *testing.T) {
	for _, s := range []string{"sqlite:///a.db?x=1", "mysql://h/d?x=1", "mssql://h/d?x=1"} {
		u, err := dialects.ParseURL(s)
		if err != nil {
			t.Fatal(err)
		}
		d, err := dialects.Get(u.Dialect)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.DSN(u); err != nil || u.Unmasked() != s {
			t.Errorf("%s became %s: %v", s, u.Unmasked(), err)
		}
	}
}

// What is written is read back, whatever the parts hold, and the masked form never shows the password.
func FuzzURL(f *testing.F) {
	f.Add("postgresql", "pq", "us@r", "p/:?#%[]", "::1", "5432", "d b%?/x", "k", "v&=")
	f.Add("sqlite", "", "", "", "", "", "/abs/path.db", "", "")
	f.Fuzz(func(t *testing.T, dialect, driver, user, password, host, port, database, key, value string) {
		u := dialects.URL{Dialect: dialect, Driver: driver, User: user, Password: password, Host: host, Port: port, Database: database, Options: url.Values{}}
		if key != "" {
			u = u.With(key, value)
		}
		back, err := dialects.ParseURL(u.Unmasked())
		if err != nil || strings.ContainsAny(host+port, "/?@[]%:") && host != "::1" {
			return // no such host, port or dialect
		}
		if back.User != u.User || back.Password != u.Password || back.Database != u.Database || !reflect.DeepEqual(back.Options, u.Options) {
			if strings.ContainsAny(dialect+driver, ":/") {
				return
			}
			t.Errorf("%#v is read back as %#v", u, back)
		}
		if len(password) > 3 && strings.Contains(u.String(), password) && !strings.Contains(dialect+driver+user+host+port+database+u.Options.Encode()+"***", password) {
			t.Errorf("%s shows the password", u)
		}
	})
}

// The database in memory has all the spellings that SQLAlchemy's manual gives it.
func TestMemoryURLs(t *testing.T) {
	for s, want := range map[string]string{"sqlite://": "", "sqlite:///:memory:": ":memory:", "sqlite://:memory:": ":memory:"} {
		if u, err := dialects.ParseURL(s); err != nil || u.Database != want || u.Host != "" || u.Port != "" {
			t.Errorf("%s: %+v, %v", s, u, err)
		}
	}
}
