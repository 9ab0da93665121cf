"""A record becomes a note of visit on paper."""
