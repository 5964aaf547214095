package pgconn

import (
	be "encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aludel/aludel/engine/dbapi"
)

// The OIDs of the types that are read or written in binary.
const (
	boolean     = 16
	bytea       = 17
	int8oid     = 20
	int2oid     = 21
	int4oid     = 23
	oid         = 26
	float4      = 700
	float8      = 701
	date        = 1082
	timestamp   = 1114
	timestamptz = 1184
)

// binary says whether a column of a type is asked for in binary.
func binary(code uint32) bool {
	switch code {
	case boolean, bytea, int8oid, int2oid, int4oid, oid, float4, float8, date, timestamp, timestamptz:
		return true
	}
	return false
}

// texts are the types that Go reads as strings.
var texts = map[uint32]bool{18: true, 19: true, 25: true, 1042: true, 1043: true, 705: true}

// typeNames are PostgreSQL's names of the usual types, as lib/pq gives them.
var typeNames = map[uint32]string{
	boolean: "BOOL", bytea: "BYTEA", 18: "CHAR", 19: "NAME", int8oid: "INT8", int2oid: "INT2", int4oid: "INT4", 25: "TEXT", oid: "OID",
	114: "JSON", float4: "FLOAT4", float8: "FLOAT8", 790: "MONEY", 829: "MACADDR", 869: "INET", 1042: "BPCHAR", 1043: "VARCHAR", date: "DATE",
	1083: "TIME", timestamp: "TIMESTAMP", timestamptz: "TIMESTAMPTZ", 1186: "INTERVAL", 1266: "TIMETZ", 1560: "BIT", 1562: "VARBIT",
	1700: "NUMERIC", 2950: "UUID", 3802: "JSONB",
}

// epoch is PostgreSQL's, in microseconds since Go's.
const epoch = 946684800 * 1_000_000

// decode makes a cell without bytes of a value, if its type has one. Times beyond what a cell holds, and infinity, have none.
func decode(c *dbapi.Cell, code uint32, format int16, v []byte) bool {
	if format == 0 {
		return decodeText(c, code, v)
	}
	switch {
	case code == boolean && len(v) == 1:
		c.K, c.V = dbapi.Int, int64(v[0])
	case code == int8oid && len(v) == 8:
		c.K, c.V = dbapi.Int, int64(be.BigEndian.Uint64(v))
	case code == int4oid && len(v) == 4:
		c.K, c.V = dbapi.Int, int64(int32(be.BigEndian.Uint32(v)))
	case code == oid && len(v) == 4:
		c.K, c.V = dbapi.Int, int64(be.BigEndian.Uint32(v))
	case code == int2oid && len(v) == 2:
		c.K, c.V = dbapi.Int, int64(int16(uint16(v[0])<<8|uint16(v[1])))
	case code == float8 && len(v) == 8:
		c.K, c.V = dbapi.Float, int64(be.BigEndian.Uint64(v))
	case code == float4 && len(v) == 4:
		c.K, c.V = dbapi.Float, int64(math.Float64bits(widen(math.Float32frombits(be.BigEndian.Uint32(v)))))
	case (code == timestamp || code == timestamptz) && len(v) == 8:
		micros := int64(be.BigEndian.Uint64(v))
		if micros == math.MinInt64 || micros > math.MaxInt64-epoch {
			return false
		}
		c.K, c.V = dbapi.Time, micros+epoch
	case code == date && len(v) == 4:
		days := int32(be.BigEndian.Uint32(v))
		if days == math.MinInt32 || days == math.MaxInt32 {
			return false
		}
		c.K, c.V = dbapi.Time, int64(days)*86_400_000_000+epoch
	default:
		return false
	}
	return true
}

// widen gives the float64 of the shortest decimal that is f, which is what the text form says: 0.1 stays 0.1.
func widen(f float32) float64 {
	w, err := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	if err != nil {
		return float64(f)
	}
	return w
}

// decodeText is decode for the text form, which columns of statements that were not prepared have.
func decodeText(c *dbapi.Cell, code uint32, v []byte) bool {
	switch code {
	case boolean:
		c.K, c.V = dbapi.Int, 0
		if string(v) == "t" {
			c.V = 1
		}
		return true
	case int8oid, int4oid, int2oid, oid:
		n, err := strconv.ParseInt(string(v), 10, 64)
		c.K, c.V = dbapi.Int, n
		return err == nil
	case float8, float4:
		f, err := strconv.ParseFloat(string(v), 64)
		c.K, c.V = dbapi.Float, int64(math.Float64bits(f))
		return err == nil
	case timestamp, timestamptz, date:
		t, err := dbapi.ParseTime(string(v))
		c.K, c.V = dbapi.Time, t.UnixMicro()
		return err == nil
	}
	return false
}

// appendRaw appends the bytes of a value that has no cell of its own.
func appendRaw(arena []byte, code uint32, format int16, v []byte) []byte {
	switch {
	case format == 1 && (code == timestamp || code == timestamptz || code == date):
		if v[0]&0x80 != 0 {
			return append(arena, "-infinity"...)
		}
		return append(arena, "infinity"...)
	case format == 0 && code == bytea && len(v) >= 2 && v[0] == '\\' && v[1] == 'x':
		if out, err := hex.AppendDecode(arena, v[2:]); err == nil {
			return out
		}
	}
	return append(arena, v...)
}

// isCanceled says whether an error is the server's answer to a cancel request.
func isCanceled(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "57014"
}

// wall is a time's clock reading as microseconds since PostgreSQL's epoch, whatever its zone.
func wall(t time.Time) int64 {
	_, offset := t.Zone()
	return t.UnixMicro() + int64(offset)*1_000_000 - epoch
}
