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
	// Only limits what is read to these tables and those they refer to, by their names without the schema; nil is all. A name that
	// the schema does not have is a *[MissingError].
	Only []string
	// Where limits what is read to tables whose names it accepts, and those they refer to.
	Where func(name string) bool
	// Alone leaves out the tables that are only referred to.
	Alone bool
	// Views reads views too: [schema.MetaData.Views], with their columns and definitions.
	Views bool
	// Columns limits what [Table] reads to these columns; nil is all.
	Columns []string
	// OnColumn is called with each column before its table has it, and may change it: its Key, its type.
	OnColumn func(table string, c *schema.Column)
}

// Result is what a database has.
type Result struct {
	MetaData *schema.MetaData
	// Views are the definitions of the views that were read, by name.
	Views map[string]string
	// Problems are what MetaData does not say, in the order of the catalog.
	Problems []Problem
}

// Reflect reads the tables of a schema: columns, primary keys, foreign keys, unique and check constraints, exclusions, indexes,
// sequences, comments. Tables come in the order of their names, the parts of a table in the order in which they were made. Partitions
// of a table that is there itself are left out. Foreign keys into other schemas stay unresolved.
//
// Errors are *[UnsupportedError], *[NoSchemaError], *[MissingError], and *[Error], which wraps the engine's.
func Reflect(ctx context.Context, eng *engine.Engine, opt Options) (*schema.MetaData, error) {
	r, err := Inspect(ctx, eng, opt)
	if err != nil {
		return nil, err
	}
	return r.MetaData, nil
}

// Inspect is [Reflect] with the problems that were met.
func Inspect(ctx context.Context, eng *engine.Engine, opt Options) (*Result, error) {
	cat, name, err := catalog[dialects.Catalog](ctx, eng)
	if err != nil {
		return nil, err
	}
	r := newReader(cat, name, opt)
	add := map[dialects.CatalogPart]func(*dbapi.Row){
		dialects.CatalogTables: r.table, dialects.CatalogColumns: r.column,
		dialects.CatalogConstraints: r.constraint, dialects.CatalogIndexes: r.index, dialects.CatalogTypes: r.enum, dialects.CatalogSequences: r.sequence,
	}
	if err := r.read(ctx, eng, cat.CatalogQueries(opt.Schema), add); err != nil {
		return nil, err
	}
	if views, ok := cat.(dialects.ViewCatalog); ok && opt.Views {
		add[dialects.CatalogTables] = r.view
		if err := r.read(ctx, eng, views.ViewQueries(opt.Schema), add); err != nil {
			return nil, err
		}
	}
	return r.finish()
}

// catalog is what the dialect of the engine's server knows of catalogs, and its name.
func catalog[C any](ctx context.Context, eng *engine.Engine) (cat C, name string, err error) {
	d := eng.Dialect()
	if _, ok := d.(C); ok { // a variant of a dialect has what the dialect has
		if d, err = eng.ServerDialect(ctx); err != nil {
			return cat, "", &Error{"server", err}
		}
	}
	cat, ok := d.(C)
	if !ok {
		return cat, "", &UnsupportedError{d.Name()}
	}
	return cat, d.Name(), nil
}

func (r *reader) read(ctx context.Context, eng *engine.Engine, qs []dialects.CatalogQuery, add map[dialects.CatalogPart]func(*dbapi.Row)) error {
	for _, q := range qs {
		err := eng.QueryText(ctx, q.SQL, q.Args, func(row *dbapi.Row) error {
			add[q.Part](row)
			return nil
		})
		if err != nil {
			return &Error{q.Part.String(), err}
		}
		if !r.exists {
			return &NoSchemaError{r.schema}
		}
	}
	return nil
}

// Names are what a database has, by name, each in order.
type Names struct {
	Tables, Views, Temporary, Schemas []string
	// Default is the schema of names without one.
	Default string
}

// List lists the names of tables and views of a schema, and of schemas.
func List(ctx context.Context, eng *engine.Engine, opt Options) (*Names, error) {
	cat, _, err := catalog[dialects.ViewCatalog](ctx, eng)
	if err != nil {
		return nil, err
	}
	n := &Names{}
	into := map[string]*[]string{"table": &n.Tables, "view": &n.Views, "temporary": &n.Temporary, "schema": &n.Schemas}
	q := cat.NamesQuery(opt.Schema)
	err = eng.QueryText(ctx, q.SQL, q.Args, func(row *dbapi.Row) error {
		if list := into[row.Text(0)]; list != nil {
			*list = append(*list, row.Text(1))
		} else {
			n.Default = text(row, 1)
		}
		return nil
	})
	if err != nil {
		return nil, &Error{"names", err}
	}
	return n, nil
}
