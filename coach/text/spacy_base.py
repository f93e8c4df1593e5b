"""spaCy, imported without the deep-learning frameworks that happen to be installed.

thinc, beneath spaCy, imports torch, cupy, mxnet and tensorflow whenever it finds them, which
costs seconds and hundreds of megabytes for a tokeniser that uses none of them. They are hidden
while spaCy is imported and may be imported freely afterwards.
"""

import sys

_FRAMEWORKS = ("torch", "cupy", "mxnet", "tensorflow")
_hidden = [name for name in _FRAMEWORKS if name not in sys.modules]
for _name in _hidden:
    sys.modules[_name] = None  # type: ignore[assignment]
try:
    import spacy
    from spacy.attrs import LENGTH, NORM, SPACY
    from spacy.language import Language
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
finally:
    for _name in _hidden:
        del sys.modules[_name]

__all__ = [
    "LENGTH",
    "NORM",
    "SPACY",
    "Language",
    "compile_infix_regex",
    "compile_prefix_regex",
    "compile_suffix_regex",
    "spacy",
]
