"""Ctrl+K: goes anywhere, finds every word."""
