"""Cues: what sentences say, as word patterns; and word lists. Read by coach.text."""
