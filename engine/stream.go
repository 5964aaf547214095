package engine

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqlcompile"
)

func (c *Connection) cursors(s *sqlcompile.Compiled) bool { return false }

func (c *Connection) declare(ctx context.Context, x CursorExecution) (dbapi.Reader, error) {
	return nil, fmt.Errorf("none")
}
