"""The first run: four steps to a desk."""
