package mapping

// This file has what code says about the keys of maps.

// MapKey says that a function makes the keys of a Map of its members, in place of the option key.
func (c *Config) MapKey(attr string) *Relationship {
	r := c.rel("MapKey", attr)
	if r == nil {
		return nil
	}
	c.step(func(b *builder) {
		if r.Container != MapContainer {
			b.problem("ORM226", r.At, nil, "code gives %s.%s keys, which only an orm.Map has", c.Entity.Name, attr)
			return
		}
		r.Key, r.KeyMade = nil, true
	})
	return r
}

// NoKey reports a function that cannot make the keys of a Map.
func (c *Config) NoKey(r *Relationship, why string) {
	c.step(func(b *builder) { b.problem("ORM226", r.At, nil, "the function of MapKey %s", why) })
}

// keySaid reports a Map of a configured entity of which neither its tag nor code says how it finds its elements.
func (b *builder) keySaid(r *Relationship) {
	_, tagged := r.tag.Get("key")
	if r.Container == MapContainer && !tagged && !r.KeyMade && r.Target != nil {
		b.problem("ORM226", r.At, nil, "the map does not say how it finds its elements; give it the option `key:Attribute`, or a function in ConfigureMapping: m.MapKey(%q, ...)", r.Name)
	}
}
