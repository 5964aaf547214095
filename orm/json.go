package orm

import (
	"bytes"
	"encoding/json"

	"github.com/aludel/aludel/orm/internal/instance"
)

// This file writes related objects as JSON without ever going back the way it came: an object that is being written is left out
// where it is met again.

// marshalMembers writes the members of a list.
func marshalMembers[E Mapped](own *instance.State, es []E) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('[')
	for _, e := range es {
		if beingWritten(e) {
			continue
		}
		m, err := marshalMember(own, e)
		if err != nil {
			return nil, err
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.Write(m)
	}
	b.WriteByte(']')
	return b.Bytes(), nil
}

// marshalMember writes a related object, while it and its owner count as being written.
func marshalMember(own *instance.State, e Mapped) ([]byte, error) {
	if own != nil && !own.Has(instance.InJSON) {
		own.Flags |= instance.InJSON
		defer func() { own.Flags &^= instance.InJSON }()
	}
	if st := stateOf(e); st != nil && !st.Has(instance.InJSON) {
		st.Flags |= instance.InJSON
		defer func() { st.Flags &^= instance.InJSON }()
	}
	return json.Marshal(e)
}

func beingWritten(e Mapped) bool {
	st := stateOf(e)
	return st != nil && st.Has(instance.InJSON)
}
