package mapping

// Config collects what code says about an entity that its tags cannot hold: the method ConfigureMapping, run by the runtime or
// evaluated by the checker. [Model.Settle] makes it part of the model.
type Config struct {
	Entity *Entity
	steps  []func(*builder)
	// Problems are mistakes in the calls themselves: names that the entity does not have.
	Problems []Problem
}

// NewConfig collects for one entity.
func NewConfig(e *Entity) *Config { return &Config{Entity: e} }

// Attr is the column attribute that a call names; nil with a problem if there is none.
func (c *Config) Attr(call, name string) *Attr {
	a := c.Entity.Attr(name)
	if a == nil && !c.Entity.mayHave(name) {
		c.unknown(call, "column attribute", name, c.Entity.AttrNames())
	}
	return a
}

// rel is the relationship that a call names; nil with a problem if there is none.
func (c *Config) rel(call, name string) *Relationship {
	r := c.Entity.Rel(name)
	if r == nil && !c.Entity.mayHave(name) {
		c.unknown(call, "relationship", name, c.Entity.RelNames())
	}
	return r
}

func (c *Config) unknown(call, what, name string, names []string) {
	b := &builder{m: &Model{}, reported: map[string]bool{}}
	b.problem("ORM501", Locus{Decl: c.Entity.Type}, nil, "%s: %s has no %s %q%s", call, c.Entity.Name, what, name, didYouMean(name, names))
	c.Problems = append(c.Problems, b.m.Problems...)
}

func (c *Config) step(f func(*builder)) { c.steps = append(c.steps, f) }

// Join gives a relationship its join condition. Columns of the target's table, or of an alias of it, are those of the related entity;
// where both are of one table, an alias or [Remote] tells them apart. What refers to what follows from the foreign keys, or from
// [Foreign] and the option foreign_keys.
func (c *Config) Join(attr string, on any) {
	if r := c.rel("Join", attr); r != nil {
		c.step(func(b *builder) { b.said(r).on = b.own(on) })
	}
}

// SecondaryJoin gives a relationship over an association its two join conditions: of the entity and the association, and of the
// association and the target.
func (c *Config) SecondaryJoin(attr string, on, far any) {
	if r := c.rel("SecondaryJoin", attr); r != nil {
		c.step(func(b *builder) {
			s := b.said(r)
			s.on, s.far = b.own(on), b.own(far)
		})
	}
}

// Secondary says over what a relationship leads: a class, or a join of classes. Without it, it is the table of the option secondary,
// or the one that the conditions of [Config.SecondaryJoin] have beside those of both ends.
func (c *Config) Secondary(attr string, from any) {
	if r := c.rel("Secondary", attr); r != nil {
		c.step(func(b *builder) { b.said(r).from = from })
	}
}

// OrderBy orders a collection by expressions over the columns of the target.
func (c *Config) OrderBy(attr string, by ...any) {
	if r := c.rel("OrderBy", attr); r != nil {
		c.step(func(b *builder) { b.orderExprs(r, by) })
	}
}

// ServerDefault makes an expression the DEFAULT of a column.
func (c *Config) ServerDefault(attr string, x any) {
	if a := c.Attr("ServerDefault", attr); a != nil {
		c.step(func(b *builder) {
			if a.MayLack() {
				b.defaultOfNil(a)
			}
			a.Column.ServerDefault, a.Column.ServerDefaultExpr = "", b.own(x)
		})
	}
}

// Settle makes a model complete: what code says about its entities becomes part of it, and what no longer depends on that is checked. A
// configured entity without a Config is one whose code is not known: nothing is said of its relationships. It is called once, and may
// not be called while the model is used.
func (m *Model) Settle(cs ...*Config) {
	b := m.b
	m.collecting = false
	b.custom = map[*Relationship]*saying{}
	for _, c := range cs {
		c.Entity.known = true
		m.Problems = append(m.Problems, c.Problems...)
		for _, s := range c.steps {
			s(b)
		}
	}
	for _, e := range m.Entities {
		b.computedSaid(e)
		for _, r := range e.Rels {
			if e.Configured && e.known && r.Target != nil {
				b.keySaid(r)
				b.settle(r)
			}
			r.pending = nil
		}
	}
	for _, e := range m.Entities {
		for _, r := range e.Rels {
			if r.Known() && r.Target != nil && r.Entity.model == m {
				b.backPopulates(r)
			}
		}
	}
	b.vital()
	m.b = nil
}

// BeginConfig says that what code says is being collected: until [Model.Settle], relationships are as the tags have them.
func (m *Model) BeginConfig() { m.collecting = true }

// ofColumns are the calls that name columns; the others name relationships. True are those that only the runtime acts on: the model takes
// nothing from them but the name.
var ofColumns = map[string]bool{
	"Default": true, "DefaultFrom": true, "DefaultExpr": true, "OnUpdate": true, "OnUpdateFrom": true, "OnUpdateExpr": true,
	"Fetched": true, "FetchedOnUpdate": true, "System": true, "Validate": true,
	"Version": false, "ServerVersion": false, "Expr": false, "ServerDefault": false,
}

// RuntimeOnly reports whether a call of a method ConfigureMapping says nothing of the model: its name alone can be checked.
func RuntimeOnly(call string) bool { return ofColumns[call] }

// Check reports whether the entity has the attribute that a call of a method names; if not, a problem says so.
func (c *Config) Check(call, name string) bool {
	if _, ok := ofColumns[call]; ok {
		return c.Attr(call, name) != nil || c.Entity.mayHave(name)
	}
	return c.rel(call, name) != nil || c.Entity.mayHave(name)
}

// Known reports whether all that the code says about the relationship is part of the model. The runtime knows it once the registry is
// configured; the checker may not be able to follow the code.
func (r *Relationship) Known() bool {
	return !r.Entity.Configured || r.Entity.known || r.Entity.model.collecting
}

// Use settles the model of a relationship that is about to be used, if that is still to be done.
func (r *Relationship) Use() error {
	if m := r.Entity.model; r.Entity.Configured && m != nil && m.OnUse != nil {
		return m.OnUse()
	}
	return nil
}
