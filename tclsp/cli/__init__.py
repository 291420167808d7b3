"""The engine in a terminal, one module a command."""
