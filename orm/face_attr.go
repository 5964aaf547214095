package orm

// This file has the types of attribute descriptors, one a kind of column. [Describe] fills them.

// Attr is a column attribute of any type.
type Attr[V any] struct{ Col[V, V] }

// NullAttr is a column attribute that may be NULL.
type NullAttr[V any] struct{ Col[V, *V] }

// TextAttr is a text attribute.
type TextAttr[V ~string] struct{ Text[V, V] }

// NullTextAttr is a text attribute that may be NULL.
type NullTextAttr[V ~string] struct{ Text[V, *V] }

// NumAttr is a numeric attribute.
type NumAttr[V any] struct{ Num[V, V] }

// NullNumAttr is a numeric attribute that may be NULL.
type NullNumAttr[V any] struct{ Num[V, *V] }

// BoolAttr is a boolean attribute. It is a condition itself.
type BoolAttr struct{ Bool[bool] }

// NullBoolAttr is a boolean attribute that may be NULL.
type NullBoolAttr struct{ Bool[*bool] }
