"""Routes, queue and workers of the live pages."""
