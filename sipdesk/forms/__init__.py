"""What authorities ask for, read from the files in forms/ and checked."""
