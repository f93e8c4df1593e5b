"""`/v1/practice/people`: who practises, trains or administers."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic_core import to_json

from coach.api.bodies import JSON, parse
from coach.api.deps import Body, Practiser, TheStore
from coach.api.openapi import reads
from coach.api.practice import told
from coach.api.practice.asked import PersonRequest, RoleRequest
from coach.api.practice.deps import TheCaller
from coach.api.practice.desk import Caller
from coach.api.practice.joining import KEY_RATE, revoke
from coach.practice.store.refusing import refuse

from .problems import problems

router = APIRouter(tags=["practice"])
_ONE = "/v1/practice/people/{person_id}"


@router.get("/v1/practice/people", summary="List people", response_model=told.PeopleBody, responses=problems(422))
async def people(
    caller: TheCaller,
    after: Annotated[str, Query(pattern=r"^[0-9A-Za-z]{0,40}$", description="`next` of the last page.")] = "",
    limit: Annotated[int, Query(ge=1, le=500, description="At most so many.")] = 100,
) -> told.PeopleBody:
    """List those whose practice one sees, in the order of their ids; an administrator sees all."""

    def work(one: Caller) -> told.PeopleBody:
        found = one.view.people(after, limit)
        return told.PeopleBody(
            people=[told.PersonBody.model_validate(each) for each in found], next=found[-1].id if len(found) == limit else None
        )

    return await caller.run(work)


@router.post(
    "/v1/practice/people",
    summary="Let someone in",
    status_code=201,
    response_model=told.Keyed,
    responses=problems(posted=True),
    openapi_extra=reads(PersonRequest, "practice-person"),
)
async def add(caller: TheCaller, store: TheStore, body: Body) -> told.Keyed:
    """Make a person and a key for them, told this once; an administrator's work."""
    asked = parse(PersonRequest, body)
    if caller.person.role != "admin":
        raise refuse("administer")
    key = store.create_key(asked.name, frozenset(("practice",)), KEY_RATE)
    try:
        made = await caller.run(lambda one: one.view.add_person(asked.name, asked.role, asked.language, store.id_of(key)))
    except BaseException:
        revoke(store, store.id_of(key))
        raise
    return told.Keyed(person=told.PersonBody.model_validate(made), key=key)


@router.patch(
    _ONE,
    summary="Give someone another role",
    response_model=told.PersonBody,
    responses=problems(404, 409, posted=True),
    openapi_extra=reads(RoleRequest, "practice-role"),
)
async def change(caller: TheCaller, person_id: str, body: Body) -> told.PersonBody:
    """Give someone another role, which holds from their next request on; an administrator's work. The last administrator stays one."""
    asked = parse(RoleRequest, body)
    return told.PersonBody.model_validate(await caller.run(lambda one: one.view.change_role(person_id, asked.role)))


@router.post(f"{_ONE}/key", summary="Give someone a new key", status_code=201, response_model=told.Keyed, responses=problems(404, 409))
async def rekey(caller: TheCaller, bearer: Practiser, store: TheStore, person_id: str) -> told.Keyed:
    """Give someone who lost their key another, told this once, and refuse the one before from now on.

    An administrator may, and a trainer for agents of their cohorts. The new key may do what the old one could as far as the asker's may.
    """
    person = await caller.run(lambda one: one.view.keyless(person_id))
    before = store.key_called(person.key_id)
    scopes = frozenset(("practice",)) | ((before.scopes & bearer.scopes) if before else frozenset())
    key = store.create_key(person.name, scopes, before.rate if before else KEY_RATE, before.quota if before else 0)
    try:
        old = await caller.run(lambda one: one.view.rekey(person_id, store.id_of(key)))
    except BaseException:
        revoke(store, store.id_of(key))
        raise
    revoke(store, old)
    return told.Keyed(person=told.PersonBody.model_validate(person), key=key)


@router.delete(_ONE, summary="Erase someone", response_model=told.ErasedBody, responses=problems(404, 409, 422))
async def erase(
    caller: TheCaller,
    store: TheStore,
    person_id: str,
    keep_scores: Annotated[bool, Query(description="Let scores stay, as nobody's.")] = False,
) -> told.ErasedBody:
    """Erase someone with all they wrote, and refuse their key from now on; an administrator's work. The last administrator stays."""

    def work(one: Caller) -> tuple[told.ErasedBody, str | None]:
        key_id = one.view.person(person_id).key_id
        erased = one.view.erase(person_id, keep_scores)
        one.desk.store.forget()
        return told.ErasedBody.model_validate(erased), key_id

    erased, key_id = await caller.run(work)
    revoke(store, key_id)
    return erased


@router.get(f"{_ONE}/export", summary="Give everything about someone", response_model=dict[str, Any], responses=problems(404))
async def export(caller: TheCaller, person_id: str) -> Response:
    """Give everything that is kept about someone as JSON: one's own right, and an administrator's duty."""
    return Response(await caller.run(lambda one: to_json(one.view.export(person_id))), media_type=JSON)
