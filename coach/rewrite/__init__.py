"""Rewrites: plan edits from findings, compose them from the phrasebook, guard the facts."""
