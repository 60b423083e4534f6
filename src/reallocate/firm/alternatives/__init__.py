"""What limits a plan, what would change it, and plans nearly as cheap."""
