package dbapi

import (
	"context"
	"database/sql/driver"
	"time"
)

// GenericOptions tune the adapter for one driver. The zero value suits any that keeps to the contract of package driver.
type GenericOptions struct {
	// Canceler gives the means to stop the running operation of a connection, for a driver whose connection is not itself a
	// [Canceler]. Without either, the driver is given the contexts, and cancels as it does.
	Canceler func(driver.Conn) Canceler
	// AlwaysCheck shows every argument to the driver's NamedValueChecker, also those of the types that every driver must
	// accept.
	AlwaysCheck bool
	// VerifyTimeout bounds the ping after a cancellation; 0 means 2 seconds.
	VerifyTimeout time.Duration
}

func (o GenericOptions) verifyTimeout() time.Duration {
	if o.VerifyTimeout == 0 {
		return 2 * time.Second
	}
	return o.VerifyTimeout
}

// Generic adapts a driver written for database/sql, such as [Lookup] finds.
func Generic(d driver.Driver, o GenericOptions) Driver { return genericDriver{d, o} }

// GenericConnector adapts a driver's own connector.
func GenericConnector(c driver.Connector, o GenericOptions) Connector {
	return &genericConnector{c: c, opt: o}
}

type genericDriver struct {
	d   driver.Driver
	opt GenericOptions
}

// Open makes a connector; the driver may check the name now or at the first connection.
func (g genericDriver) Open(dsn string) (Connector, error) {
	if dc, ok := g.d.(driver.DriverContext); ok {
		c, err := dc.OpenConnector(dsn)
		if err != nil {
			return nil, err
		}
		return GenericConnector(c, g.opt), nil
	}
	return GenericConnector(dsnConnector{g.d, dsn}, g.opt), nil
}

// dsnConnector is the connector of a driver that only opens names. Opening does not obey a context then.
type dsnConnector struct {
	d   driver.Driver
	dsn string
}

func (c dsnConnector) Connect(context.Context) (driver.Conn, error) { return c.d.Open(c.dsn) }
func (c dsnConnector) Driver() driver.Driver                        { return c.d }

type genericConnector struct {
	c   driver.Connector
	opt GenericOptions
}

// Connect opens a connection.
func (g *genericConnector) Connect(ctx context.Context) (Conn, error) {
	if ctx.Err() != nil {
		return nil, canceled(ctx, "connect", nil)
	}
	dc, err := g.c.Connect(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, canceled(ctx, "connect", err)
		}
		return nil, err
	}
	return newGenConn(dc, g.opt), nil
}
