"""Drawings as SVG in one language: marks, axes, rows, lines, columns and tiles, each for any width."""
