package mysql

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the types that only MySQL and MariaDB have, by the names that they give them.

func native(sql string, base sqltypes.Type) sqltypes.Type { return sqltypes.Native("mysql", sql, base) }

// Number says more of a number type: a width to which it is shown, no negative values, zeros before it. The zero Number says
// nothing.
type Number struct {
	Width              int
	Unsigned, ZeroFill bool
}

func (n Number) after(sql string) string {
	if n.Unsigned {
		sql += " UNSIGNED"
	}
	if n.ZeroFill {
		sql += " ZEROFILL"
	}
	return sql
}

// integer is an integer type of some bytes.
func (n Number) integer(word string, bits int) sqltypes.Type {
	return native(n.after(dialects.Sized(word, n.Width)), IntegerType{Bits: bits, Unsigned: n.Unsigned || n.ZeroFill})
}

// IntegerType is what values of an integer type have: so many bits, the first for the sign unless it is unsigned. Values are
// int64, beyond it uint64.
type IntegerType struct {
	Bits     int
	Unsigned bool
}

// Kind implements sqltypes.Type.
func (t IntegerType) Kind() sqltypes.Kind {
	switch {
	case t.Bits <= 16:
		return sqltypes.SmallIntegerKind
	case t.Bits <= 32:
		return sqltypes.IntegerKind
	}
	return sqltypes.BigIntegerKind
}

// String implements sqltypes.Type.
func (t IntegerType) String() string {
	if t.Unsigned {
		return fmt.Sprintf("%d-bit unsigned integer", t.Bits)
	}
	return fmt.Sprintf("%d-bit integer", t.Bits)
}

// TINYINT is an integer of 8 bits.
func TINYINT(n Number) sqltypes.Type { return n.integer("TINYINT", 8) }

// SMALLINT is an integer of 16 bits.
func SMALLINT(n Number) sqltypes.Type { return n.integer("SMALLINT", 16) }

// MEDIUMINT is an integer of 24 bits.
func MEDIUMINT(n Number) sqltypes.Type { return n.integer("MEDIUMINT", 24) }

// INTEGER is an integer of 32 bits.
func INTEGER(n Number) sqltypes.Type { return n.integer("INTEGER", 32) }

// BIGINT is an integer of 64 bits.
func BIGINT(n Number) sqltypes.Type { return n.integer("BIGINT", 64) }

// NUMERIC is an exact decimal.
func NUMERIC(precision, scale int, n Number) sqltypes.Type {
	return numeric("NUMERIC", precision, scale, n)
}

// DECIMAL is an exact decimal.
func DECIMAL(precision, scale int, n Number) sqltypes.Type {
	return numeric("DECIMAL", precision, scale, n)
}

func numeric(word string, precision, scale int, n Number) sqltypes.Type {
	return native(n.after(digits(word, precision, scale)), sqltypes.Numeric(precision, scale))
}

func digits(word string, precision, scale int) string {
	switch {
	case precision == 0:
		return word
	case scale == 0:
		return fmt.Sprintf("%s(%d)", word, precision)
	}
	return fmt.Sprintf("%s(%d, %d)", word, precision, scale)
}

// FLOAT is a floating point number of 32 bits.
func FLOAT(n Number) sqltypes.Type { return native(n.after("FLOAT"), sqltypes.Float()) }

// DOUBLE is a floating point number of 64 bits.
func DOUBLE(n Number) sqltypes.Type { return native(n.after("DOUBLE"), sqltypes.Float()) }

// REAL is a floating point number of 64 bits.
func REAL(n Number) sqltypes.Type { return native(n.after("REAL"), sqltypes.Float()) }

// BIT is length bits, 0 for one. Values are uint64.
func BIT(length int) sqltypes.Type {
	return native(dialects.Sized("BIT", length), BitType{max(length, 1)})
}

// BitType is what values of BIT have: so many bits.
type BitType struct{ Length int }

// Kind implements sqltypes.Type.
func (BitType) Kind() sqltypes.Kind { return sqltypes.OtherKind }

// CoerceCompared implements sqltypes.ComparedCoercer: numbers are bits.
func (t BitType) CoerceCompared(any) sqltypes.Type { return t }

// String implements sqltypes.Type.
func (t BitType) String() string { return dialects.Sized("BIT", t.Length) }

// YEAR is a year from 1901 to 2155, or 0. Values are int64.
func YEAR() sqltypes.Type { return native("YEAR", sqltypes.SmallInteger()) }

// DATETIME is a civil date and time with fsp digits of a second, 0 to 6.
func DATETIME(fsp int) sqltypes.Type {
	return native(dialects.Sized("DATETIME", fsp), sqltypes.DateTime())
}

// TIMESTAMP is an instant between 1970 and 2038 with fsp digits of a second, 0 to 6.
func TIMESTAMP(fsp int) sqltypes.Type {
	return native(dialects.Sized("TIMESTAMP", fsp), sqltypes.DateTimeTZ())
}

// TIME is a time of day with fsp digits of a second, 0 to 6.
func TIME(fsp int) sqltypes.Type { return native(dialects.Sized("TIME", fsp), sqltypes.Time()) }

// Characters say in which characters text is kept and how it is ordered. The zero Characters say nothing.
type Characters struct {
	Charset, Collation string
	// Binary orders it by the codes of the characters, ASCII and Unicode are charsets, National is the charset of NATIONAL
	// CHAR.
	Binary, ASCII, Unicode, National bool
}

func (c Characters) around(sql string) string {
	if c.National {
		sql = "NATIONAL " + sql
	}
	switch {
	case c.Charset != "":
		sql += " CHARACTER SET " + c.Charset
	case c.ASCII:
		sql += " ASCII"
	case c.Unicode:
		sql += " UNICODE"
	}
	switch {
	case c.Collation != "":
		sql += " COLLATE " + c.Collation
	case c.Binary:
		sql += " BINARY"
	}
	return sql
}

// CHAR is text of length characters, padded with blanks.
func CHAR(length int, c Characters) sqltypes.Type {
	return native(c.around(dialects.Sized("CHAR", length)), sqltypes.String(length))
}

// VARCHAR is text of at most length characters.
func VARCHAR(length int, c Characters) sqltypes.Type {
	return native(c.around(dialects.Sized("VARCHAR", length)), sqltypes.String(length))
}

// TINYTEXT is text of at most 255 bytes.
func TINYTEXT(c Characters) sqltypes.Type { return native(c.around("TINYTEXT"), sqltypes.Text()) }

// TEXT is text of at most 65,535 bytes.
func TEXT(c Characters) sqltypes.Type { return native(c.around("TEXT"), sqltypes.Text()) }

// MEDIUMTEXT is text of at most 16 MB.
func MEDIUMTEXT(c Characters) sqltypes.Type { return native(c.around("MEDIUMTEXT"), sqltypes.Text()) }

// LONGTEXT is text of at most 4 GB.
func LONGTEXT(c Characters) sqltypes.Type { return native(c.around("LONGTEXT"), sqltypes.Text()) }

// TINYBLOB is at most 255 bytes.
func TINYBLOB() sqltypes.Type { return native("TINYBLOB", sqltypes.LargeBinary()) }

// MEDIUMBLOB is at most 16 MB.
func MEDIUMBLOB() sqltypes.Type { return native("MEDIUMBLOB", sqltypes.LargeBinary()) }

// LONGBLOB is at most 4 GB.
func LONGBLOB() sqltypes.Type { return native("LONGBLOB", sqltypes.LargeBinary()) }

// ENUM is one of a list of words.
func ENUM(c Characters, words ...string) sqltypes.Type {
	e := sqltypes.Enum("", words...)
	return native(c.around("ENUM("+dialects.Words(&rules, e, ",")+")"), e)
}

// SET is some of a list of words, at most 64. Values are []string.
func SET(c Characters, words ...string) sqltypes.Type {
	e := sqltypes.Enum("", words...)
	return native(c.around("SET("+dialects.Words(&rules, e, ",")+")"), SetType{strings.Join(words, ",")})
}

// SetType is what values of SET have: some of the words, which are kept in one string since no word of a SET has a comma in it.
type SetType struct{ Words string }

// Kind implements sqltypes.Type.
func (SetType) Kind() sqltypes.Kind { return sqltypes.OtherKind }

// String implements sqltypes.Type.
func (t SetType) String() string { return "SET(" + t.Words + ")" }

// UUID is the type that MariaDB has for UUIDs from 10.7 on, of 16 bytes. sqltypes.UUID is declared CHAR(32), which MySQL and columns that
// are there already need.
func UUID() sqltypes.Type { return native("UUID", sqltypes.UUID()) }

// INET4 is an IPv4 address, on MariaDB from 10.10 on. Values are strings.
func INET4() sqltypes.Type { return native("INET4", sqltypes.String(15)) }

// INET6 is an IPv6 address, or an IPv4 address in one (::ffff:10.0.0.1), on MariaDB. Values are strings.
func INET6() sqltypes.Type { return native("INET6", sqltypes.String(45)) }
