"""What an authority’s programme says, to be read."""
