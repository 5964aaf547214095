package workspace

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"sync"
	"sync/atomic"

	"github.com/aludel/aludel/lsp/text"
)

// File is one state of one Go file: an open buffer, or what the disk holds. It is immutable but for what it
// works out once on demand, and safe for concurrent use.
type File struct {
	Path    string
	Open    bool  // an editor owns the text
	Version int32 // the editor's version of an open file

	source func() source       // the text
	mapper func() *text.Mapper // its lines
	syntax func() syntax       // its tree
	parsed atomic.Bool         // syntax was worked out
}

// source is the text of a file, or why there is none.
type source struct {
	text string
	err  error
}

// syntax is the tree of a file, as far as it could be parsed, and what is wrong with it.
type syntax struct {
	tree *ast.File
	errs scanner.ErrorList
}

// openFile returns the state of a buffer.
func openFile(fset *token.FileSet, path string, version int32, src string) *File {
	f := &File{Path: path, Open: true, Version: version}
	f.source = func() source { return source{text: src} }
	f.mapper = sync.OnceValue(func() *text.Mapper { return text.NewMapper(src) })
	f.syntax = sync.OnceValue(func() syntax { return f.parse(fset) })
	return f
}

// diskFile returns the state of a file on disk. It is read when it is first asked for.
func diskFile(fset *token.FileSet, path string) *File {
	f := &File{Path: path}
	f.source = sync.OnceValue(func() source {
		src, err := os.ReadFile(path)
		return source{text: string(src), err: err}
	})
	f.mapper = sync.OnceValue(func() *text.Mapper { return text.NewFileMapper(f.Text()) })
	f.syntax = sync.OnceValue(func() syntax { return f.parse(fset) })
	return f
}

// parse reads the syntax of the text as far as it goes.
func (f *File) parse(fset *token.FileSet) syntax {
	f.parsed.Store(true)
	src := f.source()
	if src.err != nil {
		return syntax{}
	}
	const mode = parser.ParseComments | parser.SkipObjectResolution | parser.AllErrors
	tree, err := parser.ParseFile(fset, f.Path, src.text, mode)
	list, _ := err.(scanner.ErrorList)
	return syntax{tree: tree, errs: list}
}

// Text returns the text of the file, which is empty if the file cannot be read.
func (f *File) Text() string { return f.source().text }

// Mapper returns the mapping between offsets and positions of the file.
func (f *File) Mapper() *text.Mapper { return f.mapper() }

// Tree returns the syntax of the file, as far as it could be parsed; nil if it could not be read.
func (f *File) Tree() *ast.File { return f.syntax().tree }

// SyntaxErrors returns what the parser found.
func (f *File) SyntaxErrors() scanner.ErrorList { return f.syntax().errs }

// Pos returns the position of a byte offset in the file set of the session, NoPos for a file without syntax.
func (f *File) Pos(offset int) token.Pos {
	tree := f.Tree()
	if tree == nil || offset < 0 || tree.FileStart+token.Pos(offset) > tree.FileEnd {
		return token.NoPos
	}
	return tree.FileStart + token.Pos(offset)
}

// Offset returns the byte offset of a position of the file, and false for a position of another file.
func (f *File) Offset(pos token.Pos) (int, bool) {
	tree := f.Tree()
	if tree == nil || pos < tree.FileStart || pos > tree.FileEnd {
		return 0, false
	}
	return int(pos - tree.FileStart), true
}
