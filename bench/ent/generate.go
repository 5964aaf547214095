// Package ent is what ent generates from the tables in package schema, so that it can be measured.
package ent

//go:generate go run -mod=mod entgo.io/ent/cmd/ent generate ./schema
