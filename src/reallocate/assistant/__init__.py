"""Questions that a user's assistant asks, answered with figures, range and source."""
