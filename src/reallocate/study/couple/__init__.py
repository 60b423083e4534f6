"""The round trip: a firm's plan, its industry, the market, and back."""
