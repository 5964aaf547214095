// Command bench measures Aludel's ORM beside hand-written database/sql with the same driver.
//
//	cd bench && go run .            prints the table of docs/benchmarks.md
//	go run . -rounds 30 -md         the same as Markdown, with more rounds
//	go test -bench=.                the same cases as ordinary benchmarks
//
// The cases of a group are run interleaved, in random order in each round, so that a slow moment of the machine hits all of them. A
// ratio is that of the 25th percentiles of the process's CPU time; wall time is the minimum. Allocations are exact. The heap has a ballast of 32 MB, as a service's
// would. It is a module of
// its own, so that what only benchmarks need is no dependency of Aludel.
package main
