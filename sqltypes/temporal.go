package sqltypes

// DateTimeType is a date with a time of day. With TimeZone it is an instant, which databases without such a type store
// as UTC; without, it is a civil time.
type DateTimeType struct{ TimeZone bool }

// Kind implements [Type].
func (DateTimeType) Kind() Kind { return DateTimeKind }

// String implements [Type].
func (t DateTimeType) String() string {
	if t.TimeZone {
		return "TIMESTAMP WITH TIME ZONE"
	}
	return "DATETIME"
}

// TimeType is a time of day. With TimeZone it has an offset from UTC, where the database has such a type.
type TimeType struct{ TimeZone bool }

// Kind implements [Type].
func (TimeType) Kind() Kind { return TimeKind }

// String implements [Type].
func (t TimeType) String() string {
	if t.TimeZone {
		return "TIME WITH TIME ZONE"
	}
	return "TIME"
}

// IntervalType is a duration, to the microsecond. Databases without such a type store the date and time that lies so far from
// 1970-01-01 00:00:00.
type IntervalType struct {
	// NonNative stores a date and time everywhere.
	NonNative bool
	// SecondPrecision and DayPrecision count digits, where the database has a type that takes them; 0 declares nothing.
	SecondPrecision, DayPrecision int
}

// Kind implements [Type].
func (IntervalType) Kind() Kind { return IntervalKind }

// String implements [Type].
func (IntervalType) String() string { return "INTERVAL" }
