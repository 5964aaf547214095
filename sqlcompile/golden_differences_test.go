package sqlcompile_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// step is the number of a step behind the name of a scenario of reflection.
var step = regexp.MustCompile(`^(reflect/)(.*)/[0-9]+$`)

// Every entry of differences.json names a case of the corpus, and dialects that it is about; none stands twice for one dialect, none is
// without a reason. That what is listed is otherwise is held by the tests of each part of the corpus.
func TestDifferencesNameCases(t *testing.T) {
	cases := map[string][]string{} // the dialects of each case, by its id, and by its folder and id
	err := fs.WalkDir(os.DirFS(goldenRoot), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".json" || name == "differences.json" {
			return err
		}
		data, err := os.ReadFile(filepath.Join(goldenRoot, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		var all any
		if err := json.Unmarshal(data, &all); err != nil {
			return err
		}
		gatherCases(all, path.Dir(name), cases)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 1000 {
		t.Fatalf("%d cases", len(cases))
	}
	seen := map[string]bool{}
	for _, d := range loadGolden[difference](t, filepath.Join(goldenRoot, "differences.json")) {
		id := step.ReplaceAllString(d.ID, "${1}reflect.$2")
		dialects, known := cases[id]
		if !known {
			t.Errorf("%s is no case of the corpus", d.ID)
		}
		if strings.TrimSpace(d.Reason) == "" {
			t.Errorf("%s has no reason", d.ID)
		}
		if len(d.Dialects) == 0 {
			d.Dialects = []string{""}
		}
		for _, dialect := range d.Dialects {
			if seen[d.ID+" "+dialect] {
				t.Errorf("%s is listed twice for %q", d.ID, dialect)
			}
			seen[d.ID+" "+dialect] = true
			if dialect != "" && len(dialects) > 0 && !slices.Contains(dialects, dialect) {
				t.Errorf("%s has nothing for %s, only for %v", d.ID, dialect, dialects)
			}
		}
	}
}

// gatherCases finds what has an id, at any depth.
func gatherCases(v any, folder string, cases map[string][]string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			gatherCases(x, folder, cases)
		}
	case map[string]any:
		if id, ok := v["id"].(string); ok {
			var dialects []string
			if sql, ok := v["sql"].(map[string]any); ok {
				for d := range sql {
					dialects = append(dialects, d)
				}
			}
			cases[id], cases[folder+"/"+id] = dialects, dialects
		}
		for _, x := range v {
			gatherCases(x, folder, cases)
		}
	}
}
