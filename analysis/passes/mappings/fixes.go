package mappings

import (
	"go/ast"
	"go/token"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/orm/mapping"
)

// This file translates the fixes of problems to edits of the source.

// fixes translates the fixes of a problem; one with an edit outside the package is left out.
func (c *checker) fixes(p mapping.Problem) (out []analysis.SuggestedFix) {
	for _, f := range p.Fixes {
		fix := analysis.SuggestedFix{Message: f.Msg}
		for _, e := range f.Edits {
			edit, ok := c.edit(e)
			if !ok {
				fix.TextEdits = nil
				break
			}
			fix.TextEdits = append(fix.TextEdits, edit)
		}
		if len(fix.TextEdits) > 0 {
			out = append(out, fix)
		}
	}
	return out
}

func (c *checker) edit(e mapping.Edit) (analysis.TextEdit, bool) {
	if e.At.Part == mapping.PartTag && e.At.Off < 0 {
		return c.addOption(e)
	}
	if e.At.Part == mapping.PartType {
		return c.retype(e)
	}
	if f := c.field(e.At); f == nil || f.Tag == nil {
		return analysis.TextEdit{}, false
	}
	pos, end, ok := typesread.Locate(c.model.Files, e.At)
	if ok && e.New == "" {
		pos, end = c.withSeparator(e.At, pos, end)
	}
	return analysis.TextEdit{Pos: pos, End: end, NewText: []byte(e.New)}, ok
}

// field is the declaration of a field of this package.
func (c *checker) field(at mapping.Locus) *ast.Field {
	spec := typesread.FindType(c.model.Files(at.Decl.Pkg), at.Decl.Name)
	if spec == nil {
		return nil
	}
	return typesread.FindField(spec, at.Field)
}

// retype changes the type of a field. A pointer is made or unmade by its star alone, for the model writes types with the name of
// their package, which is not how the package itself does.
func (c *checker) retype(e mapping.Edit) (analysis.TextEdit, bool) {
	f := c.field(e.At)
	if f == nil || len(f.Names) > 1 {
		return analysis.TextEdit{}, false
	}
	t := c.pass.TypesInfo.TypeOf(f.Type)
	if t == nil {
		return analysis.TextEdit{}, false
	}
	d := c.model.Describe(t)
	if e.New == "*"+d.String() {
		return insert(f.Type.Pos(), "*"), true
	}
	if star, ok := f.Type.(*ast.StarExpr); ok && e.New == d.Elem.String() {
		return analysis.TextEdit{Pos: star.Pos(), End: star.X.Pos()}, true
	}
	return analysis.TextEdit{Pos: f.Type.Pos(), End: f.Type.End(), NewText: []byte(e.New)}, true
}

// addOption adds an option to the tag of a field, which may have none yet, or none of ours.
func (c *checker) addOption(e mapping.Edit) (analysis.TextEdit, bool) {
	f := c.field(e.At)
	if f == nil || len(f.Names) > 1 {
		return analysis.TextEdit{}, false
	}
	if f.Tag == nil {
		return insert(f.Type.End(), " `orm:\""+e.New+"\"`"), true
	}
	quote := `"`
	if f.Tag.Value[0] == '"' {
		quote = `\"`
	}
	tag := mapping.ParseTag(unquoted(f.Tag))
	switch {
	case !tag.Present && len(f.Tag.Value) == 2:
		return insert(f.Tag.Pos()+1, "orm:"+quote+e.New+quote), true
	case !tag.Present:
		return insert(f.Tag.Pos()+1, "orm:"+quote+e.New+quote+" "), true
	case tag.Malformed != "":
		return analysis.TextEdit{}, false
	case len(tag.Items) > 0:
		e.New += "; "
	}
	return insert(typesread.TagPos(f.Tag, tag.Body.Off), e.New), true
}

func insert(at token.Pos, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte(text)}
}

// withSeparator widens the range of an option that is removed by the semicolon that set it off.
func (c *checker) withSeparator(at mapping.Locus, pos, end token.Pos) (token.Pos, token.Pos) {
	f := c.field(at)
	if at.Part != mapping.PartTag || f == nil || f.Tag == nil {
		return pos, end
	}
	tag := mapping.ParseTag(unquoted(f.Tag))
	for i, it := range tag.Items {
		switch {
		case it.Span.Off != at.Off:
		case i+1 < len(tag.Items):
			return pos, typesread.TagPos(f.Tag, tag.Items[i+1].Span.Off)
		case i > 0:
			before := tag.Items[i-1].Span
			return typesread.TagPos(f.Tag, before.Off+before.Len), end
		}
	}
	return pos, end
}

// unquoted is the unquoted text of a tag.
func unquoted(lit *ast.BasicLit) string {
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}
