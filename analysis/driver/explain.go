package driver

import (
	"fmt"
	"io"
	"strings"

	"github.com/aludel/aludel/orm/mapping"
)

// UnknownCodeError is a code that does not exist.
type UnknownCodeError struct{ Code, Nearest string }

// Error names the code that was probably meant.
func (e *UnknownCodeError) Error() string {
	if e.Nearest == "" {
		return fmt.Sprintf("unknown code %q; ormvet explain lists the codes", e.Code)
	}
	return fmt.Sprintf("unknown code %q; did you mean %s?", e.Code, e.Nearest)
}

// Explain prints the page of a code, in whatever case it is given; without a code, the list of all. The error is an
// *[UnknownCodeError] if there is no such code.
func Explain(w io.Writer, code string) error {
	if code == "" {
		for _, c := range mapping.Codes() {
			if _, err := fmt.Fprintf(w, "%s  %-7s  %s\n", c.Code, c.Severity, c.Title); err != nil {
				return err
			}
		}
		return nil
	}
	info, ok := mapping.Lookup(strings.ToUpper(code))
	if !ok {
		return &UnknownCodeError{code, mapping.NearestCode(strings.ToUpper(code))}
	}
	_, err := io.WriteString(w, info.Page())
	return err
}
