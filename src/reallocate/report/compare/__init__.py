"""Two plans side by side: page and terminal card."""
