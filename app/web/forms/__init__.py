"""Forms made from the record kinds: `shapes` says what is asked, `reading` turns what was posted into a content,
`showing` turns a content back into fields, and `choices` offers the records that a field may name.

The state of a form is its content, complete or not, and the little in `reading.Typed` that a content cannot hold.
Fields are named by the paths that problems have (`narrative.0.text`), so that each problem finds its field.
"""
