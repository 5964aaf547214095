package sqlcompile

import "strings"

// This file lays out statements for people.

// Pretty is the text of the statement on several lines, one a clause, subqueries indented. It differs from Text in blanks and line
// ends alone, outside of quotes and comments, so that a database reads the same statement.
func (c *Compiled) Pretty() string {
	p := &printer{tokens: tokens(c.Text, c.quoteOpen, c.backslash), levels: []level{{query: true}}}
	for p.at = range p.tokens {
		p.print(&p.tokens[p.at])
	}
	return p.b.String()
}

const (
	prettyWidth  = 90 // where a list is broken at its next comma
	prettyIndent = 2
)

// printer lays out tokens.
type printer struct {
	tokens []token
	at     int
	b      strings.Builder
	column int // of the line being written
	levels []level
	broken bool // the next token begins a line, at column
}

// level is one pair of parentheses, or the whole statement.
type level struct {
	query   bool // holds a statement, which has clauses
	indent  int
	between int  // how many BETWEEN wait for their AND
	cases   int  // how many CASE wait for their END
	limit   bool // LIMIT was seen
	values  bool // VALUES was seen
}

func (p *printer) top() *level { return &p.levels[len(p.levels)-1] }

func (p *printer) print(t *token) {
	l := p.top()
	if t.text == ")" && len(p.levels) > 1 {
		p.levels = p.levels[:len(p.levels)-1]
		if l.query {
			p.newline(p.top().indent)
		}
		l = p.top()
	}
	if l.query && t.kind == wordToken {
		p.breakBefore(t, l)
	}
	if t.spaced && !p.broken && p.column > 0 {
		p.write(" ")
	}
	p.write(t.text)
	switch {
	case t.kind == commentToken && strings.HasPrefix(t.text, "--"):
		p.newline(l.indent + prettyIndent)
	case t.text == "(":
		p.open(l)
	case t.text == "," && l.query && p.column > prettyWidth:
		p.newline(l.indent + 2*prettyIndent)
	}
}

// open begins the level of a parenthesis.
func (p *printer) open(around *level) {
	inner := level{indent: around.indent}
	if next := p.peek(1); queryWords[next] {
		inner.query, inner.indent = true, around.indent+2*prettyIndent
	}
	p.levels = append(p.levels, inner)
	if inner.query {
		p.newline(inner.indent)
	}
}

// breakBefore begins a line where a word of a statement asks for one.
func (p *printer) breakBefore(t *token, l *level) {
	word := strings.ToUpper(t.text)
	switch word {
	case "CASE":
		l.cases++
	case "END":
		l.cases = max(l.cases-1, 0)
	case "BETWEEN":
		l.between++
	}
	if l.cases > 0 || p.at == 0 {
		return
	}
	switch {
	case word == "AND" && l.between > 0:
		l.between--
	case word == "AND" || word == "OR":
		p.newline(l.indent + prettyIndent)
	case p.beginsClause(word, l):
		p.newline(l.indent)
	}
}

// beginsClause reports whether a word is the first of a clause.
func (p *printer) beginsClause(word string, l *level) bool {
	before, next := p.peek(-1), p.peek(1)
	switch {
	case joinWords[word]:
		return !joinWords[before] && next != "("
	case word == "FROM":
		return before != "DISTINCT" && before != "DELETE"
	case word == "LIMIT":
		l.limit = true
		return true
	case word == "OFFSET":
		return !l.limit
	case word == "VALUES":
		first := !l.values
		l.values = true
		return first && before != "("
	case word == "FOR":
		return lockWords[next]
	case word == "ON":
		return next == "CONFLICT" || next == "DUPLICATE"
	case word == "SELECT":
		return before != "("
	}
	return clauseWords[word] && before != "."
}

// peek is the word beside the token being printed, in upper case; "" where there is none.
func (p *printer) peek(by int) string {
	if i := p.at + by; i >= 0 && i < len(p.tokens) && (p.tokens[i].kind == wordToken || p.tokens[i].kind == markToken) {
		return strings.ToUpper(p.tokens[i].text)
	}
	return ""
}

func (p *printer) write(s string) {
	if s == "" {
		return
	}
	if p.broken {
		p.b.WriteString("\n" + strings.Repeat(" ", p.column))
		p.broken = false
	}
	p.b.WriteString(s)
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		p.column = len(s) - i - 1
		return
	}
	p.column += len(s)
}

// newline begins a line with the next token; the last indentation asked for counts.
func (p *printer) newline(indent int) {
	if p.broken || p.b.Len() > 0 {
		p.broken, p.column = true, indent
	}
}

func upperWords(list string) map[string]bool { return Words(strings.ToUpper(list)) }

var (
	clauseWords = upperWords("where group having order window fetch union intersect except minus returning set output with")
	joinWords   = upperWords("join inner left right full cross natural outer")
	lockWords   = upperWords("update share no key browse")
	queryWords  = upperWords("select with values insert update delete")
)
