"""The brief before a visit, and the leaf after it."""
