"""What mends a finding: one module a kind of fix, as edits of the file's text."""
