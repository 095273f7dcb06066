"""Praxisforum carries a practice forum from the first invitation to twelve months after."""
