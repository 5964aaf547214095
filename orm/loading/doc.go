// Package loading turns the rows of the ORM's statements into objects and values. What is sent is decided by package orm/query; here
// rows are only read.
package loading
