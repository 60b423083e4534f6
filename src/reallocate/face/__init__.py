"""The face: what `import reallocate` offers and the command line calls, one thing a file."""
