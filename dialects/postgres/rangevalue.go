package postgres

import (
	"errors"
	"strings"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// Range is a value of a range type. Its bounds are of the type that columns of the bounds' type give: int64, decimal.Decimal,
// civil.Date, civil.DateTime, time.Time.
type Range struct {
	// Lower and Upper are nil where there is no bound.
	Lower, Upper any
	// LowerInclusive and UpperInclusive say that the bound itself is in the range.
	LowerInclusive, UpperInclusive bool
	// Empty says that nothing is in it, and then nothing else counts.
	Empty bool
}

// NewRange is a range of two bounds, nil for none. bounds says whether they are in it: "[)", "[]", "()" or "(]"; others are "[)".
func NewRange(lower, upper any, bounds string) Range {
	if len(bounds) != 2 {
		bounds = "[)"
	}
	return Range{Lower: lower, Upper: upper, LowerInclusive: lower != nil && bounds[0] != '(', UpperInclusive: upper != nil && bounds[1] == ']'}
}

var errRange = errors.New("it is no range in text form")

// format writes a range: [1,5), ["a b",), empty.
func (r Range) format(bound element) (string, error) {
	if r.Empty {
		return "empty", nil
	}
	var b strings.Builder
	b.WriteByte(either(r.LowerInclusive, '[', '('))
	err := appendBound(&b, r.Lower, bound)
	b.WriteByte(',')
	err = errors.Join(err, appendBound(&b, r.Upper, bound))
	b.WriteByte(either(r.UpperInclusive, ']', ')'))
	return b.String(), err
}

func either(yes bool, a, b byte) byte {
	if yes {
		return a
	}
	return b
}

func appendBound(b *strings.Builder, v any, bound element) error {
	text, null, err := bound.format(v)
	if err == nil && !null {
		quoteItem(b, text)
	}
	return err
}

// parseRange reads one range and gives what follows it.
func parseRange(s string, bound element) (r Range, rest string, err error) {
	if rest, ok := strings.CutPrefix(s, "empty"); ok {
		return Range{Empty: true}, rest, nil
	}
	p := rangeParser{s: s, bound: bound}
	r.LowerInclusive = p.one("[", "(")
	r.Lower = p.value()
	p.one(",", ",")
	r.Upper = p.value()
	r.UpperInclusive = p.one("]", ")")
	return r, s[p.i:], p.err
}

type rangeParser struct {
	s     string
	i     int
	bound element
	err   error
}

// one reads one of two bytes and says whether it was the first.
func (p *rangeParser) one(yes, no string) bool {
	if p.i == len(p.s) || p.s[p.i] != yes[0] && p.s[p.i] != no[0] {
		p.err = errRange
		return false
	}
	p.i++
	return p.s[p.i-1] == yes[0]
}

// value reads a bound: text of which parts may be in quotes, where a quote is doubled or has a backslash before it.
func (p *rangeParser) value() any {
	var b strings.Builder
	quoted, some := false, false
	for ; p.i < len(p.s) && p.err == nil; p.i++ {
		switch c := p.s[p.i]; {
		case c == '"' && quoted && strings.HasPrefix(p.s[p.i+1:], `"`), c == '\\' && p.i+1 < len(p.s):
			p.i++
			b.WriteByte(p.s[p.i])
		case c == '"':
			quoted, some = !quoted, true
			continue
		case !quoted && strings.IndexByte(",[]()", c) >= 0:
			return p.made(b.String(), some)
		default:
			b.WriteByte(c)
		}
		some = true
	}
	p.err = errRange
	return nil
}

func (p *rangeParser) made(s string, some bool) any {
	if !some {
		return nil
	}
	v, err := p.bound.parse(s)
	if err != nil {
		p.err = err
	}
	return v
}

func rangeCodec(t RangeType) convert.Codec {
	bound := elementOf(t.Bound)
	if t.Multi {
		return multirangeCodec(t, bound)
	}
	return convert.Codec{
		Bind: func(v any) (any, error) {
			switch x := v.(type) {
			case Range:
				return formatted(t, v, x, bound)
			case *Range:
				if x == nil {
					return nil, nil
				}
				return formatted(t, v, *x, bound)
			}
			return nil, sqltypes.Mismatch(t, v, "it wants a postgres.Range", nil)
		},
		Result: parsed(t, func(s string) (any, error) {
			r, rest, err := parseRange(s, bound)
			if err == nil && rest != "" {
				err = errRange
			}
			return r, err
		}),
	}
}

func formatted(t RangeType, v any, r Range, bound element) (any, error) {
	s, err := r.format(bound)
	if err != nil {
		return nil, sqltypes.Mismatch(t, v, "", err)
	}
	return s, nil
}

func multirangeCodec(t RangeType, bound element) convert.Codec {
	return convert.Codec{
		Bind: func(v any) (any, error) {
			rs, ok := v.([]Range)
			if !ok {
				return nil, sqltypes.Mismatch(t, v, "it wants a []postgres.Range", nil)
			}
			if rs == nil {
				return nil, nil
			}
			var parts []string
			for _, r := range rs {
				s, err := r.format(bound)
				if err != nil {
					return nil, sqltypes.Mismatch(t, v, "", err)
				}
				parts = append(parts, s)
			}
			return "{" + strings.Join(parts, ",") + "}", nil
		},
		Result: parsed(t, func(s string) (any, error) { return parseMultirange(s, bound) }),
	}
}

func parseMultirange(s string, bound element) ([]Range, error) {
	rest, ok := strings.CutPrefix(s, "{")
	out := []Range{}
	for ok && rest != "}" {
		var r Range
		var err error
		if r, rest, err = parseRange(rest, bound); err != nil {
			return nil, err
		}
		out = append(out, r)
		if next, more := strings.CutPrefix(rest, ","); more && next != "}" {
			rest = next
		} else if rest != "}" {
			ok = false
		}
	}
	if !ok {
		return nil, errRange
	}
	return out, nil
}
