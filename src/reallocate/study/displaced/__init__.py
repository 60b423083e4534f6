"""What becomes of people whose jobs end, by occupation, age and area."""
