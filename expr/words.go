package expr

// This file has words for one database in INSERT, UPDATE and DELETE.

// ChangeWords are the words that a statement that changes rows has for single databases.
//
// Invariant: it is never changed once it is in a statement; builder methods copy it.
type ChangeWords struct {
	// Prefixes stand behind the first word (INSERT IGNORE), Hints behind the table.
	Prefixes, Hints []Hint
}

func (w *ChangeWords) prefix(sql string, dialects []string) *ChangeWords {
	out := w.copied()
	out.Prefixes = append(clip(out.Prefixes), hintsFor(sql, dialects)...)
	return out
}

func (w *ChangeWords) hint(sql string, dialects []string) *ChangeWords {
	out := w.copied()
	out.Hints = append(clip(out.Hints), hintsFor(sql, dialects)...)
	return out
}

func (w *ChangeWords) copied() *ChangeWords {
	if w == nil {
		return &ChangeWords{}
	}
	c := *w
	return &c
}

// Prefix puts SQL behind the word INSERT, such as IGNORE, on the dialects named, on all if none is.
func (s Insert) Prefix(sql string, dialects ...string) Insert {
	s.Words = s.Words.prefix(sql, dialects)
	return s
}

// Hint puts SQL behind the table, on the dialects named, on all if none is.
func (s Insert) Hint(sql string, dialects ...string) Insert {
	s.Words = s.Words.hint(sql, dialects)
	return s
}

// Prefix puts SQL behind the word UPDATE, on the dialects named, on all if none is.
func (s Update) Prefix(sql string, dialects ...string) Update {
	s.Words = s.Words.prefix(sql, dialects)
	return s
}

// Hint puts SQL behind the table, on the dialects named, on all if none is.
func (s Update) Hint(sql string, dialects ...string) Update {
	s.Words = s.Words.hint(sql, dialects)
	return s
}

// Prefix puts SQL behind the word DELETE, such as QUICK, on the dialects named, on all if none is.
func (s Delete) Prefix(sql string, dialects ...string) Delete {
	s.Words = s.Words.prefix(sql, dialects)
	return s
}

// Hint puts SQL behind the table, on the dialects named, on all if none is.
func (s Delete) Hint(sql string, dialects ...string) Delete {
	s.Words = s.Words.hint(sql, dialects)
	return s
}
