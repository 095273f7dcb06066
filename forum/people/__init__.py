"""Persons and their dated affiliations."""
