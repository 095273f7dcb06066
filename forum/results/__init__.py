"""What an island found, who takes it on, and what was asked of others."""
