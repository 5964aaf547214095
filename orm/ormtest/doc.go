// Package ormtest helps to test programs that use package orm: it compares entities, which are not comparable with == and refer to
// each other in circles, and it counts the statements that a piece of code sends.
//
//	ormtest.Equal(t, &User{Name: "jack", Addresses: orm.ListOf(&Address{Email: "j@x"})}, got, ormtest.Ignore("ID", "UserID"))
//
//	rec := ormtest.NewRecorder()
//	eng, err := engine.Open(url, rec.Option())
//	...
//	rec.Count(t, 2, func() { ... })
//
// It is meant for tests only.
package ormtest
