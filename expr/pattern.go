package expr

import "github.com/aludel/aludel/sqltypes"

// This file has the operators that match text against patterns, and COLLATE.

// StartsWith matches what starts with v, whose wildcards % and _ count; [Expr.HasPrefix] takes v literally.
func (e Expr) StartsWith(v any) Expr { return e.affix(v, false, true, false) }

// EndsWith matches what ends with v, whose wildcards count; [Expr.HasSuffix] takes v literally.
func (e Expr) EndsWith(v any) Expr { return e.affix(v, true, false, false) }

// Includes matches what has v in it, whose wildcards count; [Expr.Contains] takes v literally.
func (e Expr) Includes(v any) Expr { return e.affix(v, true, true, false) }

// Escape says which character takes their meaning from the wildcards in the pattern of e, which must be a LIKE.
func (e Expr) Escape(char string) Expr {
	b, ok := e.Node().(*Binary)
	if !ok || !b.Op.isLike() || len(char) != 1 {
		return invalid("Escape wants one character and belongs to a LIKE, not to %s", describe(e.Node()))
	}
	pattern := LikePattern{X: b.R, Escape: char}
	if p, ok := b.R.(*LikePattern); ok {
		pattern = LikePattern{X: p.X, Escape: char, Prefix: p.Prefix}
	}
	return Wrap(&Binary{b.Op, b.L, &pattern, b.Typ})
}

func (o Op) isLike() bool { return o >= OpLike && o <= OpNotILike || o == OpAffix || o == OpNotAffix }

// Regexp matches e against a regular expression of the database's own kind. Flags change how it is read ("i" for any
// case); "" is none.
func (e Expr) Regexp(pattern any, flags string) Expr { return e.regexp(pattern, nil, flags) }

// RegexpReplace replaces what matches a regular expression in e.
func (e Expr) RegexpReplace(pattern, replacement any, flags string) Expr {
	return e.regexp(pattern, operand(replacement, e.Node()), flags)
}

func (e Expr) regexp(pattern any, replacement Node, flags string) Expr {
	l := e.Node()
	r := &Regexp{X: group(l, OpRegexp), Pattern: group(operand(pattern, l), OpRegexp), Replacement: replacement}
	if flags != "" {
		r.Flags = bindFor(flags, l)
		r.Flags.Typ = sqltypes.String(0)
	}
	return Wrap(r)
}

// Collate compares and sorts e by the rules of a collation, named as the database names it.
func (e Expr) Collate(name string) Expr { return Wrap(&Collate{group(e.Node(), OpCollate), name}) }
