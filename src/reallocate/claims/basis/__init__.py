"""What claims stand on."""
