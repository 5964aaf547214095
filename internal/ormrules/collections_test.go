package ormrules_test

import (
	"slices"
	"testing"

	"github.com/aludel/aludel/orm"
)

func sorted(keys []string) []string { slices.Sort(keys); return keys }

// Maps, sets, and collections that are only asked.
func TestCollections(t *testing.T) {
	const hubs = "insert into hubs values(1,'h');insert into hubs values(2,'k');"
	const marks = hubs + "insert into marks values(1,'a',1);insert into marks values(2,'b',1);insert into pins values(1,'a',1);insert into pins values(2,'b',1);"
	const labels = hubs + "insert into labels values(1,'x');insert into labels values(2,'y');insert into labels values(3,'z');insert into hub_labels values(1,1);insert into hub_labels values(1,2);insert into hub_labels values(2,2);"
	const notes = hubs + "insert into notes values(1,'a',1);insert into notes values(2,'b',1);insert into notes values(3,'c',null);insert into drafts values(1,'a',1);insert into drafts values(2,'b',1);"
	const fans = hubs + "insert into fans values(1,'f');insert into fans values(2,'g');insert into hub_fans values(1,1);"
	pin := func(h *Hub, key string) *Pin { p, _, err := h.Pins.Get(ctx, key); return ok(p, err) }
	mark := func(h *Hub, key string) *Mark { m, _, err := h.Marks.Get(ctx, key); return ok(m, err) }
	keys := func(hs ...*Hub) any { return each(hs, func(h *Hub) any { return sorted(h.Marks.Keys()) }) }
	labelsOf := func(r *ruling) (x, y, z *Label) {
		x, y, z = get[Label](r, 1), get[Label](r, 2), get[Label](r, 3)
		for _, l := range []*Label{x, y, z} {
			must(r, l.Hubs.Load(ctx))
		}
		return x, y, z
	}
	loaded := func(r *ruling, h *Hub) *Hub {
		must(r, h.Pins.Load(ctx))
		must(r, h.Marks.Load(ctx))
		must(r, h.Slots.Load(ctx))
		must(r, h.Labels.Load(ctx))
		return h
	}
	remove := func(r *ruling, label string, o orm.Mapped) {
		r.do(label, func() any { r.s.Delete(o); return try(r.s.Flush(ctx)) })
	}
	runRules(t, "collections", []rule{
		{"map, a member of the same key replaces", marks, func(r *ruling) {
			h := get[Hub](r, 1)
			p, m := pin(h, "a"), mark(h, "a")
			r.do("put", func() any {
				h.Pins.Put(&Pin{Name: "a"})
				h.Marks.Put(&Mark{Name: "a"})
				return list(p.Hub.Item(), m.Hub.Item())
			})
			r.flush()
			r.do("states", func() any { return list(state(p, m), sorted(h.Pins.Keys())) })
		}},
		{"map, a key is removed", marks, func(r *ruling) {
			h := get[Hub](r, 1)
			p, m := pin(h, "a"), mark(h, "a")
			r.do("remove", func() any {
				h.Pins.RemoveKey("a")
				h.Marks.RemoveKey("a")
				return list(sorted(h.Pins.Keys()), sorted(h.Marks.Keys()))
			})
			r.flush()
			r.do("states", func() any { return state(p, m) })
		}},
		{"map, moved by the reference", marks, func(r *ruling) {
			h, k := get[Hub](r, 1), get[Hub](r, 2)
			m := mark(h, "b")
			must(r, k.Marks.Load(ctx))
			r.do("set", func() any { m.Hub.Set(k); return keys(h, k) })
			r.flush()
			r.do("clear", func() any { m.Hub.Clear(); return keys(h, k) })
			r.flush()
			r.do("states", func() any { return state(m) })
		}},
		{"map, moved by the other map", marks, func(r *ruling) {
			h, k := get[Hub](r, 1), get[Hub](r, 2)
			m := mark(h, "b")
			must(r, k.Marks.Load(ctx))
			r.do("put", func() any {
				k.Marks.Put(m)
				return list(sorted(h.Marks.Keys()), sorted(k.Marks.Keys()), m.Hub.Item())
			})
			r.flush()
		}},
		{"map, its owner goes", marks, func(r *ruling) { remove(r, "delete", loaded(r, get[Hub](r, 1))) }},
		{"map of a new owner", "", func(r *ruling) {
			h := &Hub{Name: new("n"), Marks: orm.MapOf[string](&Mark{Name: "a"}, &Mark{Name: "b"})}
			r.do("flush", func() any {
				r.s.Add(h)
				must(r, r.s.Flush(ctx))
				return sorted(h.Marks.Keys())
			})
			r.rollback()
			r.do("kept", func() any { return list(sorted(h.Marks.Keys()), state(h, mark(h, "a"))) })
		}},
		{"map, loaded eagerly", marks, func(r *ruling) {
			for _, c := range []struct {
				label string
				o     orm.Option
			}{{"joined", orm.Joined(Hubs.Marks)}, {"select-in", orm.SelectIn(Hubs.Marks)}, {"subquery", orm.InSubquery(Hubs.Marks)}} {
				r.s.ExpungeAll()
				r.do(c.label, func() any {
					return each(ok(orm.Select(Hubs).Options(c.o).OrderBy(Hubs.ID).All(ctx, r.s)), func(h *Hub) any { return list(h.Name, sorted(h.Marks.Keys())) })
				})
			}
		}},
		{"set, added and removed from both sides", labels, func(r *ruling) {
			h, k := get[Hub](r, 1), get[Hub](r, 2)
			must(r, h.Labels.Load(ctx))
			must(r, k.Labels.Load(ctx))
			x, y, z := labelsOf(r)
			r.do("sides", func() any {
				h.Labels.Add(z)
				y.Hubs.Remove(k)
				x.Hubs.Add(k)
				return list(h.Labels.Items(), k.Labels.Items(), x.Hubs.Items(), y.Hubs.Items(), z.Hubs.Items())
			})
			r.flush()
		}},
		{"set, replaced", labels, func(r *ruling) {
			h := get[Hub](r, 1)
			must(r, h.Labels.Load(ctx))
			x, y, z := labelsOf(r)
			r.do("replace", func() any { h.Labels.Replace(y, z); return list(h.Labels.Items(), x.Hubs.Items(), z.Hubs.Items()) })
			r.flush()
		}},
		{"set, added twice and taken out", labels, func(r *ruling) {
			h := get[Hub](r, 1)
			must(r, h.Labels.Load(ctx))
			_, _, z := labelsOf(r)
			r.do("twice", func() any { h.Labels.Add(z); z.Hubs.Add(h); return list(h.Labels.Items(), z.Hubs.Items()) })
			r.do("out", func() any { h.Labels.Remove(z); return list(h.Labels.Items(), z.Hubs.Items()) })
			r.flush()
		}},
		{"set, a member is deleted", labels, func(r *ruling) {
			h := get[Hub](r, 1)
			must(r, h.Labels.Load(ctx))
			_, y, _ := labelsOf(r)
			remove(r, "delete", y)
			r.do("stale", func() any { return h.Labels.Items() })
			r.commit()
			r.do("fresh", func() any { return either(h.Labels.All(ctx)) })
		}},
		{"set of many, one-to-many", hubs + "insert into slots values(1,'a',1);insert into slots values(2,'b',1);", func(r *ruling) {
			h, k := get[Hub](r, 1), get[Hub](r, 2)
			ab := ok(h.Slots.All(ctx))
			must(r, k.Slots.Load(ctx))
			r.do("sides", func() any {
				k.Slots.Add(ab[0])
				h.Slots.Remove(ab[1])
				h.Slots.Add(&Slot{Name: new("n")})
				return list(h.Slots.Items(), k.Slots.Items(), ab[0].Hub.Item(), ab[1].Hub.Item())
			})
			r.flush()
		}},
		{"dynamic, queried", notes, func(r *ruling) {
			q := get[Hub](r, 1).Notes.Query()
			r.do("all", func() any { return either(q.All(ctx, r.s)) })
			r.do("filter", func() any { return either(q.Where(Notes.Name.Eq("b")).All(ctx, r.s)) })
			r.do("count", func() any { return either(q.Count(ctx, r.s)) })
			r.do("slice", func() any { return either(q.Limit(1).Offset(1).All(ctx, r.s)) })
			r.do("first", func() any { return either(q.First(ctx, r.s)) })
		}},
		{"dynamic, appended and removed", notes, func(r *ruling) {
			h, a, c, n := get[Hub](r, 1), get[Note](r, 1), get[Note](r, 3), &Note{Name: new("n")}
			r.do("write", func() any {
				h.Notes.Append(c, n)
				h.Notes.Remove(a)
				return list(c.Hub.Item(), n.Hub.Item(), state(n))
			})
			r.do("all", func() any { return either(h.Notes.Query().All(ctx, r.s)) })
		}},
		{"dynamic, owned: removed and set", notes, func(r *ruling) {
			h, a := get[Hub](r, 1), get[Draft](r, 1)
			h.Drafts.Remove(a)
			r.flush()
			r.do("state", func() any { return state(a) })
			r.do("set", func() any {
				must(r, h.Drafts.Set(ctx, &Draft{Name: new("n")}))
				return try(r.s.Flush(ctx))
			})
			r.do("all", func() any { return either(h.Drafts.Query().All(ctx, r.s)) })
		}},
		{"dynamic, its owner goes", notes + "insert into fans values(1,'f');insert into hub_fans values(1,1);", func(r *ruling) {
			remove(r, "delete", loaded(r, get[Hub](r, 1)))
		}},
		{"dynamic, moved by the reference", notes, func(r *ruling) {
			h, k, a := get[Hub](r, 1), get[Hub](r, 2), get[Note](r, 1)
			must(r, a.Hub.Load(ctx))
			notesOf := func(h *Hub) any { return ok(h.Notes.Query().All(ctx, r.s)) }
			r.do("move", func() any { a.Hub.Set(k); return list(notesOf(k), notesOf(h)) })
			r.rollback()
			r.do("back", func() any { return list(notesOf(h), ok(a.Hub.Get(ctx))) })
		}},
		{"dynamic over an association", fans, func(r *ruling) {
			h, f, g := get[Hub](r, 1), get[Fan](r, 1), get[Fan](r, 2)
			must(r, f.Hubs.Load(ctx))
			must(r, g.Hubs.Load(ctx))
			r.do("write", func() any {
				h.Fans.Append(g)
				h.Fans.Remove(f)
				return list(f.Hubs.Items(), g.Hubs.Items())
			})
			r.do("all", func() any { return either(h.Fans.Query().All(ctx, r.s)) })
			r.do("one", func() any { return either(h.Fans.Query().Where(Fans.Name.Eq("g")).One(ctx, r.s)) })
			r.do("other side", func() any { g.Hubs.Remove(h); return either(h.Fans.Query().All(ctx, r.s)) })
		}},
		{"dynamic over an association, to and fro", fans, func(r *ruling) {
			h, f, g := get[Hub](r, 1), get[Fan](r, 1), get[Fan](r, 2)
			must(r, f.Hubs.Load(ctx))
			must(r, g.Hubs.Load(ctx))
			r.do("appended and removed", func() any {
				h.Fans.Append(g)
				h.Fans.Remove(g)
				return list(g.Hubs.Items(), ok(h.Fans.Query().All(ctx, r.s)))
			})
			r.do("by the other side", func() any {
				g.Hubs.Append(h)
				h.Fans.Remove(g)
				return list(g.Hubs.Items(), ok(h.Fans.Query().All(ctx, r.s)))
			})
			r.do("removed and appended", func() any {
				h.Fans.Remove(f)
				h.Fans.Append(f)
				return list(f.Hubs.Items(), ok(h.Fans.Query().All(ctx, r.s)))
			})
		}},
		{"dynamic of a new owner", "", func(r *ruling) {
			h, a, b := &Hub{Name: new("n")}, &Note{Name: new("a")}, &Note{Name: new("b")}
			must(r, Models.Wire(h))
			h.Notes.Append(a, b)
			h.Notes.Remove(a)
			r.s.Add(h)
			r.do("states", func() any { return state(a, b) })
			r.flush()
			r.do("all", func() any { return either(h.Notes.Query().All(ctx, r.s)) })
		}},
		{"map, any and contains", marks, func(r *ruling) {
			m := get[Mark](r, 1)
			r.do("any", func() any { return either(orm.Select(Hubs).Where(Hubs.Marks.Any(Marks.Name.Eq("a"))).All(ctx, r.s)) })
			r.do("contains", func() any { return either(orm.Select(Hubs).Where(Hubs.Marks.Contains(m)).All(ctx, r.s)) })
			r.do("dynamic", func() any { return either(orm.Select(Hubs).Where(Hubs.Notes.Any(Notes.Name.Eq("a"))).All(ctx, r.s)) })
			r.do("set", func() any {
				return either(orm.Select(Hubs).Where(orm.Not(Hubs.Labels.Any())).OrderBy(Hubs.ID).All(ctx, r.s))
			})
		}},
		{"map and set, merged", marks, func(r *ruling) {
			r.do("merge", func() any {
				h := ok(orm.Merge(ctx, r.s, &Hub{ID: 1, Name: new("h2"), Marks: orm.MapOf[string](&Mark{ID: 2, Name: "b"}, &Mark{Name: "n"}), Labels: orm.SetOf(&Label{Name: new("l")})}))
				return list(sorted(h.Marks.Keys()), h.Labels.Items())
			})
			r.flush()
		}},
		{"map, expired and refreshed", marks, func(r *ruling) {
			h := get[Hub](r, 1)
			must(r, h.Marks.Load(ctx))
			must(r, r.s.ExecText(ctx, "insert into marks values(3,'c',1)"))
			r.do("expire", func() any {
				r.s.ExpireAttrs(h, Hubs.Marks)
				must(r, h.Marks.Load(ctx))
				return sorted(h.Marks.Keys())
			})
		}},
	})
}
