"""Who may reach whom: the contact list."""
