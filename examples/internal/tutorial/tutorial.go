// Package tutorial is what the tutorials of the ORM share: a program that shows the statements as the database receives them and
// prints values, and ends at the first error.
package tutorial

import (
	"context"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
)

// Run is one run of a tutorial on one database. It is used by one goroutine.
type Run struct {
	Ctx context.Context
	Eng *engine.Engine
	// S is the session of the chapters, which they may replace.
	S *orm.Session

	out io.Writer
	err error // the first one; what comes after it prints nothing
}

// New opens the database and shows what is sent to it on out.
func New(ctx context.Context, url string, out io.Writer) (*Run, error) {
	t := &Run{Ctx: ctx, out: out}
	var err error
	t.Eng, err = engine.Open(url, engine.OnStatement(t.echo))
	return t, err
}

// Chapters runs each of them, as long as nothing failed, and gives the first error with the chapter's place.
func (t *Run) Chapters(chapters ...func()) error {
	for i, chapter := range chapters {
		if chapter(); t.err != nil {
			return fmt.Errorf("chapter %d: %w", i+1, t.err)
		}
	}
	return nil
}

// Close ends session and engine.
func (t *Run) Close() {
	if t.S != nil {
		t.S.Close()
	}
	t.Eng.Close()
}

// echo shows a statement as the database received it, with its values.
func (t *Run) echo(e engine.Event) {
	if e.Err != nil || t.err != nil {
		return
	}
	fmt.Fprintf(t.out, "    %s\n", strings.ReplaceAll(strings.ReplaceAll(e.SQL, "\t", "    "), "\n", "\n    "))
	if len(e.Args) > 0 {
		fmt.Fprintf(t.out, "    %s\n", tuple(reflect.ValueOf(e.Args)))
	}
}

// Title begins a chapter.
func (t *Run) Title(s string) { fmt.Fprintf(t.out, "\n== %s ==\n\n", s) }

// Print prints values beside each other: see [Text].
func (t *Run) Print(values ...any) {
	if t.err != nil {
		return
	}
	texts := make([]string, len(values))
	for i, v := range values {
		if s, ok := v.(string); ok {
			texts[i] = s
			continue
		}
		texts[i] = Text(v)
	}
	fmt.Fprintln(t.out, strings.Join(texts, " "))
}

// Check notes an error, and reports whether there is none so far.
func (t *Run) Check(err error) bool {
	if t.err == nil {
		t.err = err
	}
	return t.err == nil
}

// Text is a value for people: what an object says of itself, a list in brackets, a row in parentheses, strings in quotation marks.
func Text(v any) string {
	if v == nil {
		return "nil"
	}
	x := reflect.ValueOf(v)
	if x.Kind() == reflect.Pointer && x.IsNil() {
		return "nil"
	}
	if s, ok := v.(fmt.Stringer); ok {
		return s.String()
	}
	switch x.Kind() {
	case reflect.Pointer:
		return Text(x.Elem().Interface())
	case reflect.String:
		return "'" + x.String() + "'"
	case reflect.Slice:
		s := tuple(x)
		return "[" + s[1:len(s)-1] + "]"
	case reflect.Struct: // a row
		return fieldsOf(x)
	}
	return fmt.Sprint(v)
}

func tuple(x reflect.Value) string {
	texts := make([]string, x.Len())
	for i := range texts {
		texts[i] = Text(x.Index(i).Interface())
	}
	return "(" + strings.Join(texts, ", ") + ")"
}

func fieldsOf(x reflect.Value) string {
	texts := make([]string, x.NumField())
	for i := range texts {
		texts[i] = Text(x.Field(i).Interface())
	}
	return "(" + strings.Join(texts, ", ") + ")"
}
