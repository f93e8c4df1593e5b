"""Audits: past conversations in, tables and a report out."""

import os

# Read by Arrow when it is first imported. Its own pools keep what a batch has used; the system's gives it back: 30 MB less a worker
# (`benchmarks/audit_memory.py`).
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
