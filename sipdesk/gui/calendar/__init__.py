"""The year's plan."""
