package engine

import (
	"context"
	"net/url"
	"slices"
	"strings"
)

// tag is one key and value of the comment behind a statement.
type tag struct{ key, value string }

// Comments adds a comment with tags to every statement, in the form of sqlcommenter: " /*app='blog',route='%2Fusers'*/". The tags are
// those given here (keys and values in turn), those of [Tag] and those of [ContextWithTags]; a later one of the same key counts. It
// is off by default.
//
// The comment is part of the text by which prepared statements are kept: tags should have few values. For one whose value is always
// another, such as traceparent, statements are sent with [Unprepared].
func Comments(keysAndValues ...string) Option {
	return func(o *options) {
		o.comments = true
		o.exec = o.exec.merged([]ExecOption{Tag(keysAndValues...)})
	}
}

// Tag adds tags to the comment behind statements, keys and values in turn, where [Comments] is on.
func Tag(keysAndValues ...string) ExecOption {
	return func(o *execOptions) {
		o.tags = slices.Clip(o.tags)
		for i := 0; i+1 < len(keysAndValues); i += 2 {
			o.tags = append(o.tags, tag{keysAndValues[i], keysAndValues[i+1]})
		}
	}
}

type tagsKey struct{}

// ContextWithTags adds tags for the statements that are run with the context.
func ContextWithTags(ctx context.Context, keysAndValues ...string) context.Context {
	tags, _ := ctx.Value(tagsKey{}).([]tag)
	o := execOptions{tags: tags}
	Tag(keysAndValues...)(&o)
	return context.WithValue(ctx, tagsKey{}, o.tags)
}

// tagged is text with the comment. The keys are sorted, so that the same tags give the same text.
func (c *Connection) tagged(ctx context.Context, text string) string {
	tags := slices.Clip(c.opt.tags)
	if more, ok := ctx.Value(tagsKey{}).([]tag); ok {
		tags = append(tags, more...)
	}
	if len(tags) == 0 {
		return text
	}
	byKey := map[string]string{}
	for _, t := range tags {
		byKey[t.key] = t.value
	}
	parts := make([]string, 0, len(byKey))
	for k, v := range byKey {
		parts = append(parts, escapeTag(k)+"='"+escapeTag(v)+"'")
	}
	slices.Sort(parts)
	return text + " /*" + strings.Join(parts, ",") + "*/"
}

// escapeTag writes a key or a value so that it can end neither the quotes nor the comment, and holds no placeholder.
func escapeTag(s string) string {
	return strings.NewReplacer("'", "%27", "*", "%2A", "+", "%20", "%3F", "%3F").Replace(url.QueryEscape(s))
}
