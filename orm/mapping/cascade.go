package mapping

import "strings"

// Cascade is the set of operations that follow a relationship.
type Cascade uint8

// The operations.
const (
	SaveUpdate Cascade = 1 << iota // adding an object to a session adds its related objects
	Merge
	Delete // deleting an object deletes its related objects
	DeleteOrphan
	Expunge
	RefreshExpire

	// CascadeAll is everything but DeleteOrphan.
	CascadeAll = SaveUpdate | Merge | Delete | Expunge | RefreshExpire
	// CascadeDefault is what a relationship does without the option.
	CascadeDefault = SaveUpdate | Merge
)

var cascadeWords = []string{"all", "save-update", "merge", "delete", "delete-orphan", "expunge", "refresh-expire", "none"}

var cascadeBits = map[string]Cascade{
	"all": CascadeAll, "save-update": SaveUpdate, "merge": Merge, "delete": Delete, "delete-orphan": DeleteOrphan, "expunge": Expunge,
	"refresh-expire": RefreshExpire, "none": 0,
}

// Has reports whether all operations of o are in c.
func (c Cascade) Has(o Cascade) bool { return c&o == o }

// String lists the operations as the tag spells them.
func (c Cascade) String() string {
	var s []string
	for _, w := range cascadeWords[1 : len(cascadeWords)-1] {
		if c.Has(cascadeBits[w]) {
			s = append(s, w)
		}
	}
	if len(s) == 0 {
		return "none"
	}
	return strings.Join(s, ",")
}
