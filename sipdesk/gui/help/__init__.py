"""The help, shown in the window."""
