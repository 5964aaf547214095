package engine

import (
	"log/slog"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqlcompile"
)

// This file says what becomes of statements that combine FROM elements which nothing joins.

// UnjoinedMode is what becomes of a statement that combines every row of one FROM element with every row of another, because nothing
// joins them: see [sqlcompile.Compiled.Cartesian]. A join ON true says that this is meant.
type UnjoinedMode uint8

// The modes.
const (
	WarnUnjoined   UnjoinedMode = iota // a warning to the log, once for each statement: the default
	RefuseUnjoined                     // a *[sqlcompile.CartesianError], and nothing is sent
	AllowUnjoined                      // nothing
)

// Unjoined sets what becomes of statements with FROM elements that nothing joins. Warnings go to the logger of [Echo], else to that of
// package slog.
func Unjoined(m UnjoinedMode) Option { return func(o *options) { o.unjoined = m } }

// newCache makes the cache of compiled statements, which looks at each of them once.
func (e *Engine) newCache(d dialects.Dialect) *sqlcompile.Cache {
	c := sqlcompile.NewCache(d, e.opt.compiled)
	switch e.opt.unjoined {
	case RefuseUnjoined:
		c.Check = (*sqlcompile.Compiled).CheckCartesian
	case WarnUnjoined:
		log := e.opt.echo
		if log == nil {
			log = slog.Default()
		}
		c.Check = func(s *sqlcompile.Compiled) error {
			for _, p := range s.Cartesian() {
				log.Warn("a statement has FROM elements that nothing joins", "what", p.String(), "sql", s.Text)
			}
			return nil
		}
	}
	return c
}
