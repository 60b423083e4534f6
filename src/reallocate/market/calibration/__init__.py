"""The nation's market fitted anew."""
