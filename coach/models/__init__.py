"""Models read: what each sentence does, and what the customer feels and asks."""

import os

# ONNX Runtime would report usage by default on some platforms; nothing here calls home.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
