package workspace

import (
	"go/ast"
	"go/token"
	"go/types"
	"sync"
)

// Package is a type-checked package of one snapshot. It is immutable and safe for concurrent use.
type Package struct {
	ID      string // unique within its view; the import path but for test variants
	Path    string // import path
	Name    string
	Fset    *token.FileSet
	Files   []*File // in the order of the go command; Tree is never nil
	Types   *types.Package
	Info    *types.Info
	Sizes   types.Sizes
	Errors  []types.Error       // what the type checker found
	Imports map[string]*Package // the packages it imports that were checked from source too, by import path
	Test    bool                // a variant built for a test: Files may belong to another package first

	mu   sync.Mutex // guards memo
	memo map[any]func() any
}

// Syntax returns the trees of the files.
func (p *Package) Syntax() []*ast.File {
	trees := make([]*ast.File, len(p.Files))
	for i, f := range p.Files {
		trees[i] = f.Tree()
	}
	return trees
}

// File returns the file of that path, or nil.
func (p *Package) File(path string) *File {
	for _, f := range p.Files {
		if f.Path == path {
			return f
		}
	}
	return nil
}

// Locate returns the file and byte offset of a position in the package or in a package that it imports from
// source, directly or not; nil for a position anywhere else.
func (p *Package) Locate(pos token.Pos) (*File, int) {
	return p.locate(pos, map[*Package]bool{})
}

// locate is Locate for the packages not yet seen.
func (p *Package) locate(pos token.Pos, seen map[*Package]bool) (*File, int) {
	if seen[p] || !pos.IsValid() {
		return nil, 0
	}
	seen[p] = true
	for _, f := range p.Files {
		if offset, ok := f.Offset(pos); ok {
			return f, offset
		}
	}
	for _, dep := range p.Imports {
		if f, offset := dep.locate(pos, seen); f != nil {
			return f, offset
		}
	}
	return nil, 0
}

// Memo returns what compute returned the first time it was asked for under the key. What is worked out of a
// package is kept with it, and goes with it when an edit makes a new one.
func (p *Package) Memo(key any, compute func() any) any {
	p.mu.Lock()
	get := p.memo[key]
	if get == nil {
		if p.memo == nil {
			p.memo = map[any]func() any{}
		}
		get = sync.OnceValue(compute)
		p.memo[key] = get
	}
	p.mu.Unlock()
	return get()
}
