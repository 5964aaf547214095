package orm_test

import (
	"github.com/aludel/aludel/orm"
)

// This file has the steps of the random programs of randomstudio_test.go, and what they are compared with.

func (p *studio) put(tag, says string, obj orm.Mapped) {
	p.log("add %s", tag)
	p.objs[tag], p.now.says[tag] = obj, says
	p.s.Add(obj)
}

func (p *studio) add() {
	switch p.r.IntN(7) {
	case 0, 1:
		t := p.name("b")
		p.put(t, t+"/", &Band{Name: t})
	case 2:
		t := p.name("s")
		p.put(t, "", &Sleeve{Name: t})
	case 3:
		t := p.name("l")
		p.put(t, "", &Lyrics{Name: t})
	case 4:
		t := p.name("g")
		p.put(t, "", &Guest{Name: t})
	case 5:
		t := p.name("f")
		p.put(t, "", &Fan{Name: t})
	case 6:
		t := p.name("p")
		p.put(t, "", &Poster{Name: t})
	}
	if t, b := one[Band](p, 'b'); b != nil { // an album belongs to a band
		a := &Album{Title: p.name("a")}
		tag := a.Title
		p.log("put %s into %s", tag, t)
		b.Albums.Put(a)
		p.objs[tag], p.now.says[tag], p.now.of[tag] = a, a.Title, t
	}
}

func (p *studio) moveAlbum() {
	ta, a := one[Album](p, 'a')
	tb, b := one[Band](p, 'b')
	if a == nil || b == nil {
		return
	}
	switch p.r.IntN(3) {
	case 0:
		p.log("put %s into %s", ta, tb)
		b.Albums.Put(a)
		p.now.of[ta] = tb
	case 1:
		p.log("band of %s is %s", ta, tb)
		a.Band.Set(b)
		p.now.of[ta] = tb
	default: // it is an orphan then, and goes with what it owns
		old := p.objs[p.now.of[ta]].(*Band)
		p.must(p.s.Flush(ctx))
		p.log("take %s out of %s", ta, p.now.of[ta])
		if !old.Albums.Remove(a) && old.Albums.Loaded() {
			p.fail("%s is not in %s", ta, p.now.of[ta])
		}
		p.now.drop(ta)
		p.must(p.s.Flush(ctx))
	}
}

// free takes what belongs to an album one-to-one away from it.
func (p *studio) free(kind byte, album string) {
	for _, t := range p.now.tags(kind) {
		if p.now.of[t] == album {
			delete(p.now.of, t)
		}
	}
}

func (p *studio) moveSleeve() {
	ta, a := one[Album](p, 'a')
	if a == nil {
		return
	}
	if tl, l := one[Lyrics](p, 'l'); l != nil && p.r.IntN(3) == 0 {
		old := p.now.of[tl]
		if old != "" && old != ta {
			return // the other side does not know: both would refer to it
		}
		p.log("lyrics of %s are %s", ta, tl)
		a.Lyrics.Set(l)
		p.free('l', ta)
		p.now.of[tl] = ta
		return
	}
	ts, s := one[Sleeve](p, 's')
	if s == nil {
		return
	}
	switch p.r.IntN(4) {
	case 0:
		p.log("sleeve of %s is %s", ta, ts)
		a.Sleeve.Set(s)
	case 1:
		p.log("album of %s is %s", ts, ta)
		s.Album.Set(a)
	case 2:
		p.log("%s has no sleeve", ta)
		a.Sleeve.Clear()
		p.free('s', ta)
		return
	default:
		p.log("%s has no album", ts)
		s.Album.Clear()
		delete(p.now.of, ts)
		return
	}
	p.free('s', ta)
	p.now.of[ts] = ta
}

func (p *studio) moveFan() {
	tb, b := one[Band](p, 'b')
	if b == nil {
		return
	}
	if tp, o := one[Poster](p, 'p'); o != nil && p.r.IntN(3) == 0 {
		switch {
		case p.now.of[tp] == "":
			p.log("append %s to posters of %s", tp, tb)
			b.Posters.Append(o)
			p.now.of[tp] = tb
		default:
			p.log("remove %s from posters of %s", tp, p.now.of[tp])
			p.objs[p.now.of[tp]].(*Band).Posters.Remove(o)
			delete(p.now.of, tp)
		}
		return
	}
	tf, f := one[Fan](p, 'f')
	if f == nil {
		return
	}
	switch p.r.IntN(4) {
	case 0:
		p.log("append %s to %s", tf, tb)
		b.Fans.Append(f)
		p.now.of[tf] = tb
	case 1:
		p.log("band of %s is %s", tf, tb)
		f.Band.Set(b)
		p.now.of[tf] = tb
	case 2:
		if p.now.of[tf] == tb {
			p.log("remove %s from %s", tf, tb)
			b.Fans.Remove(f)
			delete(p.now.of, tf)
		}
	default:
		p.log("%s has no band", tf)
		f.Band.Clear()
		delete(p.now.of, tf)
	}
}

func (p *studio) credit() {
	ta, a := one[Album](p, 'a')
	tg, g := one[Guest](p, 'g')
	if a == nil || g == nil {
		return
	}
	k := [2]string{ta, tg}
	if _, ok := p.now.role[k]; !ok {
		c := &Credit{Role: p.name("r"), Album: orm.RefTo(a), Guest: orm.RefTo(g)}
		p.log("credit %s by %s", ta, tg)
		p.s.Add(c)
		p.now.obj[k], p.now.role[k] = c, c.Role
		return
	}
	c := p.now.obj[k]
	switch p.r.IntN(3) {
	case 0:
		c.Role = p.name("r")
		p.log("role of %s in %s is %s", tg, ta, c.Role)
		p.now.role[k] = c.Role
	case 1:
		p.must(p.s.Flush(ctx))
		p.log("remove credit of %s from %s", tg, ta)
		a.Credits.Remove(c)
		delete(p.now.role, k)
		p.must(p.s.Flush(ctx))
	default:
		p.must(p.s.Flush(ctx))
		p.log("delete credit of %s in %s", tg, ta)
		p.s.Delete(c)
		delete(p.now.role, k)
	}
}

func (p *studio) change() {
	if t, b := one[Band](p, 'b'); b != nil && p.r.IntN(2) == 0 {
		if p.r.IntN(2) == 0 {
			b.Name = p.name("b")
			p.log("key of %s is %s", t, b.Name)
		} else {
			b.Note = p.name("n")
			p.log("note of %s is %s", t, b.Note)
		}
		p.now.says[t] = b.Name + "/" + b.Note
		return
	}
	if t, a := one[Album](p, 'a'); a != nil {
		a.Title = p.name("t")
		p.log("title of %s is %s", t, a.Title)
		p.now.says[t] = a.Title
	}
}

// remove deletes an object; the flush comes at once or later.
func (p *studio) remove() {
	kinds := "bbaasgflp"
	tags := p.now.tags(kinds[p.r.IntN(len(kinds))])
	if len(tags) == 0 {
		return
	}
	t := tags[p.r.IntN(len(tags))]
	p.must(p.s.Flush(ctx))
	p.log("delete %s", t)
	p.s.Delete(p.objs[t])
	p.now.drop(t)
	if p.r.IntN(2) == 0 {
		p.must(p.s.Flush(ctx))
	}
}

// compare reads the relationships of the objects in memory.
func (p *studio) compare() {
	got := p.now.clone()
	clear(got.of)
	clear(got.role)
	tagOf := map[orm.Mapped]string{}
	for t, o := range p.objs {
		tagOf[o] = t
	}
	for _, t := range p.now.tags('b') {
		b := p.objs[t].(*Band)
		albums, err := b.Albums.All(ctx)
		p.must(err)
		for _, a := range albums {
			got.of[tagOf[a]] = t
		}
		fans, err := b.Fans.Query().All(ctx, p.s)
		p.must(err)
		for _, f := range fans {
			got.of[tagOf[f]] = t
		}
		posters, err := b.Posters.All(ctx)
		p.must(err)
		for _, o := range posters {
			got.of[tagOf[o]] = t
		}
	}
	for _, t := range p.now.tags('a') {
		a := p.objs[t].(*Album)
		if s, err := a.Sleeve.Get(ctx); err != nil || s != nil {
			p.must(err)
			got.of[tagOf[s]] = t
		}
		if l, err := a.Lyrics.Get(ctx); err != nil || l != nil {
			p.must(err)
			got.of[tagOf[l]] = t
		}
		credits, err := a.Credits.All(ctx)
		p.must(err)
		for _, c := range credits {
			g, err := c.Guest.Get(ctx)
			p.must(err)
			got.role[[2]string{t, tagOf[g]}] = c.Role
		}
	}
	if got.String() != p.now.String() {
		p.fail("in memory:\n%s\nwant:\n%s", got, p.now)
	}
}

// stored reads the rows in a session of its own. Names of bands change: they are known by the present one.
func (p *studio) stored() string {
	s := p.sessions.New()
	defer func() { p.must(s.Close()) }()
	w, band, album, guest := newStudio(), map[string]string{}, map[int64]string{}, map[int64]string{}
	for t := range p.now.says { // others may have left their keys to these
		switch o := p.objs[t].(type) {
		case *Band:
			band[o.Name] = t
		case *Album:
			album[o.ID] = t
		case *Guest:
			guest[o.ID] = t
		}
	}
	link := func(t string, key *string) {
		if w.says[t] = ""; key != nil {
			w.of[t] = band[*key]
		}
	}
	bands, err := orm.Select(StudioBands).All(ctx, s)
	p.must(err)
	for _, b := range bands {
		w.says[band[b.Name]] = b.Name + "/" + b.Note
	}
	albums, err := orm.Select(StudioAlbums).All(ctx, s)
	p.must(err)
	for _, a := range albums {
		t := album[a.ID]
		link(t, a.BandName)
		w.says[t] = a.Title
	}
	sleeves, err := orm.Select(StudioSleeves).All(ctx, s)
	p.must(err)
	for _, o := range sleeves {
		if w.says[o.Name] = ""; o.AlbumID != nil {
			w.of[o.Name] = album[*o.AlbumID]
		}
	}
	lyrics, err := orm.Select(StudioLyrics).All(ctx, s)
	p.must(err)
	for _, o := range lyrics {
		if w.says[o.Name] = ""; o.AlbumID != nil {
			w.of[o.Name] = album[*o.AlbumID]
		}
	}
	guests, err := orm.Select(StudioGuests).All(ctx, s)
	p.must(err)
	for _, o := range guests {
		w.says[o.Name] = ""
	}
	credits, err := orm.Select(StudioCredits).All(ctx, s)
	p.must(err)
	for _, c := range credits {
		w.role[[2]string{album[c.AlbumID], guest[c.GuestID]}] = c.Role
	}
	fans, err := orm.Select(StudioFans).All(ctx, s)
	p.must(err)
	for _, o := range fans {
		link(o.Name, o.BandName)
	}
	posters, err := orm.Select(StudioPosters).All(ctx, s)
	p.must(err)
	for _, o := range posters {
		link(o.Name, o.BandName)
	}
	return w.String()
}
