"""The documentation's site: its pages in both languages, a page for each rule, every link checked.

`python -m docs.generate` (`make docs`) lays the pages out under build/docs, has Zensical make a site of each language, and puts
both into site/, which needs no network and no server.
"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The repository."""

LANGUAGES = ("en", "ar")
