// Package clienttest drives the language server by real clients: headless Neovim through the client in
// editors/neovim, and a program for Node.js over the library that VS Code uses; both alone and beside gopls. It
// holds tests only. What is missing on the machine is named and left out.
package clienttest
