"""A plan as works councils and finance read it."""
