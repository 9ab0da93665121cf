"""Checking a note that comes back."""
