"""Files from outside become plain rows; parsing runs in a disposable child process."""
