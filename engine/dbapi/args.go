package dbapi

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// convert makes the driver's arguments, in a slice that the connection reuses, for a statement or (st nil) for text. The
// order is that of database/sql: the statement's or the connection's NamedValueChecker, then the statement's
// ColumnConverter, then the default. The usual Go types take a short cut, unless the options forbid it.
func (c *genConn) convert(st *genStmt, args []any) ([]driver.NamedValue, error) {
	short := !c.opt.AlwaysCheck && (st == nil || st.columns == nil)
	nvs := c.named[:0]
	for i, a := range args {
		nvs = append(nvs, driver.NamedValue{Ordinal: len(nvs) + 1, Value: a})
		if short {
			switch a.(type) {
			case nil, int64, float64, bool, string, []byte, time.Time: // as they are
				continue
			}
		}
		nv := &nvs[len(nvs)-1]
		if n, ok := a.(Named); ok {
			nv.Name, nv.Value = n.Name, n.Value
		}
		if short && usual(nv) {
			continue
		}
		err := c.check(st, nv)
		switch {
		case err == driver.ErrRemoveArgument:
			nvs = nvs[:len(nvs)-1]
		case err != nil:
			return nil, &ArgumentError{Ordinal: i + 1, Name: nv.Name, Type: fmt.Sprintf("%T", a), Err: err}
		}
	}
	c.named = nvs
	if st != nil && st.inputs >= 0 && st.inputs != len(nvs) {
		return nil, &ArgCountError{Want: st.inputs, Got: len(nvs)}
	}
	return nvs, nil
}

// forget drops what the last operation's arguments kept alive.
func (c *genConn) forget() {
	clear(c.named)
	clear(c.args)
	c.named, c.args = c.named[:0], c.args[:0]
}

// usual converts the common Go types without reflection, and says whether it did.
func usual(nv *driver.NamedValue) bool {
	switch v := nv.Value.(type) {
	case nil, int64, float64, bool, string, []byte, time.Time:
	case int:
		nv.Value = int64(v)
	case int32:
		nv.Value = int64(v)
	case int16:
		nv.Value = int64(v)
	case uint32:
		nv.Value = int64(v)
	case float32:
		nv.Value = float64(v)
	case *string:
		nv.Value = orNil(v)
	case *int64:
		nv.Value = orNil(v)
	case *float64:
		nv.Value = orNil(v)
	case *bool:
		nv.Value = orNil(v)
	case *time.Time:
		nv.Value = orNil(v)
	default:
		return false
	}
	return true
}

func orNil[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// check asks one converter after the other until one does not skip.
func (c *genConn) check(st *genStmt, nv *driver.NamedValue) error {
	checker := c.checker
	if st != nil && st.checker != nil {
		checker = st.checker
	}
	if checker != nil {
		if err := checker.CheckNamedValue(nv); err != driver.ErrSkip {
			return err
		}
	}
	if st != nil && st.columns != nil && (st.inputs < 0 || nv.Ordinal <= st.inputs) {
		return convertColumn(st.columns.ColumnConverter(nv.Ordinal-1), nv)
	}
	v, err := driver.DefaultParameterConverter.ConvertValue(nv.Value)
	nv.Value = v
	return err
}

var errNoValue = errors.New("the driver's converter gave a type that is not a driver.Value")

// convertColumn applies a statement's own converter, after a Valuer has spoken.
func convertColumn(cv driver.ValueConverter, nv *driver.NamedValue) error {
	v := nv.Value
	var err error
	if _, ok := v.(driver.Valuer); ok {
		if v, err = driver.DefaultParameterConverter.ConvertValue(v); err != nil {
			return err
		}
	}
	if v, err = cv.ConvertValue(v); err != nil {
		return err
	}
	if !driver.IsValue(v) {
		return errNoValue
	}
	nv.Value = v
	return nil
}
