"""One file a version of the schema, `v` and its number."""
