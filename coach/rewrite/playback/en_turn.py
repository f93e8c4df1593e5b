"""The persons of an English stretch turned: "I told you that my card is blocked" is "you told us that your card is blocked"."""

import re

from coach.rewrite.playback import en_words as words
from coach.rules.shouting import CODES

_CUT_OFF = re.compile(r"(?:^|\s)(?:and|but|or|so|the|a|an|my|your|our|because|if|when|that|than)$", re.IGNORECASE)
_SHOUTED = re.compile(r"(?<![A-Z])(?<![A-Z]['’])[A-Z][A-Z'’]{1,}(?![\w-])")
_LOUD = (
    words.FINITE
    | words.ELIDED_PAST
    | words.COMPANY_VERBS
    | frozenset(
        "not never no still twice again wrong broken missing late all every one two three four five six seven eight nine "
        "ten weeks days hours months years times drunk"
        " my your the and but nothing nobody only half whole full empty dead locked closed cancelled cold raw hot week "
        "day month year today yesterday without before after me you"
        " in on at is am are was were sold flat house way to of for bed beds it there off out down up screw metal glass "
        "clutch already another same third second first fourth fifth sixth live open same extra any same double single "
        "third day".split()
    )
)
_RELATIVE = frozenset({"who", "which", "he", "she", "they"})
_PREPOSITIONS = frozenset("in on to from of about at with for off by into under over".split())
_NO_NOUN = frozenset(
    "i you we they he she it my your our the a an is was will would can may must and or but so to at in on for one "
    "thing too much bad far long late very".split()
)


def written_out(text: str) -> str:
    """Write the short forms of chat out."""
    return " ".join(written_tokens(text))


def person_turned(text: str, ours: bool = False) -> str | None:
    """Turn the persons of a stretch that is no clause; with `ours`, its first "you" is the company."""
    tokens = written_tokens(text)
    if ours and (at := next((index for index, token in enumerate(tokens) if token.lower() == "you"), -1)) >= 0:
        before, after = turned(tokens[:at]) if at else [], turned(tokens[at + 1 :])
        words_back = None if before is None or after is None else [*before, "we", *after]
    else:
        words_back = turned(tokens)
    said = " ".join(words_back) if words_back else ""
    return None if not said or words.UNTURNABLE.search(" ".join(tokens)) or _CUT_OFF.search(said) else checked(said)


def calm(clause: str) -> str:
    """Write shouted words small, stretched ones once."""
    clause = re.sub(r"([a-zA-Z])\1{2,}", r"\1", clause)
    loud = [word for word in _SHOUTED.findall(clause) if word not in CODES and word != "I"]
    total = len(re.findall(r"[A-Za-z']+", clause))
    if len(loud) * 2 > total:
        return re.sub(r"[A-Z][A-Z']+", lambda m: m[0] if m[0] in CODES else m[0].lower(), clause)
    clause = re.sub(
        r"\b((?:my|the|a|our|your) )([A-Z]{4})\b",
        lambda m: m[0] if m[2] in CODES or not re.search("[AEIOU]", m[2]) else m[1] + m[2].lower(),
        clause,
    )
    return _SHOUTED.sub(lambda m: m[0].lower() if m[0].lower() in _LOUD or (len(m[0]) > 4 and m[0] not in CODES) else m[0], clause)


def written_tokens(clause: str) -> list[str]:
    """Give the words of a stretch with short forms written out and names of days and months capitalised."""
    tokens: list[str] = []
    for token in clause.split():
        core = token.rstrip(",")
        low = core.lower()
        if low == "elses":
            core = "else's"
        plain = words.WRITTEN_OUT.get(core if core in ("Sat", "SAT", "MON") else low)
        if plain is None or (low in ("sat", "mon", "wed", "min", "r", "n", "w", "sun") and not _is_short(core, tokens)):
            plain = words.CAPITALISED.get(low, low if low in words.TURNED or low in words.AS_SUBJECT else core)
        tokens += (plain + token[len(core) :]).split()
    return tokens


def _is_short(core: str, before: list[str]) -> bool:
    """Tell "on sat" from "sat down", and "u r" from a letter."""
    previous = before[-1].lower() if before else ""
    if core.lower() in ("sat", "mon", "wed"):
        return previous in ("on", "since", "last", "by", "this", "next", "till", "until", "every", "from", "for")
    if core.lower() == "min":
        return previous.isdigit()
    return core.lower() in ("n", "w") or previous == "you"


def is_finite(token: str) -> bool:
    """Tell whether a word may be the finite verb of a clause."""
    bare = token.lower().rstrip(",")
    return bare in words.FINITE or bare.endswith(("n't", "'s", "'re", "'ve", "'m"))


def turned(tokens: list[str]) -> list[str] | None:
    """Turn every word that stands for a person; None where one cannot be turned surely."""
    result: list[str] = []
    named = False  # whether a thing stands before, that "it" may mean
    for index, token in enumerate(tokens):
        core = token.rstrip(",")
        tail = token[len(core) :]
        key = core if core in words.TURNED else core.lower() if core.lower() in words.TURNED or core.lower() in words.AS_SUBJECT else core
        before = tokens[index - 1].lower() if index else ""
        after = tokens[index + 1].lower().rstrip(",") if index + 1 < len(tokens) else ""
        if key in words.POINTING and not named:
            return None
        if key in ("it", "it's", "its") and before in ("and", "but", "so", "because", "as") and index < 3:
            return None
        if key.lower() in words.DEMONSTRATIVE and not _is_harmless(key.lower(), before, after):
            if key == "that" and before.isalpha() and is_finite(after) and index > 1:
                result.append(token)
                continue
            if (
                before not in _PREPOSITIONS
                or key.lower() not in ("that", "this", "those", "these")
                or not after.isalpha()
                or is_finite(after)
                or after in _NO_NOUN
            ):
                return None
            result.append("the")
            continue
        if key in words.AS_SUBJECT:
            said = _turn_you(key, before.rstrip(","), after, last=index + 1 == len(tokens) or bool(tail))
            if said is None:
                return None
        elif key in words.TURNED:
            said = words.TURNED[key]
        elif key in ("was", "am") and before in ("i", "and", "but", "then") and tokens[0].lower() in ("i", "i've", "i'm"):
            if before != "i" and _RELATIVE.intersection(tokens[:index]):
                return None
            said = "were" if key == "was" else "are"
        elif key in ("was", "am") and "I" in tokens[max(0, index - 2) : index]:
            said = "were" if key == "was" else "are"
        else:
            said = core
        if key in ("who", "which", "the", "a", "my", "your", "an", "our") or key.isdigit():
            named = named or after != ""
        result.append(said + tail)
    return result


def _turn_you(key: str, before: str, after: str, last: bool) -> str | None:
    """Turn "you" by its place: "we" before a verb of ours, "us" after a preposition or a verb that takes one."""
    if key != "you":
        return (
            words.AS_SUBJECT[key]
            if key != "you'd" and before in ("", "and", "but", "that", "because", "so", "when", "since", "after", "then")
            else None
        )
    if after in words.COMPANY_VERBS or (after.endswith("ed") and after not in ("need", "feed", "speed")):
        return "us" if before in ("to", "from", "with", "by", "for") else "we"
    if after == "have" and not last:
        return "we"
    if before in words.TAKING and (
        last
        or after
        in (
            "about",
            "on",
            "and",
            "in",
            "for",
            "that",
            "since",
            "twice",
            "three",
            "four",
            "a",
            "the",
            "by",
            "but",
            "last",
            "at",
            "yesterday",
            "with",
            "again",
            "to",
            "my",
            "two",
            "an",
            "£",
            "because",
            "this",
            "every",
            "before",
            "five",
            "six",
            "all",
        )
    ):
        return "us"
    return None


def _is_harmless(word: str, before: str, after: str) -> bool:
    """Tell whether a demonstrative points within the clause."""
    if word in ("this", "these"):
        return after in words.SPAN_AFTER_THIS or (before == "" and after == "is")
    if word == "that":
        return before in words.THAT_CLAUSE_AFTER and after in ("i", "my", "the", "your", "you", "we", "our", "no", "nobody", "a")
    return False


def checked(text: str) -> str | None:
    """Give a turned text if nothing in it clashes."""
    if re.search(
        r"\b(?:the|a|an) (?:your|our)\b|\byou am\b|\byou was\b|\bwe was\b|\byou has\b"
        r"|\b(\w+) \1\b(?<!had had)(?<!that that)",
        text,
    ):
        return None
    return re.sub(r"\bi\b", "I", text)
