package pool

import "errors"

// Handle is the loan of one connection. It is a small value; the zero Handle lends nothing. A handle that has been
// returned, and every copy of it, is dead: its methods report [ErrReturned] and touch nothing.
type Handle struct {
	e    *entry
	turn uint64
}

// Resource is the connection, or nil when the handle has been returned.
func (h Handle) Resource() Resource {
	if h.e == nil || h.e.turn.Load() != h.turn {
		return nil
	}
	return h.e.res
}

// end ends the loan; only one of several calls succeeds.
func (h Handle) end() error {
	if h.e == nil || !h.e.turn.CompareAndSwap(h.turn, h.turn+1) {
		return ErrReturned
	}
	if h.e.leak != nil {
		h.e.leak.stop()
	}
	return nil
}

// Release returns the connection to the pool, which resets it, and then hands it on, keeps it or closes it. The error is
// [ErrReturned] when it was returned before. A detached connection is closed.
func (h Handle) Release() error {
	if err := h.end(); err != nil {
		return err
	}
	if h.e.detached.Load() {
		return h.e.pool.closeDetached(h.e)
	}
	h.e.pool.checkIn(h.e)
	return nil
}

// Discard closes the connection instead of returning it: what is known to be broken. The error is [ErrReturned], or what
// closing it gave.
func (h Handle) Discard() error { return h.DiscardBecause(nil) }

// DiscardBecause is [Handle.Discard] with the reason, which the functions of [Events] get.
func (h Handle) DiscardBecause(reason error) (err error) {
	if err := h.end(); err != nil {
		return err
	}
	p := h.e.pool
	if h.e.detached.Load() {
		return h.e.res.Close()
	}
	p.count(func(s *Counters) { s.Invalidated++ })
	dropped := false
	defer func() { // also when a listener panics
		if !dropped {
			err = errors.Join(err, p.drop(h.e))
		}
	}()
	p.tellInvalidate(h.e, reason)
	dropped = true
	err = p.dropAndTell(h.e)
	p.tell(h.e, onCheckin)
	return err
}

// Invalidate marks the connection to be closed when it is returned. The user may go on with it until then.
func (h Handle) Invalidate() error {
	if h.Resource() == nil {
		return ErrReturned
	}
	h.e.soft.Store(true)
	h.e.pool.tell(h.e, onSoftInvalidate)
	return nil
}

// Detach takes the connection out of the pool for good: the caller owns it, and the pool may open another. The handle stays good,
// and its Release resets and closes the connection; closing the connection itself does as well.
func (h Handle) Detach() (Resource, error) {
	if h.Resource() == nil {
		return nil, ErrReturned
	}
	if h.e.detached.Swap(true) {
		return h.e.res, nil
	}
	h.e.pool.free()
	h.e.pool.tell(h.e, onDetach)
	return h.e.res, nil
}

// Info is what users of the connection keep with it, from loan to loan. It belongs to whoever has borrowed the connection; nil
// when the handle has been returned.
func (h Handle) Info() map[string]any {
	if h.Resource() == nil {
		return nil
	}
	return h.e.information()
}
