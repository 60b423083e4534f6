"""What a lost job costs, by occupation, age and area."""
