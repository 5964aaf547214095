// Package conformance is a suite of behaviours that every dialect of Aludel has, for the tests of a dialect: of those that come with
// Aludel and of any other.
//
//	func TestConformance(t *testing.T) {
//		conformance.Run(t, conformance.Database{
//			Open:         func(t *testing.T) *engine.Engine { ... }, // an empty database
//			Capabilities: conformance.Capabilities{Upsert: conformance.OnConflict, Cancel: "SELECT pg_sleep(30)"},
//		})
//	}
//
// What a database cannot do is said as data, in [Capabilities] and in the features of its dialect, and is tested too: it must be refused
// by a typed error before anything is sent. Nothing is skipped.
package conformance
