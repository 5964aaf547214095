package loading

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/aludel/aludel/engine/dbapi"
)

// document reads a value that is several: an array, or a document as JSON. NULL is the zero value.
func document(row *dbapi.Row, i int, v reflect.Value) {
	switch k := v.Kind(); {
	case k != reflect.Struct && k != reflect.Map && k != reflect.Slice && k != reflect.Array:
		row.Fail(i, v.Type().String(), fmt.Errorf("no SQL value becomes one"))
	case row.IsNull(i):
		v.SetZero()
	default:
		text := []byte(nil)
		if from := reflect.ValueOf(row.Value(i)); from.Kind() == reflect.Slice && from.Type().Elem().Kind() != reflect.Uint8 {
			text, _ = json.Marshal(from.Interface()) // an array of plain values
		} else {
			text = []byte(row.Text(i))
		}
		if err := json.Unmarshal(text, v.Addr().Interface()); err != nil {
			row.Fail(i, v.Type().String(), err)
		}
	}
}
