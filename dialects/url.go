package dialects

import (
	"fmt"
	"maps"
	"net/url"
	"strings"
)

// URL names a database: dialect+driver://user:password@host:port/database?option=value.
type URL struct {
	Dialect string
	Driver  string // "" for the dialect's usual one
	User    string
	// Password is never printed; see String.
	Password string
	Host     string
	Port     string
	Database string
	Options  url.Values
}

// URLError says what is wrong with a database URL, without repeating a password that may be in it.
type URLError struct{ Reason string }

// Error implements error.
func (e *URLError) Error() string {
	return "dialects: the database URL " + e.Reason + `; it has the form dialect+driver://user:password@host:port/database?option=value, for example "sqlite:///file.db" or "postgresql://user@localhost/blog"`
}

// ParseURL reads a database URL. The error is a *[URLError].
func ParseURL(s string) (URL, error) {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || scheme == "" {
		return URL{}, &URLError{`has no "dialect://" at its beginning`}
	}
	u := URL{}
	u.Dialect, u.Driver, _ = strings.Cut(scheme, "+")
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, _ := strings.Cut(rest, "/")
	var err error
	if u.Options, err = url.ParseQuery(query); err != nil {
		return URL{}, &URLError{"has options that cannot be read"}
	}
	if u.Database, err = url.PathUnescape(path); err != nil {
		return URL{}, &URLError{"has a database name with a wrong escape"}
	}
	return u, u.authority(authority)
}

// authority reads user:password@host:port.
func (u *URL) authority(s string) error {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		user, password, _ := strings.Cut(s[:i], ":")
		var err, err2 error
		u.User, err = url.PathUnescape(user)
		u.Password, err2 = url.PathUnescape(password)
		if err != nil || err2 != nil {
			return &URLError{"has a user or password with a wrong escape"}
		}
		s = s[i+1:]
	}
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return &URLError{"has a host with [ but no ]"}
		}
		u.Host, s = s[1:end], s[end+1:]
		u.Port = strings.TrimPrefix(s, ":")
		return u.checkPort()
	}
	u.Host, u.Port, _ = strings.Cut(s, ":")
	return u.checkPort()
}

func (u *URL) checkPort() error {
	for _, r := range u.Port {
		if r < '0' || r > '9' {
			return &URLError{fmt.Sprintf("has the port %q, which is no number", u.Port)}
		}
	}
	return nil
}

// String is the URL with *** for the password.
func (u URL) String() string {
	var b strings.Builder
	b.WriteString(u.Dialect)
	if u.Driver != "" {
		b.WriteString("+" + u.Driver)
	}
	b.WriteString("://")
	if u.User != "" || u.Password != "" {
		b.WriteString(url.PathEscape(u.User))
		if u.Password != "" {
			b.WriteString(":***")
		}
		b.WriteByte('@')
	}
	if strings.Contains(u.Host, ":") {
		b.WriteString("[" + u.Host + "]")
	} else {
		b.WriteString(u.Host)
	}
	if u.Port != "" {
		b.WriteString(":" + u.Port)
	}
	b.WriteString("/" + u.Database)
	if len(u.Options) > 0 {
		b.WriteString("?" + u.Options.Encode())
	}
	return b.String()
}

// WithDefault is u with an option that it does not have yet.
func (u URL) WithDefault(key, value string) URL {
	if u.Options.Has(key) {
		return u
	}
	opts := url.Values{key: {value}}
	maps.Copy(opts, u.Options)
	u.Options = opts
	return u
}
