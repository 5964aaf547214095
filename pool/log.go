package pool

import "log/slog"

// Logged gives listeners that log the life of connections: that they were opened, invalidated, detached and closed at level Info, that
// they were lent and came back at level Debug. SQLAlchemy: echo_pool.
func Logged(l *slog.Logger) Events {
	info := func(what string) func(Record) { return func(Record) { l.Info(what) } }
	return Events{
		Connect:        func(Record) error { l.Info("connection opened"); return nil },
		Checkout:       func(Record) error { l.Debug("connection lent"); return nil },
		Checkin:        func(Record) { l.Debug("connection returned") },
		Invalidate:     func(_ Record, err error) { l.Info("connection invalidated", "error", err) },
		SoftInvalidate: info("connection marked to be closed when it comes back"),
		Close:          info("connection closed"),
		Detach:         info("connection detached"),
		CloseDetached:  info("detached connection closed"),
	}
}
