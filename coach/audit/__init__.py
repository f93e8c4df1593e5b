"""Audits: past conversations in, tables and a report out."""
