package wire

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/aludel/aludel/lsp/feature"
	"github.com/aludel/aludel/lsp/workspace"
)

// diagnoser publishes the findings of packages after every change: of the edited ones at once, then of what
// depends on them. All of it happens on the goroutine that calls run.
type diagnoser struct {
	server    *server
	pending   map[string]bool      // files edited since their dependents were looked at
	all       bool                 // everything is to be looked at
	published map[string]published // by path, what the client holds
}

// published is what the client holds for a file.
type published struct {
	digest string
	shown  bool // there are findings
}

func newDiagnoser(s *server) *diagnoser {
	return &diagnoser{server: s, pending: map[string]bool{}, published: map[string]published{}}
}

// run works until ctx ends.
func (d *diagnoser) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.server.session.Changed():
		}
		d.round(ctx)
	}
}

// round looks at the packages of one snapshot. It gives up between two packages when there is a newer one; what
// it did not come to is done in the next round.
func (d *diagnoser) round(ctx context.Context) {
	session := d.server.session
	files, all := session.TakeChanged()
	snap := session.Snapshot()
	d.all = d.all || all
	for _, f := range files {
		d.pending[f] = true
	}
	var changed []string
	if !d.all {
		for f := range d.pending {
			changed = append(changed, f)
		}
		if len(changed) == 0 {
			return
		}
		slices.Sort(changed)
	}
	seen := map[string]bool{}
	for _, target := range snap.Targets(changed) {
		if !d.look(ctx, snap, target) {
			return
		}
		for _, f := range target.Files {
			seen[f] = true
		}
		if session.Snapshot().Serial() != snap.Serial() {
			return
		}
	}
	d.forget(ctx, snap, seen, changed)
	d.all = false
	clear(d.pending)
}

// look publishes the findings of one package; it reports false if ctx ended.
func (d *diagnoser) look(ctx context.Context, snap *workspace.Snapshot, target workspace.Target) bool {
	pkg := snap.Package(ctx, target)
	if pkg == nil {
		return false
	}
	byFile := map[string][]feature.Finding{}
	for _, f := range d.check(ctx, pkg) {
		byFile[f.Path] = append(byFile[f.Path], f)
	}
	for _, path := range target.Files {
		d.publish(ctx, snap, path, byFile[path])
	}
	return ctx.Err() == nil
}

// check asks the provider. Its panics cost the findings of the package, not the process.
func (d *diagnoser) check(ctx context.Context, pkg *workspace.Package) (out []feature.Finding) {
	defer func() {
		if r := recover(); r != nil {
			d.server.opts.Logf("checking %s: panic: %v\n%s", pkg.ID, r, debug.Stack())
		}
	}()
	return d.server.opts.Provider.Check(ctx, pkg)
}

// forget takes back the findings of files that no package speaks for any more. Only a round over everything, or
// over the file itself, knows that.
func (d *diagnoser) forget(ctx context.Context, snap *workspace.Snapshot, seen map[string]bool, changed []string) {
	for path := range d.published {
		if !seen[path] && (changed == nil || slices.Contains(changed, path)) {
			d.publish(ctx, snap, path, nil)
			delete(d.published, path)
		}
	}
}

// publish sends the findings of a file, unless the client has them for this version of it.
func (d *diagnoser) publish(ctx context.Context, snap *workspace.Snapshot, path string, findings []feature.Finding) {
	file := snap.File(path)
	had, known := d.published[path]
	if len(findings) == 0 && !file.Open && !had.shown {
		return
	}
	params := &protocol.PublishDiagnosticsParams{URI: uri.File(path), Diagnostics: []protocol.Diagnostic{}}
	if file.Open {
		params.Version = protocol.NewOptional(file.Version)
	}
	t := translator{snap: snap, enc: d.server.enc()}
	for _, f := range findings {
		params.Diagnostics = append(params.Diagnostics, t.diagnostic(f, d.server.opts.Name))
	}
	digest := fmt.Sprint(file.Open, file.Version, findings, params.Diagnostics)
	if known && had.digest == digest {
		return
	}
	d.published[path] = published{digest: digest, shown: len(findings) > 0}
	if err := d.server.client.PublishDiagnostics(ctx, params); err != nil && ctx.Err() == nil {
		d.server.opts.Logf("publishing findings: %v", err)
	}
}
