"""Who sends people."""
