package trace

import (
	"go/token"
	"strconv"
	"strings"
)

// Text writes the Go expression that a plain value comes from, with the arguments of callers put in for parameters.
func (t *Term) Text() string { s, _ := t.text(); return s }

// text also tells how tightly the expression binds.
func (t *Term) text() (string, int) {
	switch t.Op {
	case OpConst:
		return constText(t.Const), token.HighestPrec
	case OpField:
		return operand(t.Args[0], token.HighestPrec) + "." + t.Name, token.HighestPrec
	case OpUnop:
		if t.Name == "len" {
			return "len(" + t.Args[0].Text() + ")", token.HighestPrec
		}
		return t.Name + operand(t.Args[0], token.UnaryPrec), token.UnaryPrec
	case OpBinop:
		p := operators[t.Name].Precedence()
		return operand(t.Args[0], p) + " " + t.Name + " " + operand(t.Args[1], p+1), p
	case OpList:
		return "{" + strings.Join(texts(t.Args), ", ") + "}", token.HighestPrec
	case OpHole:
		return t.Name, holePrecedence(t.Name)
	case OpParam:
		return paramMark(t.Name), token.HighestPrec
	case OpStruct:
		return t.Type + "{…}", token.HighestPrec
	}
	return "…", token.HighestPrec
}

func operand(t *Term, prec int) string {
	s, p := t.text()
	if p < prec {
		return "(" + s + ")"
	}
	return s
}

func texts(ts []*Term) []string {
	ss := make([]string, len(ts))
	for i, t := range ts {
		ss[i] = t.Text()
	}
	return ss
}

// holePrecedence is that of the text of a hole: names of variables and calls stand alone, dereferences do not.
func holePrecedence(name string) int {
	if strings.HasPrefix(name, "*") || strings.HasPrefix(name, "&") {
		return token.UnaryPrec
	}
	return token.HighestPrec
}

var operators = func() map[string]token.Token {
	m := map[string]token.Token{}
	for tok := token.ADD; tok <= token.GEQ; tok++ {
		m[tok.String()] = tok
	}
	return m
}()

// key identifies the value of a plain term within one path: two terms with one key have one value. It is "" when the
// value may differ between two evaluations.
func (t *Term) key() string {
	switch t.Op {
	case OpConst:
		return "=" + constText(t.Const)
	case OpHole:
		if t.id != 0 {
			return "h" + strconv.Itoa(t.id)
		}
	case OpParam:
		return "p" + t.Name
	case OpField:
		if t.id != 0 {
			return "f" + strconv.Itoa(t.id)
		}
		return keyOf("."+t.Name, t.Args)
	case OpBinop, OpUnop:
		return keyOf(t.Name, t.Args)
	}
	return ""
}

func keyOf(head string, args []*Term) string {
	var b strings.Builder
	b.WriteString(head + "(")
	for _, a := range args {
		k := a.key()
		if k == "" {
			return ""
		}
		b.WriteString(k + " ")
	}
	return b.String() + ")"
}

// paramMark stands for a parameter in the name of a hole, until the argument is known.
func paramMark(index string) string { return "‹" + index + "›" }
