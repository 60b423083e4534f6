"""What a number, an option, a table, a result and an error are; where work runs; disk. No question."""
