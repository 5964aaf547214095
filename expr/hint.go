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
	return s.withRare(func(r *Rare) { r.Prefixes = append(clip(r.Prefixes), hintsFor(sql, dialects)...) })
}

// Suffix puts SQL at the end, on the dialects named, on all if none is.
func (s Select) Suffix(sql string, dialects ...string) Select {
	return s.withRare(func(r *Rare) { r.Suffixes = append(clip(r.Suffixes), hintsFor(sql, dialects)...) })
}

// StatementHint puts SQL behind the clauses of the SELECT, before its suffixes.
func (s Select) StatementHint(sql string, dialects ...string) Select {
	return s.withRare(func(r *Rare) { r.StatementHints = append(clip(r.StatementHints), hintsFor(sql, dialects)...) })
}

// Hint gives the database advice on a FROM element, where each dialect takes it. %s in the text stands for the element's name.
func (s Select) Hint(on Source, sql string, dialects ...string) Select {
	return s.withRare(func(r *Rare) {
		r.TableHints = clip(r.TableHints)
		for _, h := range hintsFor(sql, dialects) {
			r.TableHints = append(r.TableHints, TableHint{fromOf(on), h})
		}
	})
}
