"""The visit page: where a visit is written."""
