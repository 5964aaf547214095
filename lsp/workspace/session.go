package workspace

import (
	"context"
	"go/token"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aludel/aludel/lsp/text"
)

// Territory is the import path that marks the packages to look at: those that reach it.
const Territory = "github.com/aludel/aludel/orm"

// Options are what a session is started with. The zero value will do.
type Options struct {
	Territory string        // the import path that marks the packages to look at; empty means [Territory]
	Debounce  time.Duration // how long the files must be quiet before the go command is asked again; 0 means 200 ms
	Patience  time.Duration // how long the go command may compile before packages are read from source; 0 means 2 s

	// Logf is called from any goroutine with what may interest who runs the server.
	Logf func(format string, args ...any)
	// Progress is called on the loader's goroutine when it starts something long; what it returns is called
	// with the outcome at the end.
	Progress func(title string) (done func(outcome string))
}

// Session owns the state of a workspace: the current snapshot and the goroutine that asks the go command. All
// methods are safe for concurrent use; those that change the state return at once and cost microseconds.
type Session struct {
	opts Options
	fset *token.FileSet

	current atomic.Pointer[Snapshot]
	changed chan struct{} // holds a token after a change that nobody has fetched yet
	poke    chan struct{} // the same for the loader

	mu      sync.Mutex // guards what follows, and the making of snapshots
	roots   []string
	extra   map[string][]string // root -> directories that ./... does not match
	edited  map[string]bool     // files changed since TakeChanged
	all     bool                // everything may have changed since TakeChanged
	stale   bool                // the package graph must be loaded again
	retired []*File             // states that no current snapshot holds
}

// NewSession returns a session without folders. Run must be called for it to load anything.
func NewSession(opts Options) *Session {
	if opts.Territory == "" {
		opts.Territory = Territory
	}
	if opts.Debounce == 0 {
		opts.Debounce = 200 * time.Millisecond
	}
	if opts.Patience == 0 {
		opts.Patience = 2 * time.Second
	}
	if opts.Logf == nil {
		opts.Logf = func(string, ...any) {}
	}
	if opts.Progress == nil {
		opts.Progress = func(string) func(string) { return func(string) {} }
	}
	s := &Session{
		opts: opts, fset: token.NewFileSet(), extra: map[string][]string{}, edited: map[string]bool{},
		changed: make(chan struct{}, 1), poke: make(chan struct{}, 1),
	}
	s.current.Store(&Snapshot{session: s, open: map[string]*File{}, files: &fileTable{files: map[string]*File{}}})
	return s
}

// Snapshot returns the current state.
func (s *Session) Snapshot() *Snapshot { return s.current.Load() }

// Changed returns a channel that yields a token after changes; one token may stand for many.
func (s *Session) Changed() <-chan struct{} { return s.changed }

// TakeChanged returns the files edited since the last call, and whether everything may be different.
func (s *Session) TakeChanged() (files []string, all bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for f := range s.edited {
		files = append(files, f)
	}
	all = s.all
	clear(s.edited)
	s.all = false
	slices.Sort(files)
	return files, all
}

// AddFolder makes the packages around a folder part of the workspace.
func (s *Session) AddFolder(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	root := findRoot(filepath.Clean(dir))
	if !slices.Contains(s.roots, root) {
		s.roots = append(s.roots, root)
		s.reloadLocked()
	}
}

// RemoveFolder takes a folder that AddFolder added out of the workspace.
func (s *Session) RemoveFolder(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	root := findRoot(filepath.Clean(dir))
	s.roots = slices.DeleteFunc(s.roots, func(r string) bool { return r == root })
	next := s.Snapshot().next()
	next.views = slices.DeleteFunc(next.views, func(v *loadedView) bool { return v.root == root })
	s.all = true
	s.publishLocked(next)
}

// Open takes a buffer in place of a file.
func (s *Session) Open(path string, version int32, src string) {
	s.setBuffer(path, openFile(s.fset, filepath.Clean(path), version, src))
}

// Change edits a buffer. It reports false if the file is not open.
func (s *Session) Change(path string, version int32, changes []text.Change, enc text.Encoding) bool {
	path = filepath.Clean(path)
	old := s.Snapshot().open[path]
	if old == nil {
		return false
	}
	s.setBuffer(path, openFile(s.fset, path, version, text.Apply(old.Text(), changes, enc)))
	return true
}

// Close gives a file back to the disk.
func (s *Session) Close(path string) { s.setBuffer(path, nil) }

// Saved says that an editor wrote a file.
func (s *Session) Saved(path string) { s.DiskChanged(path, false) }

// DiskChanged says that a file on disk is another now, or came or went (structural).
func (s *Session) DiskChanged(path string, structural bool) {
	path = filepath.Clean(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch filepath.Base(path) {
	case "go.mod", "go.sum", "go.work", "go.work.sum":
		structural = true
	}
	old := s.Snapshot()
	old.files.mu.Lock()
	f := old.files.files[path]
	old.files.mu.Unlock()
	if f != nil {
		s.retireLocked(f)
		next := old.next()
		next.files = old.files.without(path)
		if old.open[path] == nil {
			next.invalidate(path)
			s.edited[path] = true
		}
		s.publishLocked(next)
	}
	if structural {
		s.reloadLocked()
	}
}

// Reload asks the go command anew for everything.
func (s *Session) Reload() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reloadLocked()
}

// setBuffer makes the snapshot in which a file has the given state, or that of the disk for nil.
func (s *Session) setBuffer(path string, f *File) {
	path = filepath.Clean(path)
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.Snapshot()
	if before := old.open[path]; before != nil {
		s.retireLocked(before)
	} else if f == nil {
		return
	}
	next := old.next()
	delete(next.open, path)
	if f != nil {
		next.open[path] = f
	} else {
		next.files = old.files.without(path)
	}
	next.invalidate(path)
	s.edited[path] = true
	s.publishLocked(next)
	wake(s.poke)
}

// publishLocked makes a snapshot the current one; s.mu is held.
func (s *Session) publishLocked(next *Snapshot) {
	s.current.Store(next)
	wake(s.changed)
}

// reloadLocked asks the loader to load; s.mu is held.
func (s *Session) reloadLocked() {
	s.stale = true
	wake(s.poke)
}

// maxRetired is how many replaced states of files keep their positions, for requests that still hold an older
// snapshot.
const maxRetired = 256

// retireLocked notes that a state of a file was replaced, and gives the positions of long replaced ones back,
// so that the file set does not grow with every keystroke; s.mu is held.
func (s *Session) retireLocked(f *File) {
	s.retired = append(s.retired, f)
	if len(s.retired) <= maxRetired {
		return
	}
	gone := s.retired[0]
	s.retired = slices.Delete(s.retired, 0, 1)
	if !gone.parsed.Load() {
		return
	}
	if tree := gone.Tree(); tree != nil {
		if tf := s.fset.File(tree.FileStart); tf != nil {
			s.fset.RemoveFile(tf)
		}
	}
}

// retire is retireLocked for a state that no session ever published.
func (s *Session) retire(f *File) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retireLocked(f)
}

// wake puts a token into a channel that has room for one.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Run loads the package graph whenever that is needed, until ctx ends. It is to be called once.
func (s *Session) Run(ctx context.Context) {
	var tried string
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.poke:
		}
		if s.Snapshot().Loaded() && !s.quiet(ctx) {
			return
		}
		s.mu.Lock()
		stale := s.stale
		s.stale = false
		s.mu.Unlock()
		strange := s.discover()
		if !stale && (strange == "" || strange == tried) {
			continue
		}
		tried = strange
		s.load(ctx)
	}
}

// quiet waits until nothing has happened for the debounce time; it reports false if ctx ended.
func (s *Session) quiet(ctx context.Context) bool {
	timer := time.NewTimer(s.opts.Debounce)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-s.poke:
			timer.Reset(s.opts.Debounce)
		case <-timer.C:
			return true
		}
	}
}
