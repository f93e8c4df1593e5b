"""What to say: phrases by move, language, dialect, register, channel and addressee."""
