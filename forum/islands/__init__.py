"""Plan versions: who sits where in which round."""
