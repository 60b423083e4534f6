"""One law, one file, one source; each is a scalar function that every engine calls."""
