"""What became of it: next steps are asked about for a year."""
