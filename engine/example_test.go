package engine_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/pool"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// planets opens a database in memory with a table of two rows.
func planets(opts ...engine.Option) (*engine.Engine, *schema.Table) {
	eng, err := engine.Open("sqlite://", opts...)
	if err != nil {
		panic(err)
	}
	md := schema.NewMetaData()
	t := schema.NewTable("planets", md,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(30), schema.NotNull(), schema.Unique()))
	err = errors.Join(md.CreateAll(context.Background(), eng),
		eng.ExecText(context.Background(), "INSERT INTO planets VALUES (1, 'Earth'), (2, 'Mars')"))
	if err != nil {
		panic(err)
	}
	return eng, t
}

func ExampleConnection_Execute() {
	ctx := context.Background()
	eng, planets := planets()
	defer eng.Close()
	conn, err := eng.Connect(ctx)
	if err != nil {
		panic(err)
	}
	defer conn.Close()

	res, err := conn.Execute(ctx, expr.NewSelect(planets).OrderBy(planets.C("id")))
	if err != nil {
		panic(err)
	}
	for row, err := range res.Rows() {
		if err != nil {
			panic(err)
		}
		id, _ := row.Get(0)                   // by position,
		name, _ := row.Get(planets.C("name")) // by column; or by name: row.Get("name")
		fmt.Println(id, name)
	}

	res, err = conn.Execute(ctx, engine.Text("SELECT name FROM planets WHERE id = :id"), engine.Params{"id": 2})
	if err != nil {
		panic(err)
	}
	name, err := engine.As[string](res.ScalarOne())
	fmt.Println(name, err)
	// Output:
	// 1 Earth
	// 2 Mars
	// Mars <nil>
}

func ExampleConnection_Commit() {
	ctx := context.Background()
	eng, planets := planets()
	defer eng.Close()
	conn, err := eng.Connect(ctx)
	if err != nil {
		panic(err)
	}
	defer conn.Close()

	// The first statement begins a transaction.
	if _, err := conn.Execute(ctx, expr.DeleteFrom(planets).Where(planets.C("id").Eq(1))); err != nil {
		panic(err)
	}
	sp, err := conn.BeginNested(ctx)
	if err != nil {
		panic(err)
	}
	if _, err := conn.Execute(ctx, expr.DeleteFrom(planets)); err != nil {
		panic(err)
	}
	if err := errors.Join(sp.Rollback(ctx), conn.Commit(ctx)); err != nil {
		panic(err)
	}
	res, err := conn.Execute(ctx, expr.NewSelect(planets.C("name")))
	if err != nil {
		panic(err)
	}
	fmt.Println(res.Scalars(0))
	// Output: [Mars] <nil>
}

func ExampleEngine_WithTransaction() {
	ctx := context.Background()
	eng, planets := planets()
	defer eng.Close()
	rename := func(ctx context.Context, id int, name string) error {
		_, err := eng.Execute(ctx, expr.UpdateTable(planets).Values(planets.C("name").To(name)).Where(planets.C("id").Eq(id)))
		return err
	}
	err := eng.WithTransaction(ctx, func(ctx context.Context, _ *engine.Connection) error {
		if err := rename(ctx, 1, "Terra"); err != nil {
			return err
		}
		return rename(ctx, 2, "Terra") // the name is taken: all is rolled back
	})
	var ee *engine.Error
	if errors.As(err, &ee) && ee.Class == dialects.UniqueViolation {
		fmt.Println(ee.Class, "of", ee.Table+"."+ee.Column)
	}
	res, err := eng.Execute(ctx, expr.NewSelect(planets.C("name")).OrderBy(planets.C("id")))
	if err != nil {
		panic(err)
	}
	fmt.Println(res.Scalars("name"))
	// Output:
	// unique violation of planets.name
	// [Earth Mars] <nil>
}

func ExampleEngine_Listen() {
	ctx := context.Background()
	eng, planets := planets()
	defer eng.Close()
	eng.Listen(engine.Events{
		BeforeCursorExecute: func(_ context.Context, x *engine.CursorExecution) error {
			fmt.Println(x.SQL, x.Args)
			return nil
		},
		Commit: func(*engine.Connection) { fmt.Println("commit") },
	})
	res, err := eng.Execute(ctx, expr.NewSelect(planets.C("name")).Where(planets.C("id").Eq(1)))
	if err != nil {
		panic(err)
	}
	fmt.Println(res.ScalarOne())
	// Output:
	// SELECT planets.name FROM planets WHERE planets.id = ? [1]
	// commit
	// Earth <nil>
}

func ExampleBind() {
	ctx := context.Background()
	eng, planets := planets()
	defer eng.Close()
	engine.Bind(planets.MetaData, eng)
	res, err := engine.ExecuteBound(ctx, expr.NewSelect(expr.CountAll()).SelectFrom(planets.TableClause))
	if err != nil {
		panic(err)
	}
	fmt.Println(res.Scalar())
	// Output: 2 <nil>
}

func ExamplePool() {
	eng, err := engine.Open("postgresql://app@db.example/shop", engine.Pool(pool.Options{Size: 10, Overflow: 5, PingAfter: 30e9, MaxAge: 3600e9}))
	if err != nil {
		panic(err)
	}
	defer eng.Close()
	s := eng.Stats() // nothing is opened before it is needed
	fmt.Println(s.Open, s.Idle, s.InUse)
	// Output: 0 0 0
}
