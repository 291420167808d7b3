"""How fast tclsp is, against its peers and against itself."""
