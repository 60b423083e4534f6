"""The tech workforce: who works in it, and the paths it can take."""
