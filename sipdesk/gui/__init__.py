"""The window. Everything Qt is here and nowhere else."""
