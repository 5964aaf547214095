// Package howto answers the questions that programs ask of Aludel most often. Each answer is an example that runs as a test, and
// docs/howto.md is made of them: go test ./examples/howto -update.
package howto
