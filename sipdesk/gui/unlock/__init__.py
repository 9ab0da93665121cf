"""Opening the desk."""
