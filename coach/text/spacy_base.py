"""spaCy, imported without what it would pull in and nothing here uses.

thinc, beneath spaCy, imports torch, cupy, mxnet and tensorflow whenever it finds them, which costs
seconds and hundreds of megabytes; spaCy imports its own command line, with a web client and a
template engine behind it. Both are kept away while spaCy is imported, and may be imported freely
afterwards.
"""

import sys
from types import ModuleType

_FRAMEWORKS = ("torch", "cupy", "mxnet", "tensorflow")
_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")

_hidden = [name for name in (*_FRAMEWORKS, *_COMMAND_LINE) if name not in sys.modules]
for _name in _hidden:
    _stub = ModuleType(_name)
    _stub.info = None  # type: ignore[attr-defined]
    sys.modules[_name] = _stub if _name in _COMMAND_LINE else None  # type: ignore[assignment]
try:
    import spacy.util
    from spacy.attrs import LENGTH, NORM, SPACY
    from spacy.language import BaseDefaults, Language
finally:
    for _name in _hidden:
        del sys.modules[_name]

compile_infix_regex = spacy.util.compile_infix_regex
compile_prefix_regex = spacy.util.compile_prefix_regex
compile_suffix_regex = spacy.util.compile_suffix_regex

__all__ = [
    "LENGTH",
    "NORM",
    "SPACY",
    "BaseDefaults",
    "Language",
    "compile_infix_regex",
    "compile_prefix_regex",
    "compile_suffix_regex",
]
