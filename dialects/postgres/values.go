package postgres

import (
	"encoding/hex"
	"errors"
	"math"
	"net"
	"net/netip"
	"strings"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/convert"
)

// values is how PostgreSQL keeps values. Civil times and decimals are sent as text, which the server reads by the type of the
// column.
var values = convert.Storage{
	Dialect: "postgresql", DateTime: convert.DateTimeText, Date: convert.DateText, Time: convert.TimeText,
	Interval: convert.Interval(func(v civil.Interval) any { return v.String() }, civil.ParseInterval),
	Text:     rules.QuoteText, Bytes: func(b []byte) string { return `'\x` + hex.EncodeToString(b) + "'" }, True: "true", False: "false",
}

func init() { values.Own = own }

// own gives the conversions of the types that only PostgreSQL has.
func own(t sqltypes.Type) (convert.Codec, bool) {
	switch x := t.(type) {
	case sqltypes.NativeType:
		if x.SQL == "OID" {
			return convert.Integer(t, 0, math.MaxUint32), true
		}
	case sqltypes.ArrayType:
		return arrayCodec(x), true
	case RangeType:
		return rangeCodec(x), true
	case sqltypes.Other:
		return named(x), true
	}
	return convert.Codec{}, false
}

func named(t sqltypes.Other) convert.Codec {
	switch t.Name {
	case "INET", "CIDR":
		return convert.Codec{Bind: func(v any) (any, error) { return formatAddress(t, v) }, Result: parsed(t, parseAddress)}
	case "MACADDR", "MACADDR8":
		return convert.Codec{
			Bind:   func(v any) (any, error) { return formatHardware(t, v) },
			Result: parsed(t, func(s string) (any, error) { return net.ParseMAC(s) }),
		}
	case "HSTORE":
		return hstoreCodec(t)
	case "INTERVAL":
		return intervalCodec(t)
	case "BIT":
		return convert.Text(t, bits)
	}
	return convert.Text(t, nil)
}

var errBits = errors.New("it wants 0s and 1s")

func bits(s string) error {
	if strings.Trim(s, "01") != "" {
		return errBits
	}
	return nil
}

// formatAddress takes netip.Prefix, netip.Addr, net.IP, net.IPNet and text.
func formatAddress(t sqltypes.Type, v any) (any, error) {
	switch x := v.(type) {
	case netip.Prefix:
		return x.String(), valid(t, v, x.IsValid())
	case netip.Addr:
		return x.String(), valid(t, v, x.IsValid())
	case net.IP:
		return x.String(), valid(t, v, len(x) == net.IPv4len || len(x) == net.IPv6len)
	case *net.IPNet:
		if x == nil {
			return nil, nil
		}
		return x.String(), nil
	}
	p, err := sqltypes.Plain(v)
	if err != nil || p == nil {
		return nil, err
	}
	if s, ok := p.(string); ok {
		if _, err := parseAddress(s); err != nil {
			return nil, sqltypes.Mismatch(t, v, "", err)
		}
		return s, nil
	}
	return nil, sqltypes.Mismatch(t, v, "it wants a netip.Prefix, a netip.Addr or their text", nil)
}

func valid(t sqltypes.Type, v any, ok bool) error {
	if ok {
		return nil
	}
	return sqltypes.Mismatch(t, v, "it is no address", nil)
}

// parseAddress reads an address; one without a mask is that of one host.
func parseAddress(s string) (any, error) {
	if strings.Contains(s, "/") {
		p, err := netip.ParsePrefix(s)
		return p, err
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return nil, err
	}
	return netip.PrefixFrom(a, a.BitLen()), nil
}

func formatHardware(t sqltypes.Type, v any) (any, error) {
	switch x := v.(type) {
	case net.HardwareAddr:
		if x == nil {
			return nil, nil
		}
		return x.String(), valid(t, v, len(x) == 6 || len(x) == 8)
	case string:
		a, err := net.ParseMAC(x)
		if err != nil {
			return nil, sqltypes.Mismatch(t, v, "", err)
		}
		return a.String(), nil
	}
	return nil, sqltypes.Mismatch(t, v, "it wants a net.HardwareAddr or its text", nil)
}

// intervalCodec keeps months and days apart from seconds.
func intervalCodec(t sqltypes.Type) convert.Codec {
	return convert.Codec{
		Bind: func(v any) (any, error) {
			if i, ok := v.(civil.Interval); ok {
				return i.String(), nil
			}
			return values.Interval.Bind(v)
		},
		Result: parsed(t, func(s string) (any, error) { return civil.ParseInterval(s) }),
	}
}
