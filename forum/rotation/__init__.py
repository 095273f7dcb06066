"""The island plan from plain values: no Flask, no database, no clock."""
