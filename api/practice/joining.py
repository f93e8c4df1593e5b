"""Joining by an invitation: with a key of one's own, or with none and then getting one."""

from coach.api.store import Key, Store
from coach.errors import UnknownName
from coach.practice.store import rows
from coach.practice.store.errors import BadValue, InvitationOver

from . import told
from .asked import JoinRequest, LookUpRequest
from .desk import Caller, Desk
from .teaching import listed_set

KEY_RATE = 600
"""Requests a minute of a key that is given out, as `coach keys create` gives them."""
_JOIN_RATE = 60
"""People a minute by one invitation, all workers together."""
_LOOK_RATE = 240
"""Looks a minute at what one invitation is for: a few for each who joins."""
_WRONG_RATE = 120
"""Tokens a minute that open nothing, from everybody: none is guessed, but each costs a look into the database."""


async def look_up(desk: Desk, store: Store, asked: LookUpRequest) -> told.Invited:
    """Tell whoever bears a token what it opens; raises InvitationOver, or RateLimited."""
    await _take(desk, store, asked.token, "look", _LOOK_RATE)
    return told.Invited.model_validate(await desk.run(lambda: desk.store.look_up(asked.token, asked.name)))


async def _take(desk: Desk, store: Store, token: str, what: str, rate: int) -> None:
    """Count one more use of a token; raises RateLimited, or InvitationOver, which counts for all tokens together."""
    try:
        invitation = await desk.run(lambda: desk.store.invitation(token))
    except InvitationOver:
        store.take(Key("join", "join", frozenset(), rate=_WRONG_RATE))
        raise
    store.take(Key(f"{what}-{invitation.id}", "join", frozenset(), rate=rate))


async def accept(desk: Desk, key: Key, asked: JoinRequest, language: rows.Language) -> told.Joined:
    """Let a key's bearer join; raises InvitationOver, or NotEnrolled."""

    def work() -> told.Joined:
        caller = Caller(desk, desk.bearer(key, language))
        accepted = caller.view.accept(asked.token)
        return told.Joined(set=listed_set(caller, accepted.id))

    return await desk.run(work)


async def enrol(desk: Desk, store: Store, asked: JoinRequest, language: rows.Language) -> told.Joined:
    """Make an agent and a key of whoever bears a token; raises InvitationOver, RateLimited, or BadValue without a name."""
    if asked.name is None or not asked.name.strip():
        raise BadValue(where="name", what={"en": "say your name to join", "ar": "اكتب اسمك لتنضم"})
    name, spoken = asked.name.strip(), asked.language or language
    await _take(desk, store, asked.token, "join", _JOIN_RATE)
    key = store.create_key(name, frozenset(("practice",)), KEY_RATE)
    try:
        person, chosen = await desk.run(lambda: desk.store.enrol(asked.token, name, spoken, store.id_of(key)))
    except BaseException:
        revoke(store, store.id_of(key))
        raise
    caller = Caller(desk, person)
    return told.Joined(set=await desk.run(lambda: listed_set(caller, chosen.id)), person=told.PersonBody.model_validate(person), key=key)


def revoke(store: Store, key_id: str | None) -> None:
    """Refuse a key from now on, where there is one that is not revoked already."""
    if key_id is not None:
        try:
            store.revoke_key(key_id)
        except UnknownName:
            return
