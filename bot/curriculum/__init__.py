"""From files that an author wrote to a `Course` that can be taught.

`source` takes files from a folder, `document` reads YAML and remembers lines, `unit_file` reads Markdown,
`schema` says what may be in them, `draft` reads everything that can be read, `check` looks at the whole, `load`
makes the `Course`. Absent here, on purpose: anything about Docker or any other subject, the database, the
network, wording for learners. Faults are for authors and are collected, never raised one by one.
"""
