package reflector

import (
	"context"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/schema"
)

// Options say what is read.
type Options struct {
	// Schema is the schema to read. "" is the connection's default one, whose tables get names without a schema.
	Schema string
}

// Result is what a database has.
type Result struct {
	MetaData *schema.MetaData
	// Problems are what MetaData does not say, in the order of the catalog.
	Problems []Problem
}

// Reflect reads the tables of a schema: columns, primary keys, foreign keys, unique and check constraints, indexes. Tables come
// in the order of their names, the parts of a table in the order in which they were made. Views, and partitions of a table that
// is there itself, are left out. Foreign keys into other schemas stay unresolved.
//
// Errors are *[UnsupportedError], *[NoSchemaError], and *[Error], which wraps the engine's.
func Reflect(ctx context.Context, eng *engine.Engine, opt Options) (*schema.MetaData, error) {
	r, err := Inspect(ctx, eng, opt)
	if err != nil {
		return nil, err
	}
	return r.MetaData, nil
}

// Inspect is [Reflect] with the problems that were met.
func Inspect(ctx context.Context, eng *engine.Engine, opt Options) (*Result, error) {
	cat, ok := eng.Dialect().(dialects.Catalog)
	if !ok {
		return nil, &UnsupportedError{eng.Dialect().Name()}
	}
	r := newReader(cat, eng.Dialect().Name(), opt.Schema)
	add := map[dialects.CatalogPart]func(*dbapi.Row){
		dialects.CatalogTables: r.table, dialects.CatalogColumns: r.column,
		dialects.CatalogConstraints: r.constraint, dialects.CatalogIndexes: r.index, dialects.CatalogTypes: r.enum, dialects.CatalogSequences: r.sequence,
	}
	for _, q := range cat.CatalogQueries(opt.Schema) {
		err := eng.QueryText(ctx, q.SQL, q.Args, func(row *dbapi.Row) error {
			add[q.Part](row)
			return nil
		})
		if err != nil {
			return nil, &Error{q.Part.String(), err}
		}
		if !r.exists {
			return nil, &NoSchemaError{opt.Schema}
		}
	}
	return r.finish(), nil
}
