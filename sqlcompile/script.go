package sqlcompile

import (
	"context"

	"github.com/aludel/aludel/schema"
)

// Script collects DDL instead of running it: the statements that CreateAll and DropAll would run on an empty database. Nothing is
// there yet for CreateAll; for DropAll everything is, with schema.Unchecked. A Script is for one goroutine.
type Script struct {
	dialect Dialect
	opts    []DDLOption
	// Statements are those collected so far.
	Statements []string
}

// NewScript makes an empty script for a dialect.
func NewScript(d Dialect, opts ...DDLOption) *Script { return &Script{dialect: d, opts: opts} }

// Target implements schema.Executor.
func (s *Script) Target() schema.Target { return Target(s.dialect) }

// HasTable implements schema.Executor: there are no tables.
func (s *Script) HasTable(context.Context, string, string) (bool, error) { return false, nil }

// HasSequence implements schema.Executor: there are no sequences.
func (s *Script) HasSequence(context.Context, string, string) (bool, error) { return false, nil }

// HasType implements schema.Executor: there are no types.
func (s *Script) HasType(context.Context, string, string) (bool, error) { return false, nil }

// ExecuteDDL implements schema.Executor: it collects the element.
func (s *Script) ExecuteDDL(_ context.Context, e schema.Element) error {
	text, err := DDL(e, s.dialect, s.opts...)
	if err == nil {
		s.Statements = append(s.Statements, text)
	}
	return err
}
