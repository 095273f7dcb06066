"""Who comes, with which wishes and consents."""
