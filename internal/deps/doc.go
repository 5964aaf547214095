// Package deps holds what must be true of the tree as a whole: who may import whom (policy.txt, with the reasons), that every
// package and exported name says what it is, that files and functions stay short, and which versions are pinned. It has only
// tests; nothing imports it.
package deps
