package mapping

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
)

// Dump is the model and its problems as text, for people, golden files, and the comparison of the readers.
func (m *Model) Dump() string {
	var b strings.Builder
	for _, e := range m.Entities {
		e.dump(&b)
	}
	b.WriteString(m.MetaData.Dump())
	for _, p := range m.Problems {
		fmt.Fprintf(&b, "%s %s part=%d off=%d len=%d\n", p.Severity, p, p.At.Part, p.At.Off, p.At.Len)
		for _, f := range p.Fixes {
			fmt.Fprintf(&b, "  fix: %s\n", f.Msg)
			for _, ed := range f.Edits {
				fmt.Fprintf(&b, "    %s.%s part=%d off=%d len=%d %q\n", ed.At.Decl.ID(), ed.At.Field, ed.At.Part, ed.At.Off, ed.At.Len, ed.New)
			}
		}
	}
	return b.String()
}

func (e *Entity) dump(b *strings.Builder) {
	fmt.Fprintf(b, "entity %s table=%s\n", e.ID, e.Table.FullName())
	for _, a := range e.Attrs {
		fmt.Fprintf(b, "  %s column=%s go=%s codec=%s pointer=%v pk=%v nullable=%v", strings.Join(a.Path, "."), a.Column.Name, a.GoType.ID(), a.Codec, a.Pointer, a.PK, a.Column.Nullable)
		if a.Computed {
			b.WriteString(" computed=" + dumpExpr(a.X))
		}
		if a.Composite != nil {
			fmt.Fprintf(b, " composite=%s nullable=%v", a.Composite.Name, a.Composite.Nullable)
		}
		if a.Deferred {
			fmt.Fprintf(b, " deferred=%q", a.Group)
		}
		b.WriteByte('\n')
	}
	for _, r := range e.Rels {
		fmt.Fprintf(b, "  %s %s -> %s %s cascade=%s", strings.Join(r.Path, "."), r.Container, r.TargetID, r.Direction, r.Cascade)
		for _, p := range r.Pairs {
			fmt.Fprintf(b, " %s=%s", p.Local.Name, p.Remote.Name)
		}
		if s := r.Secondary; s != nil {
			fmt.Fprintf(b, " secondary=%s", s.Table.FullName())
			for _, l := range s.Near {
				fmt.Fprintf(b, " near=%s:%s", l.Attr.Name, l.Column.Name)
			}
			for _, l := range s.Far {
				fmt.Fprintf(b, " far=%s:%s", l.Attr.Name, l.Column.Name)
			}
		}
		if r.JoinDepth > 0 {
			fmt.Fprintf(b, " depth=%d", r.JoinDepth)
		}
		if r.KeyMade {
			b.WriteString(" key made")
		}
		if r.Key != nil {
			b.WriteString(" key=" + r.Key.Name)
		}
		if r.Back != nil {
			b.WriteString(" back=" + r.Back.Name)
		}
		for _, o := range r.OrderBy {
			if o.X != nil {
				b.WriteString(" order=" + dumpExpr(o.X))
				continue
			}
			fmt.Fprintf(b, " order=%s desc=%v", o.Attr.Name, o.Desc)
		}
		if j := r.Join; j != nil {
			fmt.Fprintf(b, " on=%s far=%s over=%d extra=%d", dumpExpr(j.On), dumpExpr(j.Far), len(j.Tables()), len(j.Extra))
		}
		b.WriteByte('\n')
	}
}

// dumpExpr lists the parts of an expression, parents first.
func dumpExpr(n expr.Node) string {
	var parts []string
	r := &expr.Rewriter{Node: func(n expr.Node) (expr.Node, bool) {
		switch n := n.(type) {
		case *expr.ColumnClause:
			parts = append(parts, expr.SelectableName(n.Table)+"."+n.Name)
		case *expr.BindParameter:
			parts = append(parts, fmt.Sprint(n.Value))
		case *expr.Function:
			parts = append(parts, n.Name)
		case *expr.Binary:
			parts = append(parts, fmt.Sprint(n.Op))
		default:
			parts = append(parts, strings.TrimPrefix(fmt.Sprintf("%T", n), "*expr."))
		}
		return nil, false
	}}
	r.Rewrite(n)
	return "(" + strings.Join(parts, " ") + ")"
}
