"""The tokeniser of the shipped encoder: WordPiece over text folded as `coach.text.normalise` folds it."""

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from coach.text import normalise

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_FOLD = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    "گ": "ك",
    "ک": "ك",
    "ی": "ي",
    "ھ": "ه",
    "’": "'",
    "‘": "'",
}


def empty() -> Tokenizer:
    """Build the tokeniser without a vocabulary: folding, splitting and the post-processing are all in it."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=40))
    marks = "".join(f"\\x{{{ord(sign):x}}}" for sign in normalise.TATWEEL + normalise.DIACRITICS + normalise.INVISIBLE + "ء")
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(f"[{marks}]"), ""),
            *(normalizers.Replace(old, new) for old, new in _FOLD.items()),
            normalizers.Replace(Regex(r"\p{Nd}"), "0"),
            normalizers.Replace(Regex(r"(\p{L})\K\1{2,}"), ""),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def train(texts: Iterable[str], size: int, path: Path) -> Tokenizer:
    """Learn a vocabulary of `size` pieces and save the tokeniser to `path`."""
    tokenizer = empty()
    tokenizer.train_from_iterator(
        texts,
        trainers.WordPieceTrainer(vocab_size=size, special_tokens=list(SPECIAL), min_frequency=3, limit_alphabet=600, show_progress=True),
    )
    tokenizer.save(str(path))
    return tokenizer
