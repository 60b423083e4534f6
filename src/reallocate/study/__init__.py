"""What joins the rooms: scenarios, firms, runs and saved studies."""
