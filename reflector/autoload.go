package reflector

import (
	"context"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/schema"
)

// This file puts what was read beside what is declared.

// ReflectInto is [Reflect] into a collection. Tables that it has already stay as they are.
func ReflectInto(ctx context.Context, eng *engine.Engine, md *schema.MetaData, opt Options) error {
	r, err := Inspect(ctx, eng, opt)
	if err != nil {
		return err
	}
	for _, s := range r.MetaData.Sequences() {
		md.AddSequence(s)
	}
	for _, t := range r.MetaData.Tables() {
		if md.Table(t.FullName()) == nil {
			t.CopyTo(md, schema.CopySchema(t.Schema))
		}
	}
	for _, v := range r.MetaData.Views() {
		if md.View(v.FullName()) == nil && md.Table(v.FullName()) == nil {
			v.CopyTo(md, schema.CopySchema(v.Schema))
		}
	}
	_ = md.Resolve() // what refers to tables that were not read stays unresolved
	return nil
}

// tableOrView is the table of that name, or the view as a table.
func tableOrView(md *schema.MetaData, name string) *schema.Table {
	if v := md.View(name); v != nil {
		return v.Table
	}
	return md.Table(name)
}

// Table declares a table of which the database knows the rest, in md. Items win: a column among them stands for the database's
// column of that name, with its foreign key; further columns and constraints come after what was read. The tables that it refers
// to are read too, unless opt.Alone. A table that md has already is given as it is. Names are without opt.Schema.
func Table(ctx context.Context, eng *engine.Engine, md *schema.MetaData, name string, opt Options, items ...schema.Item) (*schema.Table, error) {
	full := name
	if opt.Schema != "" {
		full = opt.Schema + "." + name
	}
	if t := md.Table(full); t != nil {
		return t, nil
	}
	opt.Only = []string{name}
	var copies []schema.CopyOption
	var rest []schema.Item
	for _, it := range items {
		if c, ok := it.(*schema.Column); ok {
			copies = append(copies, schema.CopyReplacing(c))
		} else {
			rest = append(rest, it)
		}
	}
	if opt.Columns != nil {
		copies = append(copies, schema.CopyColumns(opt.Columns...))
	}
	r, err := Inspect(ctx, eng, opt)
	if err != nil {
		return nil, err
	}
	t := tableOrView(r.MetaData, full).CopyTo(md, append(copies, schema.CopySchema(opt.Schema))...)
	t.Append(rest...)
	for _, other := range r.MetaData.Tables() {
		if other.FullName() != full && md.Table(other.FullName()) == nil {
			other.CopyTo(md, schema.CopySchema(other.Schema))
		}
	}
	_ = md.Resolve() // what refers to tables that were not read stays unresolved
	return t, nil
}
