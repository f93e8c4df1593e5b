"""A rude or poor reply made anew: what only hurts or says nothing goes; what must be told, but not so, is put into the agent's hands.

Where blame and coldness run through a whole reply, or the whole serves its customer poorly, mending sentence by sentence leaves seams.
Then what tells something and is not bad stays as it is, and around it stand one apology, places for the answers, and who does what by
when. A bad sentence that holds a fact, refuses or promises is kept word for word in a slot that asks for other words.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from coach.findings import Judged
from coach.reading import SURE, SURELY_STRUCK, Reading, end_of
from coach.rewrite.edits import Edit
from coach.rewrite.goals import UNKIND, unkindness
from coach.rewrite.reference import points_back
from coach.rewrite.speaker import JOLLY, Speaker
from coach.rewrite.told import is_empty, may_tell, told_in
from coach.rewrite.words import candidates
from coach.rules.personal_data import is_private
from coach.slots import ANSWERS, otherwise, rewordable, visible_slot
from coach.text.document import Sentence
from coach.text.names import given_name, greeted_name
from coach.text.values import states_value

_RUDE = frozenset(("blames-customer", "blames-others", "dismissive-tone", "mirrored-hostility", "non-apology", "blunt-refusal"))
_TELLS = frozenset(
    ("resolution", "refusal", "commitment", "instruction", "question", "alternative", "compensation", "handoff", "explanation", "follow_up")
)
_FRAME = frozenset(("greeting", "closing"))
_STEPS = frozenset(("commitment", "question", "instruction", "follow_up", "handoff"))
_THEIRS = frozenset(("instruction", "handoff"))
"""Steps that are another's to take: to whoever is angry or in danger something is owed from us too."""
_ENDS = frozenset(("closing", "offer_help", "gratitude"))
"""What may stand for a goodbye at the end of a letter."""
_HEARS = frozenset(("apology", "empathy", "acknowledgement", "ownership"))
_LASTING = frozenset(("resolution", "refusal", "instruction", "question", "alternative", "compensation"))
_ALONE = (*ANSWERS, "own_words", "safety", "step")
"""Slots that are sentences by themselves."""
_SHARE = 0.3  # of the sentences between greeting and goodbye that are unkind: from here on the whole is made anew
_LEAST = 2  # of them
_BARE, _SENTENCE, _BARE_NO, _GREETS, _UNKNOWN, _LONG = 2, 3, 4, 8, 8, 18  # words
_LIKELY, _LIKELIER = 0.4, 0.5
"""From the first chance on a sentence of a hollow reply, or of one to a customer who is angry or in danger, is not left as it is, from the
second on one of another. Right above them team leads would stop six of ten and every second (messages not learnt from); below, more is lost
by asking the agent anew for what may stand than by letting it stand."""
_LIKELY_CURT = 0.25
"""The same of one to four words: alone they say least kindly what may be right. Leads would stop every second."""
_TOO_POOR = 60  # points: below, a reply that is not hollow is middling
_SURE_FRAME = 0.8
"""Of a goodbye that no cue knows: less sure ones are as often a last word on the matter ("It stays on.")."""
_SIGNED = re.compile(  # "Happy flying, Tyler", «رحلة سعيدة، خدمة المسافرين»
    r"[,،]\s{0,3}(?P<name>(?:[A-Z\u00c0-\u00de][\w'’.-]*|(?!و(?!ليد|ائل|سام|فاء|داد|سيم))[\u0621-\u064a][\u0621-\u0652]*)"
    r"(?:\s&?\s?(?:[A-Z\u00c0-\u00de][\w'’.-]*|[\u0621-\u064a][\u0621-\u0652]*)){0,3}[.!]?)$"
)
_INITIALS = re.compile(r"\^\w{1,12}$")  # "^KP", as posts are signed
_OFFICE = re.compile(  # a name's capitals, or what a department or a firm begins with
    r"(?!(?:Best|Kind|Warm|Many|Yours|Thank|Thanks|Happy|Good|Take|Bye|Cheers)\b)[A-Z][\w'’.-]*(?:\s(?:&|and|of|[A-Z][\w'’.-]*)){0,4}"
    r"|(?:قسم|إدارة|ادارة|دائرة|فريق|خدمة|خدمات|مركز|مكتب|شركة|بنك|بلدية|وحدة|مصلحة)(?:\s[\u0621-\u0652]+){1,4}"
)
_STOPS = frozenset(".!?؟…،,;؛:")
_JOINT = re.compile(r"[,،;؛:]\s|\s(?=and\s|but\s)")
_CLAUSE, _A_STATE, _A_STATE_PROMISED = 5, 8, 14  # words
_PRESUMES = re.compile(
    r"\bfor (?:your|the) (?:kind )?(?:understanding|patience|cooperation)|(?:ل|على )(?:حسن )?(?:تفهم|صبر|تعاون)", re.IGNORECASE
)
"""Thanks for what nobody has given yet."""
_SIGN = r"\u2600\u263a\u2708\u2728\u2b50\U0001f300-\U0001faff"
_CHEER = re.compile(rf"\s?(?![🙏🤲🤍💙💔🌹😔😞😢])[{_SIGN}][{_SIGN}\ufe0f\u200d\u2640\u2642]*")
_ANGRY = 2  # level
_PROMISED = 0.6  # a step that is less sure is often none: an offer, a condition
_COLD, _COLDER = 0.25, 0.3
"""From the first chance on a sentence counts as unkind in a reply that is rude anyway, from the second on it may go for that alone."""


def is_rude(reading: Reading, judged: list[Judged]) -> bool:
    """Tell whether unkindness runs through the reply, so that mending single sentences will not do."""
    middle = _middle(reading.sentences)
    unkind = [sentence for sentence in middle if _is_unkind(sentence, judged)]
    return len(unkind) >= _LEAST and len(unkind) >= _SHARE * len(middle)


def is_poor(reading: Reading, judged: list[Judged]) -> bool:
    """Tell whether a reply is to be made anew: it is hollow or rude, or middling and unkind, or half of it would not do."""
    if reading.hollow or is_rude(reading, judged):
        return True
    middle = _middle(reading.sentences)
    if _is_trouble(reading) and _is_middling(reading) and any(_is_unkind(sentence, judged) for sentence in middle):
        return True
    if not _falls_short(reading):
        return False
    doubtful = sum(sentence.spare >= _LIKELY for sentence in middle)
    return doubtful >= _LEAST and doubtful * 2 >= len(middle)


def _falls_short(reading: Reading) -> bool:
    """Tell whether a reply that is not hollow is too poor for a customer who is angry or in danger."""
    return _is_middling(reading) and _is_pressing(reading)


def _is_pressing(reading: Reading) -> bool:
    """Tell whether the customer is angry or in danger."""
    return reading.level >= _ANGRY or (reading.customer is not None and reading.customer.is_grave)


def _is_middling(reading: Reading) -> bool:
    """Tell whether a reply is not hollow and yet no good one."""
    return not reading.hollow and reading.impression is not None and reading.impression.overall < _TOO_POOR


def _least(reading: Reading) -> float:
    """Give the chance from which on a lead would so often stop a sentence that it is not left as it is."""
    return _LIKELY if reading.hollow or _falls_short(reading) else _LIKELIER


def _middle(sentences: Iterable[Sentence]) -> list[Sentence]:
    """List what stands between greeting and goodbye."""
    return [sentence for sentence in sentences if not sentence.moves or not (sentence.moves.keys() <= _FRAME or _takes_leave(sentence))]


def _takes_leave(sentence: Sentence) -> bool:
    """Tell whether a word or two are a goodbye, whatever else they are: "Thanks," above a name."""
    return sentence.has("moves.closing") and sentence.moves.get("closing", 0.0) >= SURE and sentence.n_words <= _BARE


def recast(speaker: Speaker, judged: list[Judged], keep: Collection[int] = ()) -> list[tuple[Edit, str]]:
    """Give the edits, each with the move or rule that it serves; empty where none is called for.

    A bad sentence that holds a fact, or tells what must still be told, stands in a slot that asks for other words. `keep` names, by
    where they start, sentences that are not struck.
    """
    reading = speaker.reading
    bad = _Bad.of(speaker, judged, keep)
    if not bad.gone and not bad.turned and not bad.wishes and not reading.hollow:
        return []
    kept = [sentence for sentence in reading.sentences if sentence not in bad.gone]
    stays = [sentence for sentence in kept if sentence not in bad.turned and sentence not in bad.wishes]
    told = {move for sentence in stays for move in sentence.moves}
    if any(sentence.has("moves.apology") and not sentence.has("moves.non_apology") for sentence in stays):
        told.add("apology")
    lost = {move for sentence in bad.gone for move, sure in sentence.moves.items() if sure >= SURE}
    if any(not sentence.moves.keys().isdisjoint(_ENDS) for sentence in [*bad.gone, *bad.turned] if sentence is reading.sentences[-1]):
        lost.add("closing")
    opening, heard, ending = _places(reading, [sentence for sentence in kept if sentence not in bad.wishes], bad.turned)
    refused = next((sentence.end for sentence in kept if "refusal" in sentence.moves), ending)
    wanted: dict[int, list[tuple[str, str]]] = {}
    found = {rule.id for finding, rule, severity in judged if not finding.suspected or severity != "advice"}
    first = ((heard if slot else opening, move, slot) for move, slot in _wanted_first(reading, told, lost, found, bad))
    promised = {move for sentence in stays for move, sure in sentence.moves.items() if sure >= _PROMISED}
    last = ((refused if move == "explanation" else ending, move, slot) for move, slot in _wanted_last(reading, told, promised, lost, found))
    for at, move, slot in (*first, *last):
        if slot and visible_slot(slot, speaker.voice.language) in reading.case.draft:
            continue
        if text := speaker.fill(f"{{{slot}}}.")[0] if slot in _ALONE else next((text for text, _ in speaker.phrases(move, slot)), ""):
            parted = move == "closing" and "\n" in reading.case.draft  # under a letter
            wanted.setdefault(at, []).append((f"\n\n{text}" if parted else text, move))
    edits = list(_gaps(reading.case.draft, reading, bad, kept, wanted))
    edits += _beside(edits, (_plain_goodbye(speaker, one) for one in bad.wishes))
    edits += _beside(edits, (_otherwise(speaker, one) for one in bad.turned))
    if _is_trouble(reading):
        ends = max((edit.start for edit, _ in edits if edit.replacement.strip()), default=0)
        cheer = (_without_cheer(reading, found, ends) for found in _CHEER.finditer(reading.case.draft))
        edits += _beside(edits, (edit for edit in cheer if reading.sentences[0].start <= edit.start < reading.sentences[-1].end))
    return edits


def _without_cheer(reading: Reading, found: re.Match[str], ends: int) -> Edit:
    """Take a jolly sign out; where it alone parted two sentences, the second of which may come in at `ends`, a full stop does."""
    before, after = found.string[found.start() - 1 : found.start()], found.string[found.end() :].lstrip(" \t")
    parts = not before.isspace() and before not in _STOPS and any(one.end == found.end() for one in reading.sentences)
    return Edit(*found.span(), "." if parts and (after[0] not in "\r\n" if after else ends >= found.end()) else "")


def _otherwise(speaker: Speaker, sentence: Sentence) -> Edit:
    """Put a sentence into a slot that asks for other words; a greeting with which it begins stands before that."""
    start = _after_greeting(speaker.reading, sentence)
    return Edit(start, sentence.end, otherwise(sentence.text[start - sentence.start :], speaker.voice.language))


def _after_greeting(reading: Reading, sentence: Sentence) -> int:
    """Give where a sentence begins, after a greeting that it begins with."""
    if not sentence.start < reading.opening < sentence.end:
        return sentence.start
    head = reading.case.draft[sentence.start : reading.opening]
    return reading.opening if "greeting" in sentence.moves or greeted_name(head) else sentence.start


def _beside(edits: list[tuple[Edit, str]], others: Iterable[Edit]) -> list[tuple[Edit, str]]:
    """List of other edits those that meet none of `edits`."""
    return [(one, "unkind") for one in others if not any(edit.start < one.end and one.start < edit.end for edit, _ in edits)]


@dataclass(frozen=True, slots=True)
class _Bad:
    """The sentences that go, and those that must be said otherwise."""

    gone: list[Sentence]
    turned: list[Sentence]
    wishes: list[Sentence]
    """Goodbyes that go before a signature that stays."""

    @classmethod
    def of(cls, speaker: Speaker, judged: list[Judged], keep: Collection[int]) -> "_Bad":
        """Of a rude reply take what hurts or tells nothing, of a poor one what a lead would stop."""
        reading = speaker.reading
        rude = is_rude(reading, judged)
        canned = {finding.start for finding, rule, _ in judged if rule.id == "canned-empathy"}
        trouble, likely = _is_trouble(reading), _least(reading)
        in_danger = reading.customer is not None and reading.customer.in_danger  # what they are told to do must stand
        gone, turned, wishes = [], [], []
        for place, sentence in enumerate(reading.sentences):
            if _is_name(reading, sentence) or is_private(sentence):  # a card's number is masked where it stands
                continue
            if reading.gives_declined(sentence) and rewordable(sentence.text):
                turned.append(sentence)
                continue
            bare = sentence.moves.keys() == {"refusal"} and sentence.n_words <= _BARE  # "No.": it is said again, with its reason
            cheers = not sentence.moves and sentence.spare >= SURELY_STRUCK  # "Great question!!"
            curt = reading.hollow and trouble and _is_curt(sentence) and not reading.rests(place)
            courtesy = _is_courtesy(sentence) and sentence.spare >= _LIKELIER and sentence.n_words >= _BARE  # «شكرًا لتفهمكم»
            least = _LIKELY_CURT if curt else likely  # "Full.", "Submit again."
            urges = in_danger and not _is_unkind(sentence, judged) and (not sentence.moves or "instruction" in sentence.moves)
            doubtful = (
                (not urges or sentence.spare >= SURELY_STRUCK)
                and sentence.spare >= least
                and (sentence.n_words >= _SENTENCE or curt or cheers or courtesy)
            )
            condoles = sentence.has("moves.empathy/condolence")
            goes = not condoles and (
                bare
                or (trouble and sentence.moves.keys() == {"gratitude"} and _PRESUMES.search(sentence.text) is not None)
                or (trouble and not sentence.n_words and _CHEER.search(sentence.text) is not None)
                or (doubtful and _is_courtesy(sentence))  # it is said anew
                or (doubtful and sentence.spare >= SURELY_STRUCK and not reading.rests(place))
                or (reading.hollow and sentence.start in canned and sentence.moves.keys() <= _HEARS)
                or (trouble and _is_frame(sentence) and _jars(sentence, least))
                or (rude and _goes(sentence, judged))
                or _is_unkind(sentence, judged, _COLDER)
            )
            if not goes and not doubtful:
                continue
            if sentence is reading.sentences[-1] and sentence.start not in keep and not _holds(sentence) and _signature(reading, sentence):
                wishes.append(sentence)
                continue
            formula = _is_courtesy(sentence) and any(sentence.start <= at < sentence.end for at in canned)
            # A promise without an act or a time is no loss where the next step is asked for.
            tells = (
                condoles
                or urges
                or _explains(sentence)
                or _tells_a_state(sentence, judged)
                or (not is_empty(sentence) and (not goes or (not bare and not formula and bool(told_in(sentence)))))
            )
            holds = tells or _says_more(sentence) or states_value(sentence.text)
            if not holds and sentence.start not in keep:
                gone.append(sentence)
            elif not (_is_frame(sentence) or _is_mendable(speaker, sentence, judged) or not rewordable(sentence.text)):
                turned.append(sentence)
        for before, sentence in pairwise(reading.sentences):  # "Lovely chatting, | goodbye."
            cut = before in gone and before.text[-1] in ",،" and before.line == sentence.line
            if cut and sentence.n_words <= _BARE_NO and not _holds(sentence) and sentence not in gone and sentence not in turned:
                (turned if sentence.start in keep else gone).append(sentence)
        orphaned = [
            sentence
            for before, sentence in pairwise(reading.sentences)
            if before in gone and sentence not in gone and sentence not in turned and not _is_frame(sentence)
            if points_back(sentence.text) and rewordable(sentence.text)
        ]
        return cls(gone, sorted([*turned, *orphaned], key=lambda sentence: sentence.start), wishes)


def _places(reading: Reading, kept: list[Sentence], turned: list[Sentence]) -> tuple[int, int, int]:
    """Give where the opening, the answers and the next step are set in."""
    middle = [sentence for sentence in kept if sentence in turned or sentence in _middle([sentence])]
    greets = kept and kept[0] is reading.sentences[0] and kept[0].moves.get("greeting", 0.0) >= SURE and kept[0].n_words <= _GREETS
    rest = kept[1:] if greets else kept
    first = next((sentence for sentence in rest if sentence in turned or not _leads_in(sentence)), None)
    opening = first.start if first else kept[-1].end if kept else reading.opening
    if first is not None and first.start < reading.opening < first.end:
        said = reading.case.draft[reading.opening : first.end].split()
        opening = reading.opening if len(said) > _SENTENCE else first.end
    heard = opening
    for sentence in kept:
        if sentence.end > heard:
            if sentence in turned or sentence.moves.keys().isdisjoint(_HEARS):
                break
            heard = sentence.end
    return opening, heard, max(heard, end_of(middle[-1])) if middle else heard


def _leads_in(sentence: Sentence) -> bool:
    """Tell whether a sentence still greets or thanks, so that nothing is said before it."""
    greets = max(sentence.moves, key=lambda move: sentence.moves[move], default="") == "greeting"
    return greets or (bool(sentence.moves) and sentence.moves.keys() <= {"greeting", "gratitude"})


def _gaps(
    text: str, reading: Reading, bad: "_Bad", kept: list[Sentence], wanted: dict[int, list[tuple[str, str]]]
) -> Iterator[tuple[Edit, str]]:
    """Yield one edit for each gap between kept stretches in which something goes or comes."""
    stretches: list[tuple[int, int]] = []
    for sentence in kept:  # a sentence that begins with a greeting is two: something may come between
        inner = sorted(at for at in wanted if sentence.start < at < sentence.end)
        for start, end in pairwise([sentence.start, *inner, sentence.end]):
            stretches.append((start, start + len(text[start:end].rstrip())))
    head = reading.sentences[0]
    if head in bad.gone and _after_greeting(reading, head) > head.start:  # whom it greets is greeted still
        stretches.append((head.start, head.start + len(text[head.start : reading.opening].rstrip())))
    quoted = _quoted(reading)
    stretches = sorted([*stretches, *quoted])
    lefts = [reading.sentences[0].start, *(end for _, end in stretches)]
    rights = [*(start for start, _ in stretches), reading.sentences[-1].end]
    for number, (left, right) in enumerate(zip(lefts, rights, strict=True)):
        phrases = [phrase for at, own in sorted(wanted.items()) if sum(end <= at for _, end in stretches) == number for phrase in own]
        if phrases or any(left <= _after_greeting(reading, sentence) < right for sentence in bad.gone):
            edit = _gap(text, left, right, [said for said, _ in phrases], number == 0, number == len(stretches))
            # In a slot, and where it is not the agent's own, it stands as it is.
            begins = any(_after_greeting(reading, sentence) == right for sentence in bad.turned)
            if edit.end > right and (begins or any(start == right for start, _ in quoted)):
                edit = Edit(left, right, edit.replacement[:-1])
            yield edit, phrases[0][1] if phrases else "unkind"


def _quoted(reading: Reading) -> list[tuple[int, int]]:
    """Give what stands between the agent's own sentences and is not theirs, marked or found so: it stays where it is."""
    first, last = reading.sentences[0].start, reading.sentences[-1].end
    marked = [(one.start, one.end) for one in reading.case.segments]
    found = [(one.start, one.end) for one in reading.draft.sentences if one.kind != "body"]
    found = [(start, end) for start, end in found if not any(left <= start and end <= right for left, right in marked)]
    return [(start, end) for start, end in (*marked, *found) if first < start and end < last]


def _gap(text: str, left: int, right: int, phrases: list[str], is_first: bool, is_last: bool) -> Edit:
    """Fill a gap with phrases, keeping the line breaks at its two ends; what follows a phrase begins with a capital."""
    between = text[left:right]
    head = "" if is_first else between[: len(between) - len(between.lstrip())]
    tail = "" if is_last else between[len(between.rstrip()) :] if between.strip() else head
    if not phrases:
        return Edit(left, right, "" if is_first or is_last else max(head, tail, key=lambda space: space.count("\n")) or " ")
    if not is_first and text[left - 1].isalnum() and "\n" not in head:
        head = f".{head or ' '}"
    filled = f"{'' if is_first else head or ' '}{' '.join(phrases)}{'' if is_last else tail or ' '}".replace(" \n", "\n")
    if not is_last and text[right].islower() and text[right].upper() != text[right]:
        return Edit(left, right + 1, filled + text[right].upper())
    return Edit(left, right, filled)


def _is_mendable(speaker: Speaker, sentence: Sentence, judged: list[Judged]) -> bool:
    """Tell whether kinder words are known for what is rude in a sentence; they are tried afterwards.

    They do for a bare no; in a longer sentence that would surely be struck more is wrong than they mend.
    """
    if sentence.spare >= SURELY_STRUCK and sentence.n_words > _BARE_NO:
        return False
    rude = _rude_rules(sentence, judged)
    return any(next(wording.occurrences(sentence), None) for rule in rude for wording in candidates(speaker.phrasebook, sentence, rule))


def _is_trouble(reading: Reading) -> bool:
    """Tell whether cheer has no place before this customer."""
    return bool(reading.level) or (reading.customer is not None and reading.customer.is_grave)


def _is_frame(sentence: Sentence) -> bool:
    """Tell whether a sentence only greets or says goodbye."""
    if not sentence.moves or not sentence.moves.keys() <= _FRAME or sentence.n_words > _GREETS:
        return False
    sure = sentence.has("moves.closing") or JOLLY.search(sentence.text) is not None
    return "greeting" in sentence.moves or sure or sentence.moves["closing"] >= _SURE_FRAME


def _is_curt(sentence: Sentence) -> bool:
    """Tell whether a sentence is of a few words that tell no fact."""
    return 0 < sentence.n_words <= _BARE_NO and not _is_courtesy(sentence) and not states_value(sentence.text)


def _is_courtesy(sentence: Sentence) -> bool:
    """Tell whether a sentence only feels, thanks or offers; a bare greeting or goodbye is judged for itself."""
    return sentence.moves.keys() <= _HEARS | _FRAME | _ENDS and not sentence.moves.keys() <= _FRAME


def _jars(sentence: Sentence, likely: float) -> bool:
    """Tell whether a greeting without a name, or a goodbye that is jolly or that a lead would stop, jars with trouble."""
    if "greeting" in sentence.moves:
        return sentence.spare >= likely and greeted_name(sentence.text) is None
    return JOLLY.search(sentence.text) is not None or sentence.spare >= likely


def _signature(reading: Reading, sentence: Sentence) -> str:
    """Give the initials under a post, or the name at the end of a goodbye; empty where there is none, or it is the customer's."""
    if initials := _INITIALS.search(sentence.text):
        return initials[0]
    if "closing" not in sentence.moves:
        return ""
    signed = _SIGNED.search(sentence.text)
    given = given_name(reading.case.context.customer_name or (reading.greeted[0] if reading.greeted else ""))
    return signed["name"] if signed and given not in signed["name"].split() else ""


def _is_name(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether the last line is who signs ("Academic Registry", «قسم التراخيص»)."""
    above = reading.case.draft[: sentence.start].rstrip(" \t")
    return sentence is reading.sentences[-1] and above.endswith("\n") and _OFFICE.fullmatch(sentence.text) is not None


def _plain_goodbye(speaker: Speaker, sentence: Sentence) -> Edit:
    """Put, before a signature, a plain goodbye in a wish's place; none where letters are not closed."""
    reading, end = speaker.reading, sentence.end - len(_signature(speaker.reading, sentence))
    said = (text.rstrip(" .") for text, _ in speaker.phrases("closing", "") if not re.search("[,،⟦]", text))
    goodbye = next(said, "") if reading.case.channel == "email" else ""
    comma = "،" if reading.language == "ar" else ","
    return Edit(sentence.start, end, f"{goodbye}{comma} " if goodbye else "")


def _explains(sentence: Sentence) -> bool:
    """Tell whether a sentence gives a cause or a rule, or is so long that it tells something, be it in words that no model knows.

    Of what they stop, leads would leave out every second such sentence without a move; but what is lost there is lost unseen.
    """
    return "explanation" in sentence.moves or sentence.n_words >= (_LONG if sentence.moves else _UNKNOWN)


def _tells_a_state(sentence: Sentence, judged: list[Judged]) -> bool:
    """Tell whether more than blame of others or an empty promise stands in a sentence: what is known of the matter may stand there."""
    if sentence.n_words < _A_STATE or _rude_rules(sentence, judged) - {"blames-others"}:
        return False
    return "blames-others" in _rude_rules(sentence, judged) or ("vague_promise" in sentence.moves and sentence.n_words >= _A_STATE_PROMISED)


def _says_more(sentence: Sentence) -> bool:
    """Tell whether a clause stands beside the one in which blame is said: it may be the cause, or what to do."""
    blamed = [sentence.span(hit) for hit in sentence.labelled("moves.blame")]
    ends = [*(sentence.start + joint.end() for joint in _JOINT.finditer(sentence.text)), sentence.end]
    clauses = [
        (start, end) for start, end in pairwise([sentence.start, *ends]) if not any(left < end and start < right for left, right in blamed)
    ]
    return bool(blamed) and any(
        len(sentence.text[start - sentence.start : end - sentence.start].split()) >= _CLAUSE for start, end in clauses
    )


def _holds(sentence: Sentence) -> bool:
    """Tell whether a sentence tells something or names a fact."""
    return bool(told_in(sentence)) or states_value(sentence.text)


def _is_unkind(sentence: Sentence, judged: list[Judged], bound: float = _COLD) -> bool:
    if unkindness(sentence) >= bound or not sentence.moves.keys().isdisjoint(UNKIND):
        return True
    return bool(_rude_rules(sentence, judged))


def _rude_rules(sentence: Sentence, judged: list[Judged]) -> set[str]:
    """Name the rules that find a sentence rude."""
    return {
        rule.id
        for finding, rule, severity in judged
        if rule.id in _RUDE and finding.start < sentence.end and sentence.start < finding.end
        if not finding.suspected or severity != "advice"
    }


def _goes(sentence: Sentence, judged: list[Judged]) -> bool:
    """Tell whether a sentence of a rude reply is let go: it is unkind, or tells nothing that the customer can use.

    A state of affairs that nothing calls unkind stays: it may be the answer, in words that no cue knows.
    """
    moves = sentence.moves.keys()
    if moves and moves <= {"greeting"}:
        return unkindness(sentence) >= 2 * _COLD
    if moves and moves <= _FRAME:
        return unkindness(sentence) >= _COLD / 2 or (sentence.spare >= _LIKELY and not sentence.has("moves.closing"))
    telling = max((sure for move, sure in sentence.moves.items() if move in _TELLS and move != "explanation"), default=0.0)
    if (telling and telling >= unkindness(sentence)) or may_tell(sentence):
        return is_empty(sentence) and not moves & _LASTING
    if _is_unkind(sentence, judged, _COLDER):
        return True
    return not moves <= {"explanation"} and not moves & _HEARS


def _wanted_first(reading: Reading, told: set[str], lost: set[str], found: Collection[str], bad: _Bad) -> Iterator[tuple[str, str]]:
    """Name what is said first: a greeting where nothing stays, one apology, and the answers; a no answers one ask.

    A matter played back before an answer reads as an echo; the answer itself shows that the message was read.
    """
    customer = reading.customer
    if customer is None:
        return
    begins = reading.sentences[0]
    begun = begins.start < reading.opening and (begins not in bad.gone or reading.opening < begins.end)
    hastens = customer.is_grave and reading.case.channel != "email"  # to whom a hello would be cheer
    if (not told or ("greeting" in lost and "greeting" not in told)) and not begun and not hastens:
        yield "greeting", ""
    if customer.in_danger or (customer.has("threat_harm") and not customer.has("insult")):  # to themselves rather than to us
        yield "instruction", "safety"
    upset = reading.is_upset
    mourns = customer.has("threat_harm") or any(sentence.has("customer.grief") for sentence in customer.document.body)
    owed = upset or "non_apology" in lost or "missing-apology" in found
    sorry = "apology" not in told and ("apology" in lost or (owed and not mourns))
    if sorry:
        yield "apology", ""
    ill_at_ease = reading.level > 0 and not upset and not sorry and told.isdisjoint(_HEARS)
    if "empathy" not in told and (customer.is_grave or reading.level > 1 or ill_at_ease):
        yield "empathy", "own_words"
    # What a calm customer was told answers in other words too; what was told coldly to others is rarely an answer.
    again = bad.turned if upset or customer.is_grave else ()
    left = {reading.sentences.index(sentence) for sentence in (*bad.gone, *again)}
    left |= {place for place, sentence in enumerate(reading.sentences) if is_empty(sentence)}  # "soon" answers nothing
    asks = [ask for ask in reading.open_asks if ask.status == "missed" or ask.sentence is None or ask.sentence in left]
    refused = "refusal" in told or "refusal" in lost or any("refusal" in sentence.moves for sentence in bad.turned)
    yield from (("resolution", slot) for slot in ANSWERS[: max(0, len(asks) - refused)])


def _wanted_last(reading: Reading, told: set[str], promised: set[str], lost: set[str], found: Collection[str]) -> Iterator[tuple[str, str]]:
    """Name what the reply still owes: the no that went with its words, another way, and the next step."""
    if "refusal" in lost and "refusal" not in told:
        yield "refusal", "reason"
    elif "refusal" in told and "refusal-without-reason" in found:
        yield "explanation", "reason"
    if "refusal-without-alternative" in found:
        yield "alternative", "alternative"
    steps = _STEPS - _THEIRS if _is_pressing(reading) else _STEPS
    if not promised & steps and (_is_trouble(reading) or "commitment" in lost or not reading.open_asks):
        yield "commitment", "action"
    if reading.case.channel == "email" and "closing" in lost and "closing" not in told:
        yield "closing", ""
