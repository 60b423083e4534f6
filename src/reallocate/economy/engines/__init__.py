"""Three ways to run the same laws: expected values, whole people in cells, one record a person."""
