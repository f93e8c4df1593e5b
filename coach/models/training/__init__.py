"""Training of the shipped models: torch, transformers and the rest of the extra `models` are needed here, and only here."""

import torch

# Moments of pieces that are seldom seen fade into denormal numbers, which cost tenfold. Worker threads
# take this setting over from the thread that starts them, so it is made before the first one starts.
torch.set_flush_denormal(True)
