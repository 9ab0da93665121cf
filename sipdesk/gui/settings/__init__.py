"""The settings of the window and of the desk."""
