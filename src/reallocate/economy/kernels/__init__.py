"""Code that is compiled, and the mathematics that it shares."""
