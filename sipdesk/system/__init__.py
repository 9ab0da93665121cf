"""Every difference between POSIX and Windows, and everything else the operating system does for us."""
