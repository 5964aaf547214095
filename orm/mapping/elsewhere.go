package mapping

import "strings"

// This file knows the words by which other mappers call what is an option here, for the messages about unknown ones.

// elsewhere are options by their names in the tags of other mappers, in lower case without blanks, dashes and underscores.
var elsewhere = map[string]string{
	"primarykey": "pk", "primary": "pk", "id": "pk", "autoincr": "autoincrement", "default": "server_default", "defaultvalue": "server_default",
	"uniqueindex": "unique", "notnull": "notnull", "null": "nullable", "length": "size", "maxlength": "size", "name": "column",
	"foreignkey": "fk", "references": "fk", "ondelete": "on_delete", "onupdate": "on_update", "tablename": "table", "nullzero": "omitzero",
	"manytomany": "secondary", "many2many": "secondary", "m2m": "secondary", "backref": "back_populates", "inverse": "back_populates",
	"orderby": "order_by", "constraint": "on_delete", "json": "type", "skip": "-",
}

// meantOption is the option that a word of another mapper stands for, if it belongs to the context; else the word itself.
func meantOption(word string, c Context) string {
	plain := strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(word))
	if o, ok := Option(elsewhere[plain]); ok && o.Context&c != 0 {
		return o.Name
	}
	return word
}
