// Package descriptors is the check of class descriptors, the structs that embed orm.Class: every attribute of the entity has its
// line (ORM141), of a type that fits (ORM142), and no line names what is not there (ORM143). The fix writes the lines.
//
// Findings are reported at the descriptor, never at the entity, which may be in another package: so the edits stay in the package.
package descriptors

import (
	"go/ast"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/analysis/report"
	"github.com/aludel/aludel/orm/mapping"
)

// Analyzer checks class descriptors; its result is [report.Findings].
var Analyzer = &analysis.Analyzer{
	Name: "ormdescriptors", Doc: "check class descriptors", URL: "https://github.com/aludel/aludel/tree/main/docs/checks",
	Run: run, RunDespiteErrors: true, Requires: []*analysis.Analyzer{model.Analyzer}, ResultType: reflect.TypeFor[report.Findings](),
}

// checker looks at the descriptors of one package.
type checker struct {
	pass  *analysis.Pass
	model *model.Result
	found report.Findings
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, model: pass.ResultOf[model.Analyzer].(*model.Result)}
	if !c.model.Reaches {
		return c.found, nil
	}
	for _, f := range pass.Files {
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				for _, s := range g.Specs {
					if spec, ok := s.(*ast.TypeSpec); ok && spec.TypeParams == nil {
						c.typeSpec(f, spec)
					}
				}
			}
		}
	}
	c.found.Sort()
	return c.found, nil
}

// descriptor is a struct that describes an entity.
type descriptor struct {
	file   *ast.File
	spec   *ast.TypeSpec
	syntax *ast.StructType
	of     *types.Named // the entity's type
	entity *mapping.Entity
	fields map[string]bool // of the struct and those that it embeds
}

// typeSpec checks a declaration if it is one of a descriptor.
func (c *checker) typeSpec(f *ast.File, spec *ast.TypeSpec) {
	syntax, ok := spec.Type.(*ast.StructType)
	if !ok || c.pass.TypesInfo.Defs[spec.Name] == nil {
		return
	}
	st, ok := c.pass.TypesInfo.Defs[spec.Name].Type().Underlying().(*types.Struct)
	if !ok {
		return
	}
	of := described(st)
	if of == nil {
		return
	}
	d := &descriptor{file: f, spec: spec, syntax: syntax, of: of, entity: c.model.Entity(of), fields: map[string]bool{}}
	if d.entity == nil {
		return
	}
	if !fieldNames(st, d.fields, 0) {
		return // what a broken embedded type has is not known
	}
	unknown := c.checkFields(d)
	if !c.model.ByCode(of) { // some fields may be left out
		c.missing(d, unknown)
	}
}

// described is the T of an embedded orm.Class[T], nil if there is none, or if it is a type parameter.
func described(st *types.Struct) *types.Named {
	for i := range st.NumFields() {
		f := st.Field(i)
		if !f.Embedded() || !model.IsOrm(f.Type(), "Class") {
			continue
		}
		args := types.Unalias(f.Type()).(*types.Named).TypeArgs()
		if args.Len() == 1 {
			n, _ := types.Unalias(args.At(0)).(*types.Named)
			return n
		}
	}
	return nil
}

// fieldNames collects the fields of a struct and of those that it embeds; it returns false if one of them is broken.
func fieldNames(st *types.Struct, names map[string]bool, depth int) bool {
	for i := range st.NumFields() {
		f := st.Field(i)
		names[f.Name()] = true
		if !f.Embedded() || depth > 16 {
			continue
		}
		switch u := f.Type().Underlying().(type) {
		case *types.Struct:
			if !fieldNames(u, names, depth+1) {
				return false
			}
		case *types.Basic:
			if u.Kind() == types.Invalid {
				return false
			}
		}
	}
	return true
}

// checkFields checks the lines that are there. It returns the names that misspelt lines probably meant.
func (c *checker) checkFields(d *descriptor) map[string]bool {
	meant := map[string]bool{}
	for _, f := range d.syntax.Fields.List {
		t := c.pass.TypesInfo.TypeOf(f.Type)
		if t == nil || t == types.Typ[types.Invalid] {
			continue
		}
		for _, name := range f.Names {
			want, ok := expect(d, name.Name)
			switch {
			case ok && !want.accepts(t):
				c.mistyped(d, f, name, want)
			case ok && want.composite:
				c.parts(d, f, name.Name, t)
			case !ok && ast.IsExported(name.Name) && (isAttribute(t) || compositeFace(t) != nil) && !model.HasField(d.of, name.Name):
				if n := c.unknown(d, f, name); n != "" {
					meant[n] = true
				}
			}
		}
	}
	return meant
}

// mistyped reports a line of the wrong type.
func (c *checker) mistyped(d *descriptor, f *ast.Field, name *ast.Ident, want expected) {
	w := newWriter(c.pass, d.file)
	text, ok := want.text(w)
	if !ok {
		return
	}
	var fixes []analysis.SuggestedFix
	if len(f.Names) == 1 {
		edits := append([]analysis.TextEdit{{Pos: f.Type.Pos(), End: f.Type.End(), NewText: []byte(text)}}, w.imports()...)
		fixes = []analysis.SuggestedFix{{Message: "make it " + text, TextEdits: edits}}
	}
	c.found.Add("ORM142", f.Type, fixes, "%s.%s is %s, so %s describes it, not %s", d.of.Obj().Name(), name.Name, want.what(), text, types.ExprString(f.Type))
}

// unknown reports a line for what is no attribute. It returns the missing attribute that was probably meant.
func (c *checker) unknown(d *descriptor, f *ast.Field, name *ast.Ident) string {
	missing := d.missing()
	near := mapping.Nearest(name.Name, append(append(d.entity.AttrNames(), d.entity.CompositeNames()...), d.entity.RelNames()...))
	msg := ""
	if near != "" {
		msg = "; did you mean " + near + "?"
	}
	for _, m := range missing {
		if m == near {
			c.found.Add("ORM143", name, c.rename(name, near), "%s has no attribute %s%s", d.of.Obj().Name(), name.Name, msg)
			return near
		}
	}
	var fixes []analysis.SuggestedFix
	if len(f.Names) == 1 && !c.used(name) {
		fixes = []analysis.SuggestedFix{{Message: "remove the line", TextEdits: []analysis.TextEdit{c.line(f)}}}
	}
	c.found.Add("ORM143", name, fixes, "%s has no attribute %s%s", d.of.Obj().Name(), name.Name, msg)
	return ""
}

// rename changes a name where it is declared and where this package uses it.
func (c *checker) rename(name *ast.Ident, to string) []analysis.SuggestedFix {
	o := c.pass.TypesInfo.Defs[name]
	fix := analysis.SuggestedFix{Message: "rename it to " + to}
	fix.TextEdits = append(fix.TextEdits, analysis.TextEdit{Pos: name.Pos(), End: name.End(), NewText: []byte(to)})
	for _, f := range c.pass.Files {
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && o != nil && c.pass.TypesInfo.Uses[id] == o {
				fix.TextEdits = append(fix.TextEdits, analysis.TextEdit{Pos: id.Pos(), End: id.End(), NewText: []byte(to)})
			}
			return true
		})
	}
	return []analysis.SuggestedFix{fix}
}

// used reports whether this package uses a name.
func (c *checker) used(name *ast.Ident) bool {
	o := c.pass.TypesInfo.Defs[name]
	for _, u := range c.pass.TypesInfo.Uses {
		if u == o {
			return true
		}
	}
	return false
}

// line is the edit that removes the line of a field.
func (c *checker) line(f *ast.Field) analysis.TextEdit {
	file := c.pass.Fset.File(f.Pos())
	pos, end := f.Pos(), f.End()
	if f.Comment != nil {
		end = f.Comment.End()
	}
	if f.Doc != nil {
		pos = f.Doc.Pos()
	}
	if line := file.Line(end); line < file.LineCount() {
		return analysis.TextEdit{Pos: file.LineStart(file.Line(pos)), End: file.LineStart(line + 1)}
	}
	return analysis.TextEdit{Pos: pos, End: end}
}

// missing lists the attributes without a line, in the order of the entity's fields.
func (d *descriptor) missing() (names []string) {
	for _, n := range fieldOrder(d.of, d.entity) {
		if !d.fields[n] {
			names = append(names, n)
		}
	}
	return names
}

// missing reports the attributes without a line, but for those that a misspelt line meant.
func (c *checker) missing(d *descriptor, meant map[string]bool) {
	w := newWriter(c.pass, d.file)
	var names []string
	var lines strings.Builder
	for _, n := range d.missing() {
		want, ok := expect(d, n)
		if !ok || meant[n] {
			continue
		}
		text, ok := want.text(w)
		if !ok {
			continue // no type of this package could name it
		}
		names = append(names, n)
		lines.WriteString("\t" + n + " " + text + "\n")
	}
	if len(names) == 0 {
		return
	}
	text, closing := lines.String(), d.syntax.Fields.Closing
	if c.pass.Fset.Position(d.syntax.Fields.Opening).Line == c.pass.Fset.Position(closing).Line {
		text = "\n" + text
	}
	edits := append([]analysis.TextEdit{{Pos: closing, End: closing, NewText: []byte(text)}}, w.imports()...)
	fix := analysis.SuggestedFix{Message: "describe " + strings.Join(names, ", "), TextEdits: edits}
	c.found.Add("ORM141", d.spec.Name, []analysis.SuggestedFix{fix}, "%s does not describe %s of %s", d.spec.Name.Name, strings.Join(names, ", "), d.of.Obj().Name())
}
