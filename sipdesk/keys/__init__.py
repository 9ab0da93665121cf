"""The desk key and its slots."""
