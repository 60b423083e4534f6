"""The shipped figures, built anew from their sources and compared."""
