module github.com/aludel/aludel/dialects/conformance/firebirdtest

go 1.26.0

require (
	github.com/aludel/aludel v0.0.0
	github.com/nakagami/firebirdsql v0.9.23
)

require (
	github.com/kardianos/osext v0.0.0-20190222173326-2bc1f35cddc0 // indirect
	github.com/nakagami/chacha20 v0.1.0 // indirect
	gitlab.com/nyarla/go-crypt v0.0.0-20160106005555-d9a5dc2b789b // indirect
	golang.org/x/text v0.22.0 // indirect
)

replace github.com/aludel/aludel => ../../..
