"""Practice: scenarios, scores that can be trusted, and progress."""
