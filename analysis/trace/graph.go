package trace

import (
	"fmt"
	"strconv"
	"strings"
)

// Graph is terms as flat plain data, for facts, caches and embedded files: sharing between terms survives, and so does
// the identity that it stands for.
type Graph struct {
	Nodes []Node `json:"nodes"`
}

// Node is one term of a Graph; Args are indices of nodes before it.
type Node struct {
	Op    Op       `json:"op"`
	Name  string   `json:"n,omitempty"`
	Type  string   `json:"t,omitempty"`
	Kind  string   `json:"k,omitempty"` // of a const: nil bool int uint float string
	Value string   `json:"v,omitempty"` // of a const, as strconv writes it
	Args  []int    `json:"a,omitempty"`
	Keys  []string `json:"keys,omitempty"`
	Open  bool     `json:"open,omitempty"`
	Var   string   `json:"var,omitempty"`
}

// Packer puts terms into a Graph.
type Packer struct {
	Graph  Graph
	index  map[*Term]int
	leaves map[string]int
}

// Add stores a term and returns its index. A function value cannot be stored; it is stored as unknown.
func (p *Packer) Add(t *Term) int {
	if i, ok := p.index[t]; ok {
		return i
	}
	n := Node{Op: t.Op, Name: t.Name, Type: t.Type, Keys: t.Keys, Open: t.Open, Var: t.Var}
	switch {
	case t.Op == OpFunc:
		n = Node{Op: OpUnknown, Name: "a function value of another package"}
	case t.Op == OpStruct && t.rest != nil:
		n = Node{Op: OpUnknown, Name: "a struct of another package"}
	case t.Op == OpConst:
		n.Kind, n.Value = packConst(t.Const)
	}
	if n.Op == t.Op {
		for _, a := range t.Args {
			n.Args = append(n.Args, p.Add(a))
		}
	}
	if p.index == nil {
		p.index, p.leaves = map[*Term]int{}, map[string]int{}
	}
	leaf := ""
	if n.Op == OpParam || n.Op == OpConst { // these have no identity
		leaf = strings.Join([]string{string(n.Op), n.Name, n.Type, n.Kind, n.Value}, "\x00")
		if i, ok := p.leaves[leaf]; ok {
			p.index[t] = i
			return i
		}
		p.leaves[leaf] = len(p.Graph.Nodes)
	}
	p.Graph.Nodes = append(p.Graph.Nodes, n)
	p.index[t] = len(p.Graph.Nodes) - 1
	return p.index[t]
}

// Terms rebuilds the terms, one for each node. An error means that the data was not written by a Packer.
func (g Graph) Terms() ([]*Term, error) {
	ts := make([]*Term, len(g.Nodes))
	for i, n := range g.Nodes {
		t := &Term{Op: n.Op, Name: n.Name, Type: n.Type, Keys: n.Keys, Open: n.Open, Var: n.Var}
		if n.Op == OpConst {
			v, err := unpackConst(n.Kind, n.Value)
			if err != nil {
				return nil, fmt.Errorf("trace: node %d: %w", i, err)
			}
			t.Const = v
		}
		for _, a := range n.Args {
			if a < 0 || a >= i {
				return nil, fmt.Errorf("trace: node %d refers to node %d", i, a)
			}
			t.Args = append(t.Args, ts[a])
		}
		ts[i] = t
	}
	return ts, nil
}

func packConst(v any) (kind, text string) {
	switch v := v.(type) {
	case bool:
		return "bool", strconv.FormatBool(v)
	case int64:
		return "int", strconv.FormatInt(v, 10)
	case uint64:
		return "uint", strconv.FormatUint(v, 10)
	case float64:
		return "float", strconv.FormatFloat(v, 'g', -1, 64)
	case string:
		return "string", v
	}
	return "nil", ""
}

func unpackConst(kind, text string) (any, error) {
	switch kind {
	case "nil":
		return nil, nil
	case "bool":
		return strconv.ParseBool(text)
	case "int":
		return strconv.ParseInt(text, 10, 64)
	case "uint":
		return strconv.ParseUint(text, 10, 64)
	case "float":
		return strconv.ParseFloat(text, 64)
	case "string":
		return text, nil
	}
	return nil, fmt.Errorf("constant of kind %q", kind)
}
