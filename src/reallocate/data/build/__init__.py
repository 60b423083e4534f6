"""From the source files to the tables that ship."""
