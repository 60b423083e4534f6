"""The nation's market as users run it."""
