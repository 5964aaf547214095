module github.com/aludel/aludel/bench

go 1.26.0

require (
	github.com/aludel/aludel v0.0.0
	github.com/lib/pq v1.12.3
	github.com/mattn/go-sqlite3 v1.14.52
)

replace github.com/aludel/aludel => ../
