"""From packs of source files to the shipped tables, and from those to a World."""
