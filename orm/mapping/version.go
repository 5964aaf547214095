package mapping

import "slices"

// This file has versions: attributes that are another after each change of their row.

// version makes an attribute the one that counts changes, as its tag says.
func (w *fieldWalk) version(a *Attr, tag Tag) {
	it, ok := tag.Get("version")
	switch {
	case !ok:
	case a.Codec != CodecInt && a.Codec != CodecUint || a.Pointer || a.PK:
		w.b.problem("ORM106", a.At.at(it.Span), []Fix{{"remove it", []Edit{{a.At.at(it.Span), ""}}}}, "option \"version\" has no effect: it counts in an integer that is not NULL and no key")
	case slices.ContainsFunc(w.e.Attrs, func(o *Attr) bool { return o.Version }):
		w.b.problem("ORM105", a.At.at(it.Span), nil, "another attribute counts the changes of %s already", w.e.Name)
	default:
		a.Version = true
	}
}

// Version makes an attribute the version of its entity, whatever its values are, and gives it; nil if it cannot be.
func (c *Config) Version(attr string) *Attr { return c.version("Version", attr) }

// ServerVersion is [Config.Version] for one that the database makes.
func (c *Config) ServerVersion(attr string) *Attr { return c.version("ServerVersion", attr) }

func (c *Config) version(call, attr string) *Attr {
	a := c.Attr(call, attr)
	if a == nil {
		return nil
	}
	bad := ""
	switch {
	case a.Computed:
		bad = "is an SQL expression"
	case a.PK:
		bad = "is part of the key"
	case a.Pointer:
		bad = "can be NULL"
	case a.Composite != nil:
		bad = "is part of a composite"
	case a.Deferred:
		bad = "is read when it is asked for"
	case slices.ContainsFunc(c.Entity.Attrs, func(o *Attr) bool { return o.Version && o != a }):
		bad = "is not the only one: another attribute has the option version"
	default:
		c.step(func(*builder) { a.Version, a.Vital = true, true })
		return a
	}
	c.step(func(b *builder) {
		b.problem("ORM105", a.At, nil, "code makes %s.%s the version of its row, but it %s", c.Entity.Name, attr, bad)
	})
	return nil
}
