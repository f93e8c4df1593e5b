"""The weights that ship; docs/model-card.md says what they are."""
