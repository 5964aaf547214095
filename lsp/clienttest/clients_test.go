package clienttest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aludel/aludel/lsp/lsptest"
)

// build makes the server and returns its path.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ormls")
	if out, err := exec.Command("go", "build", "-o", path, "github.com/aludel/aludel/cmd/ormls").CombinedOutput(); err != nil {
		t.Fatalf("building the server: %v\n%s", err, out)
	}
	return path
}

// need returns the path of a program, or leaves the test out.
func need(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("left out: %s is not installed", name)
	}
	return path
}

// goEnv returns a setting of the go command.
func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(out))
}

// gopls returns the path of gopls, which is looked for where go install puts it too; empty if it is missing.
func gopls() string {
	if path, err := exec.LookPath("gopls"); err == nil {
		return path
	}
	out, err := exec.Command("go", "env", "GOPATH").Output()
	if err != nil {
		return ""
	}
	path := filepath.Join(string(bytes.TrimSpace(out)), "bin", "gopls")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// module writes the program that the drives work on.
func module(t *testing.T) string {
	t.Helper()
	archive, err := os.ReadFile("testdata/blog.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := lsptest.WriteModule(dir, "example.com/blog", string(archive)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// drive runs a client to its end and shows what it printed.
func drive(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Errorf("the client ended with %v", err)
	}
}

// withAndWithoutGopls runs a drive twice.
func withAndWithoutGopls(t *testing.T, run func(t *testing.T, ctx context.Context, gopls string)) {
	for name, path := range map[string]string{"alone": "", "beside gopls": gopls()} {
		t.Run(name, func(t *testing.T) {
			if name != "alone" && path == "" {
				t.Skip("left out: gopls is not installed (go install golang.org/x/tools/gopls@v0.23.0)")
			}
			ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
			defer cancel()
			run(t, ctx, path)
		})
	}
}

func TestNode(t *testing.T) {
	node := need(t, "node")
	if _, err := os.Stat("node/node_modules/vscode-jsonrpc"); err != nil {
		install := exec.Command(need(t, "npm"), "ci", "--no-audit", "--no-fund")
		install.Dir = "node"
		if out, err := install.CombinedOutput(); err != nil {
			t.Skipf("left out: npm ci cannot install vscode-jsonrpc: %v\n%s", err, out)
		}
	}
	server := build(t)
	withAndWithoutGopls(t, func(t *testing.T, ctx context.Context, gopls string) {
		drive(t, exec.CommandContext(ctx, node, "node/drive.mjs", server, module(t), gopls))
	})
}

func TestNeovim(t *testing.T) {
	nvim := need(t, "nvim")
	server := build(t)
	client, err := filepath.Abs("../../editors/neovim")
	if err != nil {
		t.Fatal(err)
	}
	withAndWithoutGopls(t, func(t *testing.T, ctx context.Context, gopls string) {
		cmd := exec.CommandContext(ctx, nvim, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile nvim/drive.lua", "-c", "cquit 1")
		cmd.Env = append(os.Environ(), "ORMLS="+server, "CLIENT="+client, "DIR="+module(t), "GOPLS="+gopls,
			"XDG_STATE_HOME="+t.TempDir(), "XDG_CACHE_HOME="+t.TempDir(), "GOCACHE="+goEnv(t, "GOCACHE"))
		drive(t, cmd)
	})
}
