"""What a partner talks about: models and pure rules. No files, no database, no window."""
