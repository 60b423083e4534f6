"""What public data say of the way from AI to hires, separations, unemployment and pay."""
