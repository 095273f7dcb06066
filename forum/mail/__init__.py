"""The outbox: every message is saved with what it tells and leaves later."""
