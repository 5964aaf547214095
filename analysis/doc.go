// Package analysis is the checker: what it finds is what the runtime would reject, for both use the mapping model of package
// orm/mapping, and package analysis/typesread reads the structs for it.
//
// [Analyzers] run under any driver of go/analysis. The project's own are analysis/driver (the program ormvet, alone and as a vet
// tool) and lsp/passes (the language server). A diagnostic has its code as category and a link to its page; the message is
// without the code. Each check is an analyzer in a folder of analysis/passes that only returns its findings; the one analyzer
// here puts them together, leaves out those that the source says to ignore, and reports the rest.
//
// Nothing here imports package orm, or anything that opens a database.
package analysis
