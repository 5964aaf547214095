// Package text holds what the language server needs to know of plain text: an index of lines, the mapping
// between byte offsets and the positions of the protocol in each of its encodings, and the application of
// edits. It knows neither Go nor JSON.
//
// It follows the section "Text Documents" of the Language Server Protocol, version 3.17: a line ends at \n,
// \r\n or \r; a character beyond the end of its line means the end of the line.
package text
