// Package wire is the rim of the language server: JSON-RPC over a pair of streams, and the translation between
// the types of the protocol and the plain data of the packages inside. Nothing else of the server imports
// go.lsp.dev/protocol.
//
// It keeps the order that the protocol asks for. Notifications are handled on the read loop, one after the
// other, and cost microseconds: they store a text and swap the snapshot. A request takes the snapshot of its
// place in that order and is then detached, so that it sees exactly the edits sent before it while later
// messages are read. Findings are published by one goroutine, the diagnoser; calls to the client are made by
// another, the clerk. Serve owns both, and returns when they have ended.
//
// What a client sends cannot end the process: a frame that is no message is answered or skipped, a handler that
// panics answers with an error, and a notification that fails is logged.
package wire
