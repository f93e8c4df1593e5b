"""People as they are told."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Told(BaseModel):
    """What is told holds these fields; it is made from values that have them."""

    model_config = ConfigDict(from_attributes=True)


class Named(Told):
    """Someone, by id and name."""

    id: str
    name: str


class PersonBody(Named):
    """Who practises, trains or administers."""

    role: str
    language: str
    created: datetime


class Keyed(Told):
    """Someone and their new key, told this once."""

    person: PersonBody
    key: str


class PeopleBody(Told):
    """People in the order of their ids; `next`, given back as `after`, asks for the next page."""

    people: list[PersonBody]
    next: str | None


class ErasedBody(Told):
    """What an erasure took."""

    attempts: int
    tries: int
    comments: int
