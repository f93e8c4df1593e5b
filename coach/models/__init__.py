"""Models read: what each sentence does, and what the customer feels and asks."""
