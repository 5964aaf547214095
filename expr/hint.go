package expr

// This file has words for one database in places where statements take some.

// Hint is SQL for one dialect, by its name in URLs, or for all if Dialect is "".
type Hint struct{ Text, Dialect string }

// TableHint is a hint on a FROM element. In its text %s stands for the element's name.
type TableHint struct {
	On FromClause
	Hint
}

// HintFor makes a hint for dialects by name, for all without any.
func hintsFor(text string, dialects []string) (out []Hint) {
	if len(dialects) == 0 {
		return []Hint{{Text: text}}
	}
	for _, d := range dialects {
		out = append(out, Hint{text, d})
	}
	return out
}

// Prefix puts SQL behind the word SELECT, on the dialects named, on all if none is.
func (s Select) Prefix(sql string, dialects ...string) Select {
	r := s.rare()
	r.Prefixes = append(clip(r.Prefixes), hintsFor(sql, dialects)...)
	return s
}

// Suffix puts SQL at the end, on the dialects named, on all if none is.
func (s Select) Suffix(sql string, dialects ...string) Select {
	r := s.rare()
	r.Suffixes = append(clip(r.Suffixes), hintsFor(sql, dialects)...)
	return s
}

// StatementHint puts SQL behind the clauses of the SELECT, before its suffixes.
func (s Select) StatementHint(sql string, dialects ...string) Select {
	r := s.rare()
	r.StatementHints = append(clip(r.StatementHints), hintsFor(sql, dialects)...)
	return s
}

// Hint gives the database advice on a FROM element, where each dialect takes it. %s in the text stands for the element's name.
func (s Select) Hint(on Source, sql string, dialects ...string) Select {
	r := s.rare()
	r.TableHints = clip(r.TableHints)
	for _, h := range hintsFor(sql, dialects) {
		r.TableHints = append(r.TableHints, TableHint{fromOf(on), h})
	}
	return s
}
