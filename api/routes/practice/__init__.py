"""The routes of practice, a file a resource."""

from fastapi import APIRouter

from . import attempts, care, cohorts, invitations, me, people, progress, remarks, rubrics, scenarios, sets

ROUTERS: tuple[APIRouter, ...] = (
    me.router,
    scenarios.router,
    attempts.router,
    remarks.router,
    sets.router,
    cohorts.router,
    invitations.router,
    progress.router,
    care.router,
    people.router,
    rubrics.router,
)
