"""Who runs this instance, and its legal pages."""
