"""One school."""
