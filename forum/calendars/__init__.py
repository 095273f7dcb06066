"""iCalendar texts from plain values."""
