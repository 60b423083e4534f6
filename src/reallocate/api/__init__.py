"""What `import reallocate` offers."""
