"""Somebody names colleagues who should come; each of them says yes or no alone."""
