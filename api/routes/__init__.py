"""The routes, a file a resource."""

from fastapi import APIRouter

from . import batch, check, digest, draft, feedback, health, metrics, models, page, phrasebooks, practice, rewrite, rules

ROUTERS: tuple[APIRouter, ...] = (
    check.router,
    batch.router,
    rewrite.router,
    draft.router,
    digest.router,
    feedback.router,
    rules.router,
    phrasebooks.router,
    models.router,
    *practice.ROUTERS,
    health.router,
    metrics.router,
    page.router,
)
