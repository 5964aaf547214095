package feature

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aludel/aludel/analysis/evaluate"
)

// maxVariants is how many variants of a query are shown.
const maxVariants = 4

// queryCard shows the SQL of a query: of each variant that it may be, in each of the dialects.
func queryCard(q *evaluate.Query, dialects []string) string {
	var b strings.Builder
	b.WriteString(heading(q))
	for i, v := range q.Variants {
		if i == maxVariants {
			fmt.Fprintf(&b, "and %d more variants\n\n", len(q.Variants)-maxVariants)
			break
		}
		if len(q.Variants) > 1 || len(v.When) > 0 && len(v.When[0]) > 0 {
			fmt.Fprintf(&b, "%s\n\n", when(v.When))
		}
		b.WriteString(variantText(v, dialects))
	}
	if q.Open != "" {
		fmt.Fprintf(&b, "There may be more variants: %s\n", q.Open)
	}
	return b.String()
}

// heading says what is sent.
func heading(q *evaluate.Query) string {
	switch {
	case q.Terminal == "" && q.Reaches:
		return "**SQL** built so far\n\n"
	case q.Terminal == "":
		return "**SQL**\n\n"
	case q.Via != "":
		return fmt.Sprintf("**SQL** of %s, sent by %s\n\n", q.Terminal, q.Via)
	}
	return fmt.Sprintf("**SQL** of %s\n\n", q.Terminal)
}

// when says under which conditions a variant is the one.
func when(ways [][]string) string {
	var alternatives []string
	for _, conditions := range ways {
		if len(conditions) == 0 {
			return "otherwise"
		}
		var parts []string
		for _, c := range conditions {
			parts = append(parts, "`"+c+"`")
		}
		alternatives = append(alternatives, strings.Join(parts, " and "))
	}
	return "when " + strings.Join(alternatives, ", or ")
}

// variantText shows one variant.
func variantText(v evaluate.Variant, dialects []string) string {
	switch {
	case v.Unknown != "":
		return "unknown: " + v.Unknown + "\n\n"
	case v.Err != nil:
		return "is not sent: " + v.Err.Error() + "\n\n"
	}
	var b strings.Builder
	previews := slices.DeleteFunc(slices.Clone(v.Previews), func(p evaluate.Preview) bool { return !slices.Contains(dialects, p.Dialect) })
	shared := sharedLegend(previews)
	for _, p := range previews {
		if p.Err != nil {
			fmt.Fprintf(&b, "%s: %v\n\n", p.Dialect, p.Err)
			continue
		}
		fmt.Fprintf(&b, "%s\n```sql\n%s\n```\n\n", p.Dialect, p.SQL)
		if !shared {
			b.WriteString(legend(p.Legend))
		}
	}
	if shared && len(previews) > 0 {
		b.WriteString(legend(previews[0].Legend))
	}
	return b.String()
}

// sharedLegend tells whether all dialects send the same values in the same order.
func sharedLegend(previews []evaluate.Preview) bool {
	for _, p := range previews {
		if p.Err != nil || !slices.EqualFunc(p.Legend, previews[0].Legend, func(a, b evaluate.Bind) bool { return a.Value == b.Value }) {
			return false
		}
	}
	return true
}

// legend says what the placeholders stand for, in their order.
func legend(binds []evaluate.Bind) string {
	if len(binds) == 0 {
		return ""
	}
	var b strings.Builder
	for i, bind := range binds {
		fmt.Fprintf(&b, "%d. `%s`\n", i+1, bind.Value)
	}
	return b.String() + "\n"
}
