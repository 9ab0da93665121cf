"""One file for each thing a partner does. Plain Python: no Qt, no SQL."""
