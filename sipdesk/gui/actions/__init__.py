"""All open actions."""
