package workspace

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// unit is what the go command says of one package, or of one variant of a package made for a test.
type unit struct {
	id, path, name string
	dir            string
	forTest        string
	goVersion      string            // "go1.26", or empty
	files          []string          // the Go files that are built, as the user wrote them
	imports        map[string]string // import path as written -> id
	local          bool              // it belongs to a module of the workspace
	source         bool              // it is checked from source
}

// metadata is the package graph of one view. It does not change once it is built.
type metadata struct {
	units       map[string]*unit
	constraints map[string]string   // file -> its build constraint at the time
	owner       map[string]string   // file -> id of the source unit that speaks for it
	members     map[string][]string // file -> ids of all source units that hold it
	dependents  map[string][]string // id -> ids of the source units that import it, transitively
	external    *universe
	problems    []string // what the go command complained of
}

// newMetadata builds the graph from what go/packages returned. Packages that reach the territory, an import
// path, are the ones checked from source.
func newMetadata(roots []*packages.Package, territory string) *metadata {
	m := &metadata{units: map[string]*unit{}, owner: map[string]string{}, members: map[string][]string{},
		constraints: map[string]string{}}
	packages.Visit(roots, nil, func(p *packages.Package) {
		m.units[p.ID] = newUnit(p)
		for _, e := range p.Errors {
			m.problems = append(m.problems, e.Error())
		}
	})
	m.breakCycles()
	m.markSource(territory)
	m.indexFiles()
	m.indexDependents()
	return m
}

// newUnit takes over what is needed of a package.
func newUnit(p *packages.Package) *unit {
	u := &unit{id: p.ID, path: p.PkgPath, name: p.Name, forTest: p.ForTest, imports: map[string]string{}}
	for _, f := range p.GoFiles {
		if strings.HasSuffix(f, ".go") {
			u.files = append(u.files, filepath.Clean(f))
		}
	}
	if len(u.files) > 0 {
		u.dir = filepath.Dir(u.files[0])
	}
	for path, dep := range p.Imports {
		u.imports[path] = dep.ID
	}
	if p.Module != nil {
		u.local = p.Module.Main
		if p.Module.GoVersion != "" {
			u.goVersion = "go" + p.Module.GoVersion
		}
	}
	return u
}

// isTestMain tells whether the unit is the program that the go command writes to run tests.
func (u *unit) isTestMain() bool { return u.name == "main" && strings.HasSuffix(u.id, ".test") }

// breakCycles drops the imports that lead back to a package being visited, so that checking always ends.
func (m *metadata) breakCycles() {
	const visiting, done = 1, 2
	state := map[string]int{}
	var visit func(id string)
	visit = func(id string) {
		state[id] = visiting
		u := m.units[id]
		for _, path := range slices.Sorted(maps.Keys(u.imports)) {
			dep := u.imports[path]
			switch {
			case m.units[dep] == nil || state[dep] == visiting:
				delete(u.imports, path)
			case state[dep] == 0:
				visit(dep)
			}
		}
		state[id] = done
	}
	for _, id := range slices.Sorted(maps.Keys(m.units)) {
		if state[id] == 0 {
			visit(id)
		}
	}
}

// markSource decides which units are checked from source: those of the workspace that reach the territory.
// A unit that needs the test variant of a package read from export data is left out: its world of types would
// be a different one.
func (m *metadata) markSource(territory string) {
	reaches := map[string]bool{}
	closed := map[string]bool{}
	var visit func(u *unit) bool
	visit = func(u *unit) bool {
		if closed[u.id] {
			return reaches[u.id]
		}
		closed[u.id] = true
		for path, id := range u.imports {
			if path == territory || visit(m.units[id]) {
				reaches[u.id] = true
			}
		}
		u.source = reaches[u.id] && !u.isTestMain() && u.local
		return reaches[u.id]
	}
	for _, id := range slices.Sorted(maps.Keys(m.units)) {
		visit(m.units[id])
	}
	m.dropVariantImporters()
}

// dropVariantImporters takes out the source units that depend on a test variant which is not one.
func (m *metadata) dropVariantImporters() {
	for dropped := true; dropped; {
		dropped = false
		for _, u := range m.units {
			if !u.source {
				continue
			}
			for _, id := range u.imports {
				if dep := m.units[id]; !dep.source && dep.forTest != "" {
					u.source, dropped = false, true
				}
			}
		}
	}
}

// indexFiles finds the units of each file. The owner is the narrowest one: the plain package for its files, the
// variant built for the test for the test files.
func (m *metadata) indexFiles() {
	for _, id := range slices.Sorted(maps.Keys(m.units)) {
		u := m.units[id]
		if !u.source {
			continue
		}
		for _, f := range u.files {
			m.members[f] = append(m.members[f], id)
			if had := m.units[m.owner[f]]; had == nil || len(u.files) < len(had.files) {
				m.owner[f] = id
			}
		}
	}
}

// indexDependents finds the transitive importers among the source units.
func (m *metadata) indexDependents() {
	m.dependents = map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(m.units)) {
		if !m.units[id].source {
			continue
		}
		seen := map[string]bool{}
		var visit func(u *unit)
		visit = func(u *unit) {
			for _, dep := range u.imports {
				if d := m.units[dep]; d.source && !seen[dep] {
					seen[dep] = true
					m.dependents[dep] = append(m.dependents[dep], id)
					visit(d)
				}
			}
		}
		visit(m.units[id])
	}
}

// externalPaths returns the import paths that source units take from outside their number.
func (m *metadata) externalPaths() []string {
	set := map[string]bool{}
	for _, u := range m.units {
		if !u.source {
			continue
		}
		for _, id := range u.imports {
			if dep := m.units[id]; !dep.source && dep.path != "unsafe" && dep.path != "C" {
				set[dep.path] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// sourceIDs returns the units that are checked from source, what is imported before what imports it.
func (m *metadata) sourceIDs() []string {
	var order []string
	seen := map[string]bool{}
	var visit func(id string)
	visit = func(id string) {
		u := m.units[id]
		if seen[id] || !u.source {
			return
		}
		seen[id] = true
		for _, path := range slices.Sorted(maps.Keys(u.imports)) {
			visit(u.imports[path])
		}
		order = append(order, id)
	}
	for _, id := range slices.Sorted(maps.Keys(m.units)) {
		visit(id)
	}
	return order
}

// over returns the same graph over another universe.
func (m *metadata) over(w *universe) *metadata {
	n := *m
	n.external = w
	return &n
}
