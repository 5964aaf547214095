package orm

import "github.com/aludel/aludel/orm/internal/instance"

// ObjectState is where an object is in its life.
type ObjectState uint8

// The states of objects.
const (
	// Transient objects are new: no session has them, and no row.
	Transient = ObjectState(instance.LifeTransient)
	// Pending objects were added to a session and have no row yet.
	Pending = ObjectState(instance.LifePending)
	// Persistent objects are in a session and have a row.
	Persistent = ObjectState(instance.LifePersistent)
	// Deleted objects had a row that a flush of the open transaction deleted.
	Deleted = ObjectState(instance.LifeDeleted)
	// Detached objects have a row, or had one, and are in no session.
	Detached = ObjectState(instance.LifeDetached)
)

var stateNames = [...]string{"transient", "pending", "persistent", "deleted", "detached"}

// String names the state.
func (s ObjectState) String() string { return stateNames[s] }

// StateOf says where an object is in its life. An object that is marked to be deleted is persistent until the flush.
func StateOf(o Mapped) ObjectState {
	st := stateOf(o)
	switch {
	case st == nil:
		return Transient
	case st.Has(instance.Gone):
		return Deleted
	case st.Context == nil && (st.Has(instance.Persistent) || st.Has(instance.Past)):
		return Detached
	case st.Context == nil:
		return Transient
	case st.Has(instance.Persistent):
		return Persistent
	}
	return Pending
}

// SessionOf is the session that an object is in, nil for none.
func SessionOf(o Mapped) *Session {
	st := stateOf(o)
	if st == nil || st.Context == nil {
		return nil
	}
	s, _ := st.Context.Owner.(*Session)
	return s
}
