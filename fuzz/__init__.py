"""Fuzzing: whatever comes in, nothing breaks but with a CoachError, and what design promises holds.

    python -m fuzz TARGET --seconds N --corpus DIR

One target a file; each takes bytes and raises where a promise is broken. Searching is guided by coverage and needs the
extra `fuzz`; `tests/fuzz` runs every target on a few hundred fixed inputs without it.
"""
