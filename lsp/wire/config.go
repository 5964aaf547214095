package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
)

// section is the name of the server's settings in an editor.
const section = "ormls"

// config is what the user chose. It is replaced as a whole.
type config struct {
	dialects []string
}

// settings is the form in which a client sends the configuration. It stands in initializationOptions and in the
// section "ormls" of the client's settings.
type settings struct {
	Dialects *[]string `json:"dialects"`
}

// configure takes the settings over, be they wrapped in the section's name or not. What is not understood is
// told to the user and changes nothing.
func (s *server) configure(raw protocol.LSPAny) {
	var wrapped map[string]json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &wrapped) != nil {
		return
	}
	inner := json.RawMessage(raw)
	if w, ok := wrapped[section]; ok {
		inner = w
	}
	var set settings
	if err := json.Unmarshal(inner, &set); err != nil {
		s.warn(fmt.Sprintf("the settings are not understood: %v", err))
		return
	}
	if set.Dialects == nil {
		return
	}
	next := &config{}
	for _, name := range *set.Dialects {
		if !slices.Contains(s.opts.Dialects, name) {
			s.warn(fmt.Sprintf("unknown dialect %q; there are %s", name, strings.Join(s.opts.Dialects, ", ")))
			continue
		}
		next.dialects = append(next.dialects, name)
	}
	if len(next.dialects) == 0 {
		next.dialects = s.opts.Dialects
	}
	s.config.Store(next)
}

// warn shows a message to the user.
func (s *server) warn(message string) {
	s.clerk.post(func(ctx context.Context) error {
		return s.client.ShowMessage(ctx, &protocol.ShowMessageParams{
			Type: protocol.MessageTypeWarning, Message: s.opts.Name + ": " + message,
		})
	})
}

// pullConfiguration asks the client for the settings.
func (s *server) pullConfiguration(ctx context.Context) error {
	values, err := s.client.Configuration(ctx, &protocol.ConfigurationParams{
		Items: []protocol.ConfigurationItem{{Section: new(section)}},
	})
	if err != nil {
		return err
	}
	for _, v := range values {
		s.configure(v)
	}
	return nil
}

// DidChangeConfiguration implements protocol.Server. A client that can be asked is asked: what it sends along is
// empty in some.
func (s *server) DidChangeConfiguration(_ context.Context, params *protocol.DidChangeConfigurationParams) error {
	if s.can.configuration {
		s.clerk.post(s.pullConfiguration)
		return nil
	}
	s.configure(params.Settings)
	return nil
}
