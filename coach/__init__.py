"""Reply Coach: judges a support agent's draft before it is sent, in Arabic and in English."""

__version__ = "0.1.0"
