package orm_test

import (
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/sqlcompile"
)

// BenchmarkQueriesBuilt builds queries anew, finds their statements in a cache, and makes the values for the driver.
func BenchmarkQueriesBuilt(b *testing.B) {
	c := query.ClassOf(gThingModels.Model().Entities[0])
	id, name := c.Attr("ID"), c.Attr("Name")
	for what, build := range map[string]func() expr.Select{
		"filtered": func() expr.Select {
			return query.Select(c).Where(name.Eq("ed"), id.Gt(5)).OrderBy(id.Desc()).Limited().Load()
		},
		"by key": func() expr.Select { return query.ByKey(c, int64(3)).Load() },
	} {
		b.Run(what, func(b *testing.B) {
			cache, k, args := sqlcompile.NewCache(postgres.Dialect, 0), new(expr.Key), make([]any, 0, 8)
			b.ReportAllocs()
			for b.Loop() {
				k.Reset()
				s, err := cache.Compile(build(), k)
				if err == nil {
					_, args, err = s.Bind(k.Binds, args[:0])
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
