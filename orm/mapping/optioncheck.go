package mapping

import (
	"fmt"
	"strings"
)

// This file checks the options of a tag against the field that it stands on.

// checkOptions reports options that do not exist, do not belong here, are given twice, contradict each other, or have a value of
// the wrong form.
func (w *fieldWalk) checkOptions(at Locus, tag Tag, c Context) {
	seen := map[string]bool{}
	for _, it := range tag.Items {
		o, ok := Option(it.Key)
		switch {
		case !ok:
			w.b.problem("ORM102", at.at(it.KeySpan), renameFix(at, it.KeySpan, meantOption(it.Key, c), optionNames(c)), "unknown option %q%s", it.Key, didYouMean(meantOption(it.Key, c), optionNames(c)))
		case o.Context&c == 0:
			w.b.problem("ORM102", at.at(it.KeySpan), nil, "option %q belongs to %s, not to %s", it.Key, contextOf(o), c&-c)
		case seen[it.Key]:
			w.b.problem("ORM103", at.at(it.Span), []Fix{{"remove it", []Edit{{at.at(it.Span), ""}}}}, "option %q is given twice", it.Key)
		default:
			if bad := o.badValue(it); bad != "" {
				w.b.problem("ORM104", at.at(valueOrKey(it)), renameFix(at, it.ValueSpan, it.Value, o.Words), "option %q %s%s", it.Key, bad, commaHint(it))
			}
		}
		seen[it.Key] = true
	}
	for _, x := range dependent {
		it, has := tag.Get(x[0])
		if has && !seen[x[1]] && c&OnColumn != 0 {
			w.b.problem("ORM106", at.at(it.Span), []Fix{{"remove it", []Edit{{at.at(it.Span), ""}}}}, "option %q has no effect without %q", x[0], x[1])
		}
	}
	for _, x := range exclusive {
		if seen[x[0]] && seen[x[1]] {
			it, _ := tag.Get(x[1])
			w.b.problem("ORM105", at.at(it.Span), nil, "options %q and %q contradict each other", x[0], x[1])
		}
	}
}

// commaHint says how options are separated, where a value looks like several of them.
func commaHint(it Item) string {
	before, after, ok := strings.Cut(it.Value, ",")
	word, _, _ := strings.Cut(strings.TrimSpace(after), ":")
	if _, known := Option(word); !ok || !known {
		return ""
	}
	return fmt.Sprintf("; options are separated by semicolons: `%s:%s; %s`", it.Key, before, strings.TrimSpace(after))
}

func contextOf(o OptionInfo) Context { return o.Context & -o.Context }

func valueOrKey(it Item) Span {
	if it.ValueSpan.Len > 0 {
		return it.ValueSpan
	}
	return it.Span
}

// renameFix replaces a misspelt word by the nearest that exists; no fix where none is near.
func renameFix(at Locus, s Span, word string, candidates []string) []Fix {
	n := Nearest(word, candidates)
	if n == "" || s.Len == 0 {
		return nil
	}
	return []Fix{{"change " + word + " to " + n, []Edit{{at.at(s), n}}}}
}
