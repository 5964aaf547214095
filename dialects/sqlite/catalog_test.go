package sqlite

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

func TestTypeFromSQL(t *testing.T) {
	for declared, want := range map[string]sqltypes.Type{
		"integer": sqltypes.Integer(), "Double  Precision": sqltypes.Float(), "NVARCHAR(160)": sqltypes.String(160),
		"decimal(10,2)": sqltypes.Numeric(10, 2), "NUMERIC( 4 )": sqltypes.Numeric(4, 0), "timestamp": sqltypes.DateTime(),
		"int(11)": sqltypes.Opaque("sqlite", "int(11)"), "": sqltypes.Opaque("sqlite", ""), "VARCHAR(1,2)": sqltypes.Opaque("sqlite", "VARCHAR(1,2)"),
		"VARCHAR(99999999999999999999)": sqltypes.Opaque("sqlite", "VARCHAR(99999999999999999999)"), "char(3)": sqltypes.Opaque("sqlite", "char(3)"),
	} {
		if got := (dialect{}).TypeFromSQL(declared); got != want {
			t.Errorf("%s: %v, want %v", declared, got, want)
		}
	}
}

func TestDefaultFromSQL(t *testing.T) {
	for text, want := range map[string]string{
		"NULL": "", "'it''s'": "'it''s'", "-1.5e3": "-1.5e3", "0x1F": "0x1F", "current_timestamp": "current_timestamp", "x'00'": "x'00'",
		"datetime('now')": "(datetime('now'))", "1 + 1": "(1 + 1)", "'a' || 'b'": "('a' || 'b')",
	} {
		if got := (dialect{}).DefaultFromSQL(text, ""); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// describe writes constraints as text, one a line.
func describe(cs []dialects.ConstraintText) string {
	var b strings.Builder
	for _, c := range cs {
		fmt.Fprintf(&b, "%c %q %s", c.Kind, c.Name, strings.Join(c.Columns, ","))
		if c.Check != "" {
			fmt.Fprintf(&b, " check %s", c.Check)
		}
		if c.Deferrable {
			b.WriteString(" deferrable")
		}
		if c.Deferred {
			b.WriteString(" deferred")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestReadDefinition(t *testing.T) {
	const create = `CREATE TABLE "odd (table" (
	id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, -- a remark, with ( and CHECK (1)
	"a,b" VARCHAR(10) CONSTRAINT nn NOT NULL CHECK (length("a,b") > 1) DEFAULT ('(' || ')'),
	[c]]TEXT CONSTRAINT u1 UNIQUE ON CONFLICT REPLACE COLLATE nocase, /* CHECK (2) */
	d REFERENCES t(x) ON DELETE SET NULL NOT DEFERRABLE INITIALLY IMMEDIATE,
	e INT CONSTRAINT fe REFERENCES t DEFERRABLE INITIALLY DEFERRED,
	f AS (d + 1) STORED,
	"check" INT,
	PRIMARY KEY ("a,b" DESC, d), CONSTRAINT u2 UNIQUE (d COLLATE binary, e)
	CONSTRAINT ck CHECK ((d IN (1, 2)) OR d = ')'),
	CONSTRAINT f2 FOREIGN KEY (d, e) REFERENCES t (x, y) ON UPDATE CASCADE DEFERRABLE
) STRICT`
	const want = `p "pk" id
c "" a,b check length("a,b") > 1
u "u1" c
f "" d
f "fe" e deferrable deferred
g "" f check d + 1
p "" a,b,d
u "u2" d,e
c "ck"  check (d IN (1, 2)) OR d = ')'
f "f2" d,e deferrable
`
	got := describe((dialect{}).ReadDefinition(strings.Replace(create, "[c]]", "[c]", 1)))
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func FuzzReadDefinition(f *testing.F) {
	f.Add("CREATE TABLE t (a INT CONSTRAINT x CHECK (a > '(') UNIQUE, FOREIGN KEY (a) REFERENCES u (b) DEFERRABLE)")
	f.Add("t (a, unique (")
	f.Add("(foreign key references 'x")
	f.Fuzz(func(t *testing.T, create string) {
		for _, c := range (dialect{}).ReadDefinition(create) {
			if !strings.ContainsRune("pufcg", rune(c.Kind)) || !strings.Contains(create, c.Check) {
				t.Errorf("%+v of %q", c, create)
			}
		}
	})
}
