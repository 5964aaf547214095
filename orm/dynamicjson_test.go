package orm_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/aludel/aludel/orm"
)

type djBand struct {
	orm.Entity `orm:"table:bands" json:"-"`
	ID         int64 `orm:"pk"`
	Name       string
	Fans       orm.Dynamic[*djFan] `orm:"back_populates:Band; order_by:ID" json:",omitzero"`
}

type djFan struct {
	orm.Entity `orm:"table:fans" json:"-"`
	ID         int64 `orm:"pk"`
	Name       string
	BandID     *int64           `orm:"fk:bands.id" json:"-"`
	Band       orm.Ref[*djBand] `orm:"back_populates:Fans" json:",omitzero"`
}

type djFanAttrs struct {
	orm.Class[djFan]
	ID   orm.NumAttr[int64]
	Name orm.TextAttr[string]
}

var (
	djModels = orm.NewRegistry(new(djBand), new(djFan))
	djFans   = orm.Describe[djFanAttrs](djModels)
)

// The members of a dynamic relationship are in JSON while they are known, and what JSON has is appended.
func TestDynamicJSON(t *testing.T) {
	rcDatabases(t, "dynamicjson", func(t *testing.T, url string) {
		d := openWith(t, url, djModels)
		s := d.session()
		write := func(v any) string {
			t.Helper()
			text, err := json.Marshal(v)
			must(t, err)
			return string(text)
		}
		const graph = `{"ID":0,"Name":"Beat","Fans":[{"ID":0,"Name":"Ann"},{"ID":0,"Name":"Bob"}]}`
		band := new(djBand)
		must(t, json.Unmarshal([]byte(graph), band))
		if got := write(band); got != graph {
			t.Errorf("a literal is %s", got)
		}
		must(t, json.Unmarshal([]byte(`{"Fans":[{"Name":"Cy"}]}`), band))
		if got := write(band); got != `{"ID":0,"Name":"Beat","Fans":[{"ID":0,"Name":"Cy"}]}` {
			t.Errorf("a literal that is read again is %s", got)
		}
		s.Add(band)
		if got := write(band); got != `{"ID":0,"Name":"Beat","Fans":[{"ID":0,"Name":"Cy"}]}` {
			t.Errorf("a new object is %s", got)
		}
		must(t, s.Flush(ctx))
		d.log = nil
		if got := write(band); got != `{"ID":1,"Name":"Beat"}` {
			t.Errorf("a stored object is %s", got)
		}
		must(t, json.Unmarshal([]byte(`{"Fans":null}`), band))
		must(t, json.Unmarshal([]byte(`{"Fans":[{"Name":"Di"}]}`), band))
		d.expect("")
		if fans := band.Fans.Pending(); len(fans) != 1 || write(band) != `{"ID":1,"Name":"Beat"}` {
			t.Errorf("%d fans to be stored of %s", len(fans), write(band))
		}
		must(t, s.Flush(ctx))
		d.expect("INSERT fans")
		names, err := orm.Select(djFans.Name).OrderBy(djFans.ID).All(ctx, s)
		must(t, err)
		if len(names) != 2 || names[0] != "Cy" || names[1] != "Di" {
			t.Errorf("stored fans: %q", names)
		}

		again := new(djBand)
		must(t, json.Unmarshal([]byte(`{"ID":1,"Name":"Beats","Fans":[{"ID":2,"Name":"Dee"},{"Name":"Ed"}]}`), again))
		merged, err := orm.Merge(ctx, s, again)
		must(t, err)
		must(t, s.Flush(ctx))
		if merged != band || band.Name != "Beats" {
			t.Errorf("merged %v", write(merged))
		}
		fans, err := band.Fans.Query().All(ctx, s)
		must(t, err)
		var text string
		for _, f := range fans {
			text += fmt.Sprintf("%d %s ", f.ID, f.Name)
		}
		if text != "1 Cy 2 Dee 3 Ed " {
			t.Errorf("merged fans: %s", text)
		}
	})
}
