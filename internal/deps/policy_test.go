package deps

import (
	"fmt"
	"slices"
	"strings"
)

const module = "github.com/aludel/aludel"

// policy is policy.txt.
type policy struct {
	layers   []group // highest first
	support  []string
	fixtures []string // these are in support, too
	rules    []rule
}

// group is a layer: what it is, and its packages.
type group struct {
	what     string
	packages []string
}

// rule says that packages do not import others.
type rule struct {
	verb        string // never, unlinked, only
	who, target []string
	why         string
	line        int
}

// parsePolicy reads policy.txt. The error says the line.
func parsePolicy(text string) (*policy, error) {
	p := &policy{}
	var add func(pattern string)
	for i, s := range strings.Split(text, "\n") {
		if strings.HasPrefix(s, "#") || strings.TrimSpace(s) == "" {
			continue
		}
		if strings.HasPrefix(s, "\t") {
			if add == nil {
				return nil, fmt.Errorf("line %d: a package before any layer", i+1)
			}
			add(strings.TrimSpace(s))
			continue
		}
		head, why, ok := strings.Cut(s, ": ")
		if !ok || strings.TrimSpace(why) == "" {
			return nil, fmt.Errorf("line %d: no reason after a colon", i+1)
		}
		add = nil
		switch verb, rest, _ := strings.Cut(head, " "); verb {
		case "layer":
			n := len(p.layers)
			p.layers = append(p.layers, group{what: why})
			add = func(s string) { p.layers[n].packages = append(p.layers[n].packages, s) }
		case "support":
			add = func(s string) { p.support = append(p.support, s) }
		case "fixture":
			add = func(s string) { p.support, p.fixtures = append(p.support, s), append(p.fixtures, s) }
		case "never", "unlinked", "only":
			who, target, ok := strings.Cut(rest, " -> ")
			if !ok {
				return nil, fmt.Errorf("line %d: no ->", i+1)
			}
			p.rules = append(p.rules, rule{verb, strings.Fields(who), strings.Fields(target), why, i + 1})
		default:
			return nil, fmt.Errorf("line %d: %q is no keyword", i+1, verb)
		}
	}
	return p, nil
}

// matches reports whether one of the patterns names the package.
func matches(patterns []string, pkg string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		if base, ok := strings.CutSuffix(p, "/..."); ok {
			return pkg == base || strings.HasPrefix(pkg, base+"/")
		}
		if base, ok := strings.CutSuffix(p, "*"); ok {
			return strings.HasPrefix(pkg, base)
		}
		return pkg == p
	})
}

// pkg is a package of the module as the go command lists it. Names of the module's packages are short: "orm/query".
type pkg struct {
	name    string
	imports []string // directly
	deps    []string // all of them
}

// check lists what violates the policy, in the order of the packages.
func (p *policy) check(pkgs []pkg) (bad []string) {
	for _, g := range pkgs {
		at, support := p.layer(g.name), matches(p.support, g.name)
		if at < 0 && !support {
			bad = append(bad, fmt.Sprintf("%s is not in policy.txt: add a line to the layer that it belongs to", g.name))
			continue
		}
		if matches(p.fixtures, g.name) {
			continue
		}
		for _, imp := range g.imports {
			bad = append(bad, p.order(g.name, at, imp)...)
		}
		for _, r := range p.rules {
			bad = append(bad, r.check(g, support)...)
		}
	}
	return bad
}

// layer is the number of the layer of a package, counted from the highest; -1 for none.
func (p *policy) layer(name string) int {
	return slices.IndexFunc(p.layers, func(g group) bool { return matches(g.packages, name) })
}

// order checks one import of a package of layer at, -1 for a support package.
func (p *policy) order(name string, at int, imp string) []string {
	to := p.layer(imp)
	switch {
	case at < 0:
	case matches(p.support, imp):
		return []string{fmt.Sprintf("%s imports %s, which is for tests and generators", name, imp)}
	case to >= 0 && to < at:
		return []string{fmt.Sprintf("%s (%s) imports %s (%s), which lies above it", name, p.layers[at].what, imp, p.layers[to].what)}
	}
	return nil
}

func (r rule) check(g pkg, support bool) (bad []string) {
	list, concerned := g.imports, matches(r.who, g.name) && !support
	switch r.verb {
	case "unlinked":
		list = g.deps
	case "only":
		concerned = !matches(r.who, g.name)
	}
	if !concerned {
		return nil
	}
	for _, imp := range list {
		if imp != g.name && matches(r.target, imp) {
			bad = append(bad, fmt.Sprintf("%s must not reach %s (%s; policy.txt:%d)", g.name, imp, r.why, r.line))
		}
	}
	return bad
}
