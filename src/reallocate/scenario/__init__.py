"""A file or a command's options become one typed request, or a list of all that is wrong with them."""
