package schema

import (
	"context"
	"slices"

	"github.com/aludel/aludel/sqltypes"
)

// This file creates and drops the types that enums are on some databases.

// enumsOf lists the enums of the tables that are types of their own on a dialect, each once by its name.
func enumsOf(dialect string, tables []*Table) (out []sqltypes.EnumType) {
	for _, t := range tables {
		for _, c := range t.Columns {
			e, ok := enumIn(c.Type(), dialect)
			if !ok || e.NonNative || e.Existing || e.Name == "" {
				continue
			}
			if !slices.ContainsFunc(out, func(o sqltypes.EnumType) bool { return o.Schema == e.Schema && o.Name == e.Name }) {
				out = append(out, e)
			}
		}
	}
	return out
}

// enumIn is the enum that a type is, or is an array of.
func enumIn(t sqltypes.Type, dialect string) (sqltypes.EnumType, bool) {
	t = sqltypes.Impl(t, dialect)
	for {
		a, ok := t.(sqltypes.ArrayType)
		if !ok {
			break
		}
		t = sqltypes.Impl(a.Elem, dialect)
	}
	e, ok := t.(sqltypes.EnumType)
	return e, ok
}

func (c *creation) createTypes(ctx context.Context, tables []*Table) error {
	if !c.Target().NamedTypes {
		return nil
	}
	for _, e := range enumsOf(c.Target().Dialect, tables) {
		if c.checked {
			has, err := c.HasType(ctx, e.Schema, e.Name)
			if err != nil {
				return err
			}
			if has {
				continue
			}
		}
		if err := c.ExecuteDDL(ctx, CreateType{e}); err != nil {
			return err
		}
	}
	return nil
}

// dropTypes drops the types of tables that were dropped, unless other tables of the collection use them.
func (c *creation) dropTypes(ctx context.Context, tables []*Table) error {
	if !c.Target().NamedTypes {
		return nil
	}
	var others []*Table
	if c.only != nil || len(tables) == 1 {
		for _, t := range c.md.tables {
			if !slices.Contains(tables, t) {
				others = append(others, t)
			}
		}
	}
	used := enumsOf(c.Target().Dialect, others)
	for _, e := range enumsOf(c.Target().Dialect, tables) {
		if slices.ContainsFunc(used, func(o sqltypes.EnumType) bool { return o.Schema == e.Schema && o.Name == e.Name }) {
			continue
		}
		if c.checked {
			has, err := c.HasType(ctx, e.Schema, e.Name)
			if err != nil {
				return err
			}
			if !has {
				continue
			}
		}
		if err := c.ExecuteDDL(ctx, DropType{Type: e}); err != nil {
			return err
		}
	}
	return nil
}
