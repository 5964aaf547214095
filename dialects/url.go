package dialects

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"strconv"
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
type URLError struct {
	// Part is the part at fault: "dialect", "user" (with the password), "host", "port", "database" or "options".
	Part   string
	Reason string
}

// Error implements error.
func (e *URLError) Error() string {
	return "dialects: the database URL " + e.Reason + `; it has the form dialect+driver://user:password@host:port/database?option=value, for example "sqlite:///file.db" or "postgresql://user@localhost/blog"`
}

// ParseURL reads a database URL. The error is a *[URLError].
func ParseURL(s string) (URL, error) {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok || scheme == "" {
		return URL{}, &URLError{"dialect", `has no "dialect://" at its beginning`}
	}
	u := URL{}
	var driver bool
	u.Dialect, u.Driver, driver = strings.Cut(scheme, "+")
	if !word(u.Dialect) || driver && !word(u.Driver) {
		return URL{}, &URLError{"dialect", fmt.Sprintf("begins with %q, which is neither a dialect nor dialect+driver", scheme)}
	}
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, _ := strings.Cut(rest, "/")
	if rest == ":memory:" { // with two slashes, as SQLAlchemy's manual has it too
		authority, path = "", rest
	}
	var err error
	if u.Options, err = url.ParseQuery(query); err != nil {
		return URL{}, &URLError{"options", "has options that cannot be read"}
	}
	if u.Database, err = url.PathUnescape(path); err != nil {
		return URL{}, &URLError{"database", "has a database name with a wrong escape"}
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
			return &URLError{"user", "has a user or password with a wrong escape"}
		}
		s = s[i+1:]
	}
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return &URLError{"host", "has a host with [ but no ]"}
		}
		u.Host, s = s[1:end], s[end+1:]
		u.Port = strings.TrimPrefix(s, ":")
		return u.checkPort()
	}
	u.Host, u.Port, _ = strings.Cut(s, ":")
	return u.checkPort()
}

func (u *URL) checkPort() error {
	if u.Port == "" {
		return nil
	}
	if n, err := strconv.ParseUint(u.Port, 10, 16); err != nil || n == 0 || u.Port[0] == '+' {
		return &URLError{"port", fmt.Sprintf("has the port %q, which is no number from 1 to 65535", u.Port)}
	}
	return nil
}

// word reports whether s can be the name of a dialect or driver.
func word(s string) bool {
	for _, r := range s {
		if r != '_' && r != '-' && r != '.' && !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return false
		}
	}
	return s != ""
}

// Address is host:port as net.Dial takes it, without the port if there is none, "" without a host.
func (u URL) Address() string {
	switch {
	case u.Port != "":
		return net.JoinHostPort(u.Host, u.Port)
	case strings.Contains(u.Host, ":"):
		return "[" + u.Host + "]"
	}
	return u.Host
}

// String is the URL with *** for the password.
func (u URL) String() string { return u.text("***") }

// Unmasked is the URL with its password: [ParseURL] reads it back. Keep it out of logs.
func (u URL) Unmasked() string { return u.text(escape(u.Password)) }

func (u URL) text(password string) string {
	var b strings.Builder
	b.WriteString(u.Dialect)
	if u.Driver != "" {
		b.WriteString("+" + u.Driver)
	}
	b.WriteString("://")
	if u.User != "" || u.Password != "" {
		b.WriteString(escape(u.User))
		if u.Password != "" {
			b.WriteString(":" + password)
		}
		b.WriteByte('@')
	}
	b.WriteString(u.Address())
	if u.Database != "" {
		b.WriteString("/" + escapeDatabase.Replace(u.Database))
	}
	if len(u.Options) > 0 {
		b.WriteString("?" + u.Options.Encode())
	}
	return b.String()
}

// escape writes a user or password so that it cannot end early. It leaves letters of all scripts alone.
func escape(s string) string { return escapeUser.Replace(s) }

var (
	escapeUser     = strings.NewReplacer("%", "%25", ":", "%3A", "@", "%40", "/", "%2F", "?", "%3F", "[", "%5B", "]", "%5D")
	escapeDatabase = strings.NewReplacer("%", "%25", "?", "%3F")
)

// With is u with an option set to values instead of those that it has.
func (u URL) With(key string, values ...string) URL {
	opts := maps.Clone(u.Options)
	if opts == nil {
		opts = url.Values{}
	}
	opts[key] = values
	u.Options = opts
	return u
}

// WithDefault is u with an option that it does not have yet.
func (u URL) WithDefault(key, value string) URL {
	if u.Options.Has(key) {
		return u
	}
	return u.With(key, value)
}
