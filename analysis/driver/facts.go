package driver

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"
)

// This file writes facts to the files by which the go command hands them from one run of the vet tool to the next.

// storedFact is a fact in a file. Object is "" for one of a package.
type storedFact struct {
	Pkg    string
	Object objectpath.Path
	Fact   analysis.Fact
}

// registerFacts makes the facts' types known to gob.
func registerFacts(as []*analysis.Analyzer) {
	for _, a := range required(as) {
		for _, f := range a.FactTypes {
			gob.Register(f)
		}
	}
}

// encodeFacts writes facts in a fixed order, so that the go command sees when nothing changed. Facts about objects that other
// packages cannot name are left out. The kept ones are of packages that this one does not know itself.
func encodeFacts(facts factSet, kept []storedFact) ([]byte, error) {
	out := kept
	var paths objectpath.Encoder
	for k, f := range facts {
		s := storedFact{Pkg: k.pkg.Path(), Fact: f}
		if k.object != nil {
			path, err := paths.For(k.object)
			if err != nil {
				continue
			}
			s.Object = path
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b storedFact) int {
		return cmp.Or(cmp.Compare(a.Pkg, b.Pkg), cmp.Compare(a.Object, b.Object), cmp.Compare(factName(a.Fact), factName(b.Fact)))
	})
	out = slices.CompactFunc(out, func(a, b storedFact) bool {
		return a.Pkg == b.Pkg && a.Object == b.Object && factName(a.Fact) == factName(b.Fact)
	})
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(out); err != nil {
		return nil, fmt.Errorf("writing facts: %w", err)
	}
	return buf.Bytes(), nil
}

func factName(f analysis.Fact) string { return reflect.TypeOf(f).String() }

// decodeFacts reads what encodeFacts wrote into facts. It returns those of packages that are not known.
func decodeFacts(data []byte, packages map[string]*types.Package, facts factSet) (unknown []storedFact, err error) {
	var in []storedFact
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&in); err != nil {
		return nil, fmt.Errorf("reading facts: %w", err)
	}
	for _, s := range in {
		pkg := packages[s.Pkg]
		if pkg == nil {
			unknown = append(unknown, s)
			continue
		}
		key := factKey{pkg: pkg, kind: reflect.TypeOf(s.Fact)}
		if s.Object != "" {
			o, err := objectpath.Object(pkg, s.Object)
			if err != nil {
				continue
			}
			key.object = o
		}
		facts[key] = s.Fact
	}
	return unknown, nil
}
