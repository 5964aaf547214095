package text

// Change is one step from a text to the next: the text that replaces a range, or the whole when Range is nil.
type Change struct {
	Range *Range
	Text  string
}

// Apply returns the text after the changes, each of which speaks of the text that the one before it left.
// A range whose end lies before its start is an insertion at its start; no range is an error, since a client
// that is out of step must not end the server: the next full text puts it right.
func Apply(text string, changes []Change, enc Encoding) string {
	for _, c := range changes {
		if c.Range == nil {
			text = c.Text
			continue
		}
		m := NewMapper(text)
		start := m.Offset(c.Range.Start, enc)
		end := max(start, m.Offset(c.Range.End, enc))
		text = text[:start] + c.Text + text[end:]
	}
	return text
}
