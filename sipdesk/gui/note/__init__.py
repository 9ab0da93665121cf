"""One note of visit, on its real pages."""
