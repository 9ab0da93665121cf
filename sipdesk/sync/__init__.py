"""What leaves the desk sealed, what comes back, and the ways it can travel."""
