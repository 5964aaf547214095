package unitofwork

import (
	"github.com/aludel/aludel/orm/internal/instance"
)

// prepare gives new objects the values that they have none for, and has objects checked that are new or whose columns changed. It goes
// before the first statement.
func prepare(saves []*instance.State, undo *Undo) error {
	for _, st := range saves {
		isNew := !st.Has(instance.Persistent)
		if isNew && st.Mapper.HasDefaults() {
			if err := st.FillDefaults(func(col int) { undo.set(st, col) }); err != nil {
				return &Error{"insert", st.Mapper.Entity.Name, "", err}
			}
		}
		if len(st.Mapper.Checks) == 0 || !isNew && !st.Changed() {
			continue
		}
		for _, c := range st.Mapper.Checks {
			if err := c.Do(st.Any()); err != nil {
				return &Error{"check", st.Mapper.Entity.Name, st.Mapper.Columns[c.Column].Attr.Name, err}
			}
		}
	}
	return nil
}
