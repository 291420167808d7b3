"""The engine in an editor: a language server, one module an LSP feature."""
