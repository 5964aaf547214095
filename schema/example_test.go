package schema_test

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// A schema is declared once and created on any database; a script only collects what would be run.
func Example() {
	md := schema.NewMetaData()
	schema.NewTable("users", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(50), schema.NotNull(), schema.Unique()),
		schema.NewColumn("mood", sqltypes.Enum("mood", "happy", "sad"), schema.ServerDefaultOf("happy")))
	posts := schema.NewTable("posts", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("user_id", nil, schema.ForeignKeyTo("users.id", schema.OnDelete("cascade")), schema.Indexed()),
		schema.NewColumn("likes", sqltypes.Integer(), schema.NotNull(), schema.ServerDefaultOf(0)))
	likes := posts.C("likes")
	popular := schema.NewIndex("ix_popular", likes.Desc())
	popular.Where = likes.Gt(100).Node()
	posts.Append(schema.CheckOf("ck_likes", likes.Ge(0)), popular)

	script := sqlcompile.NewScript(postgres.Dialect)
	if err := md.CreateAll(context.Background(), script); err != nil {
		fmt.Println(err)
	}
	for _, s := range script.Statements {
		fmt.Println(s)
	}
	// Output:
	// CREATE TYPE mood AS ENUM ('happy', 'sad')
	// CREATE TABLE users (
	// 	id BIGSERIAL NOT NULL,
	// 	name VARCHAR(50) NOT NULL,
	// 	mood mood DEFAULT 'happy',
	// 	PRIMARY KEY (id),
	// 	UNIQUE (name)
	// )
	// CREATE TABLE posts (
	// 	id BIGSERIAL NOT NULL,
	// 	user_id BIGINT,
	// 	likes INTEGER DEFAULT 0 NOT NULL,
	// 	PRIMARY KEY (id),
	// 	FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
	// 	CONSTRAINT ck_likes CHECK (likes >= 0)
	// )
	// CREATE INDEX ix_posts_user_id ON posts (user_id)
	// CREATE INDEX ix_popular ON posts (likes DESC) WHERE likes > 100
}

// Names of constraints follow a convention, so that they are known when one is to be dropped.
func ExampleNamingConvention() {
	md := schema.NewMetaData(schema.NameBy(schema.NamingConvention{
		schema.KindForeignKey: "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
		schema.KindPrimaryKey: "pk_%(table_name)s",
	}))
	schema.NewTable("a", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("b_id", sqltypes.Integer(), schema.ForeignKeyTo("b.id")))
	schema.NewTable("b", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("a_id", sqltypes.Integer(), schema.ForeignKeyTo("a.id")))
	script := sqlcompile.NewScript(postgres.Dialect)
	if err := md.DropAll(context.Background(), script, schema.Unchecked()); err != nil {
		fmt.Println(err)
	}
	for _, s := range script.Statements {
		fmt.Println(s)
	}
	// Output:
	// ALTER TABLE a DROP CONSTRAINT fk_a_b_id_b
	// ALTER TABLE b DROP CONSTRAINT fk_b_a_id_a
	// DROP TABLE b
	// DROP TABLE a
}

// A copy of a table lives in another schema, with everything it has.
func ExampleTable_CopyTo() {
	md, archive := schema.NewMetaData(), schema.NewMetaData()
	t := schema.NewTable("events", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("at", sqltypes.DateTime(), schema.Indexed()))
	t.CopyTo(archive, schema.CopySchema("archive"))
	fmt.Print(archive.Dump())
	// Output:
	// table archive.events
	//   id INTEGER pk generated not null
	//   at DATETIME
	//   index ix_archive_events_at (at) unique=false
}
