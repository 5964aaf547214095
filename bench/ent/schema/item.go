// Package schema is what ent generates its code from: the same two tables as the other ways have.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Item is the entity that is read and written.
type Item struct{ ent.Schema }

// Annotations names the table.
func (Item) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "items"}}
}

// Fields are the columns.
func (Item) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id"), field.String("name"), field.String("email"), field.String("title"), field.Float("score"), field.Bool("active"),
		field.Time("created"), field.String("note").Optional().Nillable(),
	}
}

// Edges are the relationships.
func (Item) Edges() []ent.Edge {
	return []ent.Edge{edge.To("tags", Tag.Type)}
}

// Tag belongs to an item.
type Tag struct{ ent.Schema }

// Annotations names the table.
func (Tag) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "tags"}}
}

// Fields are the columns.
func (Tag) Fields() []ent.Field {
	return []ent.Field{field.Int64("id"), field.String("label"), field.Int64("item_id").Optional().Nillable()}
}

// Edges are the relationships.
func (Tag) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("tags").Field("item_id").Unique()}
}
