"""The text layer: spaCy pipelines for English and Arabic, cues, facts, language and dialect."""
