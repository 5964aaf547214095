package workspace

import (
	"context"
	"fmt"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// view is what the go command is asked about.
type view struct {
	root    string
	extra   []string
	overlay map[string][]byte
}

// load asks the go command about every root and makes the snapshot with the answers. A root that cannot be
// loaded keeps what it had.
func (s *Session) load(ctx context.Context) {
	done := s.opts.Progress("Loading packages")
	n := 0
	var failure error
	for _, v := range s.toLoad() {
		meta, err := s.loadView(ctx, v)
		if err != nil {
			failure = fmt.Errorf("loading %s: %w", v.root, err)
			s.opts.Logf("%v", failure)
		}
		if meta != nil {
			n += len(meta.sourceIDs())
		}
	}
	switch {
	case ctx.Err() != nil:
		done("cancelled")
	case failure != nil:
		done(failure.Error())
	default:
		done(fmt.Sprintf("%d packages use the ORM", n))
	}
}

// loadView loads what the go command is asked about once. If it has to compile for long, the packages outside are
// read from source until it is done.
func (s *Session) loadView(ctx context.Context, v view) (*metadata, error) {
	meta, err := loadMetadata(ctx, v, s.opts.Territory)
	if err != nil {
		return nil, err
	}
	for _, p := range meta.problems {
		s.opts.Logf("loading %s: %s", v.root, p)
	}
	s.noteConstraints(meta)
	var exports map[string]string
	var failure error
	compiled := make(chan struct{})
	go func() {
		defer close(compiled)
		exports, failure = loadExports(ctx, v.root, meta.externalPaths())
	}()
	select {
	case <-compiled:
	case <-time.After(s.opts.Patience):
		s.install(v.root, meta.over(newUniverse(s.fset, meta.units, nil)))
	}
	<-compiled
	if ctx.Err() == nil {
		s.install(v.root, meta.over(newUniverse(s.fset, meta.units, exports)))
	}
	return meta, failure
}

// noteConstraints keeps the build constraint that each file to be checked had when the package graph was loaded.
func (s *Session) noteConstraints(m *metadata) {
	snap := s.Snapshot()
	for path := range m.owner {
		if line := buildLine(snap.File(path).Text()); line != "" {
			m.constraints[path] = line
		}
	}
}

// toLoad returns what to ask the go command.
func (s *Session) toLoad() []view {
	s.mu.Lock()
	defer s.mu.Unlock()
	overlay := map[string][]byte{}
	for path, f := range s.Snapshot().open {
		if strings.HasSuffix(path, ".go") {
			overlay[path] = []byte(f.Text())
		}
	}
	var views []view
	for _, root := range s.roots {
		views = append(views, view{root: root, extra: slices.Clone(s.extra[root]), overlay: overlay})
	}
	return views
}

// install makes the snapshot with a new view in place of that of the same root.
func (s *Session) install(root string, meta *metadata) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.Snapshot().next()
	next.views = slices.DeleteFunc(next.views, func(v *loadedView) bool {
		return v.root == root || !slices.Contains(s.roots, v.root)
	})
	if slices.Contains(s.roots, root) {
		next.views = append(next.views, &loadedView{root: root, meta: meta, packages: map[string]func() *Package{}})
	}
	s.all = true
	s.publishLocked(next)
}

// next returns a snapshot equal to s that may be changed until it is published.
func (s *Snapshot) next() *Snapshot {
	n := &Snapshot{session: s.session, serial: s.serial + 1, open: maps.Clone(s.open), files: s.files}
	for _, v := range s.views {
		v.mu.Lock()
		n.views = append(n.views, &loadedView{root: v.root, meta: v.meta, packages: maps.Clone(v.packages)})
		v.mu.Unlock()
	}
	return n
}

// invalidate forgets the packages that hold a file, and all that depend on them, before s is published.
func (s *Snapshot) invalidate(path string) {
	for _, v := range s.views {
		holders, dependents := v.touched([]string{path})
		for id := range v.packages {
			if holders[id] || dependents[id] {
				delete(v.packages, id)
			}
		}
	}
}

// without returns the table with one file not read yet.
func (t *fileTable) without(path string) *fileTable {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := &fileTable{files: maps.Clone(t.files)}
	delete(n.files, path)
	return n
}

// discover looks for open files of which the package graph does not know enough: files in no package, another
// package clause, an import or a build constraint that was not there. It makes the places of unknown files part
// of the workspace, and returns a text that says what it found, empty if all is known. The same text twice means
// that asking the go command again would not help.
func (s *Session) discover() string {
	snap := s.Snapshot()
	var strange []string
	for _, f := range snap.OpenFiles() {
		if !strings.HasSuffix(f.Path, ".go") {
			continue
		}
		known := false
		for _, v := range snap.views {
			ids := v.meta.members[f.Path]
			known = known || len(ids) > 0
			for _, id := range ids {
				strange = append(strange, v.meta.units[id].surprises(f, v.meta.constraints[f.Path])...)
			}
		}
		if !known {
			s.include(f.Path)
			strange = append(strange, "file "+f.Path)
		}
	}
	slices.Sort(strange)
	return strings.Join(slices.Compact(strange), "\n")
}

// include makes the directory of a file part of the workspace.
func (s *Session) include(path string) {
	dir := filepath.Dir(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	root := findRoot(dir)
	if !slices.Contains(s.roots, root) {
		s.roots = append(s.roots, root)
	}
	if root != dir && !slices.Contains(s.extra[root], dir) {
		s.extra[root] = append(s.extra[root], dir)
	}
}

// surprises returns what the head of a file says that the unit does not know.
func (u *unit) surprises(f *File, constraint string) []string {
	head, _ := parser.ParseFile(token.NewFileSet(), f.Path, f.Text(), parser.ImportsOnly)
	if head == nil {
		return nil
	}
	var out []string
	if name := head.Name.Name; name != u.name && name != "_" && name != "" {
		out = append(out, "package "+name+" "+f.Path)
	}
	for _, spec := range head.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err == nil && path != "unsafe" && path != "C" && u.imports[path] == "" {
			out = append(out, "import "+path+" "+f.Path)
		}
	}
	if line := buildLine(f.Text()); line != constraint {
		out = append(out, "build "+line+" "+f.Path)
	}
	return out
}

// buildLine returns the build constraint of a text, empty if it has none before its package clause.
func buildLine(src string) string {
	for line := range strings.Lines(src) {
		switch line = strings.TrimSpace(line); {
		case constraint.IsGoBuild(line):
			return line
		case strings.HasPrefix(line, "package "):
			return ""
		}
	}
	return ""
}
