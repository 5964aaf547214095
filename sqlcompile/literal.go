package sqlcompile

import (
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file writes values as literals, which DDL needs: it has no parameters.

// literalBind writes the value of a bind, the values of a list separated by commas.
func (c *compiler) literalBind(b *expr.BindParameter) {
	switch b.Value.(type) {
	case expr.Hole, expr.Deferred:
		c.fail("value "+b.Name, errors.New("it is not known, and this statement has no parameters"))
		return
	}
	if !b.Expanding {
		c.literal(b.Name, b.Value, b.Type())
		return
	}
	v := reflect.ValueOf(b.Value)
	if v.Len() == 0 {
		c.fail("value "+b.Name, errors.New("an empty list has no literal"))
	}
	c.each(v.Len(), ", ", func(i int) { c.literal(b.Name, v.Index(i).Interface(), b.Type()) })
}

// literal writes a value of a type as the dialect stores it.
func (c *compiler) literal(name string, v any, t sqltypes.Type) {
	v, err := plain(v)
	if p := c.d.Binder(t); err == nil && v != nil && p != nil && t.Kind() != sqltypes.BooleanKind {
		v, err = p(v)
	}
	var s string
	if err == nil {
		s, err = c.literalValue(v, t)
	}
	if err != nil {
		c.fail("literal of "+name, err)
		return
	}
	c.write(s)
}

func (c *compiler) literalValue(v any, t sqltypes.Type) (string, error) {
	switch v := v.(type) {
	case nil:
		return "NULL", nil
	case bool:
		if v {
			return c.r.True, nil
		}
		return c.r.False, nil
	case string:
		if t.Kind().IsNumeric() {
			if _, err := strconv.ParseFloat(v, 64); err == nil {
				return v, nil // an exact decimal
			}
		}
		return c.stringLiteral(v)
	case time.Time:
		return c.r.QuoteText(v.Format(timeLayout(t))), nil
	case []byte:
		return "X'" + hex.EncodeToString(v) + "'", nil
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt(), r.CanUint(), r.CanFloat():
		return fmt.Sprint(v), nil
	case r.Kind() == reflect.String:
		return c.stringLiteral(r.String())
	}
	return "", fmt.Errorf("a %T has no literal form; write the expression as text", v)
}

func (c *compiler) stringLiteral(s string) (string, error) {
	if strings.ContainsRune(s, 0) {
		return "", errors.New("a string with a NUL has no literal form")
	}
	return c.r.UnicodePrefix + c.r.QuoteText(s), nil
}

func timeLayout(t sqltypes.Type) string {
	switch t.Kind() {
	case sqltypes.DateKind:
		return "2006-01-02"
	case sqltypes.TimeKind:
		return "15:04:05.999999"
	}
	if t == sqltypes.DateTimeTZ() {
		return "2006-01-02 15:04:05.999999-07:00"
	}
	return "2006-01-02 15:04:05.999999"
}

func (c *compiler) sequenceValue(n *expr.SequenceValue) {
	form := c.r.NextValue
	if form == "" {
		c.fail("sequence "+n.Name, errors.New("this database has no sequences"))
		return
	}
	name := c.quote(n.Name)
	if n.Schema != "" && !c.r.DDL.NoSchemas {
		name = c.quote(n.Schema) + "." + name
	}
	c.write(strings.NewReplacer("%s", name, "%q", c.r.QuoteText(name)).Replace(form))
}
