package pool

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
	return nil
}

// Release returns the connection to the pool, which resets it, and then hands it on, keeps it or closes it. The error is
// [ErrReturned] when it was returned before.
func (h Handle) Release() error {
	if err := h.end(); err != nil {
		return err
	}
	h.e.pool.checkIn(h.e)
	return nil
}

// Discard closes the connection instead of returning it: what is known to be broken. The error is [ErrReturned], or what
// closing it gave.
func (h Handle) Discard() error {
	if err := h.end(); err != nil {
		return err
	}
	h.e.pool.count(func(s *Counters) { s.Invalidated++ })
	return h.e.pool.drop(h.e)
}

// Invalidate marks the connection to be closed when it is returned. The user may go on with it until then.
func (h Handle) Invalidate() error {
	if h.Resource() == nil {
		return ErrReturned
	}
	h.e.soft.Store(true)
	return nil
}

// Detach takes the connection out of the pool for good: the caller owns it and closes it, and the pool may open another.
func (h Handle) Detach() (Resource, error) {
	if err := h.end(); err != nil {
		return nil, err
	}
	h.e.pool.free()
	return h.e.res, nil
}
