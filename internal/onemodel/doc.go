// Package onemodel holds the proof that the runtime and the checker have one mapping model: its tests feed the structs of package
// models to both readers, the one over package reflect and the one over go/types, and compare what comes out byte by byte.
package onemodel
