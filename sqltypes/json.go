package sqltypes

// JSONNull is the null of JSON as a value for a column of type [JSON], where Go's nil is the NULL of SQL.
var JSONNull any = jsonNull{}

type jsonNull struct{}

// MarshalJSON implements json.Marshaler.
func (jsonNull) MarshalJSON() ([]byte, error) { return []byte("null"), nil }
