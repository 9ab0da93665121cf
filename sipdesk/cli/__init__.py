"""The commands, for scripts, service desks and tests."""
