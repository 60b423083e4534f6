"""What a scenario of a firm may say, and how it is read, checked and written."""
