// Package apisheet holds the API of package orm against the sheet that it was designed by: the signatures, and code as its users write it. What
// differs on purpose is listed with its reason. Where the sheet is not there, only the package's own code is compiled.
package apisheet
