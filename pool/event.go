package pool

import "errors"

// ErrDisconnected is what a Checkout function returns when it finds that a connection is dead. The pool then closes it and
// tries again with another one, at most [checkoutTries] times.
var ErrDisconnected = errors.New("pool: the connection is dead")

// checkoutTries is how many connections are offered to the Checkout functions before a loan fails.
const checkoutTries = 3

// Events are functions that a pool calls, each in the goroutine that caused it and without holding a lock of the pool. A nil
// function is not called. They must not use the pool. The names follow SQLAlchemy's PoolEvents.
//
// Should a function panic, the connection at hand is closed, its place is given up, and the panic goes on.
type Events struct {
	// FirstConnect is called once in the life of a pool, with its first connection, before Connect.
	FirstConnect func(Record)
	// Connect is called with every new connection. An error closes the connection and fails the loan.
	Connect func(Record) error
	// Checkout is called before a connection is lent. An error closes the connection and fails the loan; with
	// [ErrDisconnected] another one is tried.
	Checkout func(Record) error
	// Checkin is called when a connection has come back, also for one that is closed thereby.
	Checkin func(Record)
	// Reset is called before a returned connection is reset.
	Reset func(Record)
	// Invalidate is called before a connection is closed because it is broken, or because its user said so. err is what said so,
	// or nil.
	Invalidate func(r Record, err error)
	// SoftInvalidate is called when a connection is marked to be closed when it comes back.
	SoftInvalidate func(Record)
	// Close is called before a connection of the pool is closed, for whatever reason.
	Close func(Record)
	// Detach is called when a connection leaves the pool for good.
	Detach func(Record)
	// CloseDetached is called before a detached connection is closed by its handle.
	CloseDetached func(Record)
}

// Record is a connection as the functions of [Events] see it. It is good only during the call.
type Record struct{ e *entry }

// Resource is the connection.
func (r Record) Resource() Resource { return r.e.res }

// Info is what users of the connection keep with it, see [Handle.Info].
func (r Record) Info() map[string]any { return r.e.information() }

// Listen adds functions to be called from now on. It may be called at any time.
func (p *Pool) Listen(ev Events) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []*Events
	if old := p.events.Load(); old != nil {
		all = append(all, *old...)
	}
	all = append(all, &ev)
	p.events.Store(&all)
}

// tell calls one function of every listener.
func (p *Pool) tell(e *entry, pick func(*Events) func(Record)) {
	all := p.events.Load()
	if all == nil {
		return
	}
	for _, ev := range *all {
		if f := pick(ev); f != nil {
			f(Record{e})
		}
	}
}

// ask calls one function of every listener until one says no.
func (p *Pool) ask(e *entry, pick func(*Events) func(Record) error) error {
	all := p.events.Load()
	if all == nil {
		return nil
	}
	for _, ev := range *all {
		if f := pick(ev); f != nil {
			if err := f(Record{e}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Pool) tellInvalidate(e *entry, err error) {
	p.tell(e, func(ev *Events) func(Record) {
		if ev.Invalidate == nil {
			return nil
		}
		return func(r Record) { ev.Invalidate(r, err) }
	})
}

// The functions by which tell and ask pick.
func onFirstConnect(ev *Events) func(Record)   { return ev.FirstConnect }
func onConnect(ev *Events) func(Record) error  { return ev.Connect }
func onCheckout(ev *Events) func(Record) error { return ev.Checkout }
func onCheckin(ev *Events) func(Record)        { return ev.Checkin }
func onReset(ev *Events) func(Record)          { return ev.Reset }
func onSoftInvalidate(ev *Events) func(Record) { return ev.SoftInvalidate }
func onClose(ev *Events) func(Record)          { return ev.Close }
func onDetach(ev *Events) func(Record)         { return ev.Detach }
func onCloseDetached(ev *Events) func(Record)  { return ev.CloseDetached }
