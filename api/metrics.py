"""Prometheus metrics: counts and times, and no text."""

import os
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """What one application counts."""

    def __init__(self) -> None:
        """Make the counters in a registry of their own."""
        registry = self._registry = CollectorRegistry()
        self.requests = Counter("coach_requests", "Requests answered", ["route", "method", "status"], registry=registry)
        self.seconds = Histogram("coach_request_seconds", "From request to answer", ["route"], buckets=_SECONDS, registry=registry)
        self.drafts = Counter("coach_drafts", "Drafts judged", ["language", "verdict"], registry=registry)
        self.findings = Counter("coach_findings", "Findings reported", ["rule"], registry=registry)
        self.failed_lines = Counter("coach_failed_lines", "Lines of a batch that could not be judged", ["code"], registry=registry)
        self.feedback = Counter("coach_feedback", "What agents did with findings", ["rule", "action"], registry=registry)
        self.waiting = Gauge("coach_waiting", "Analyses that wait or run", registry=registry, multiprocess_mode="livesum")
        self.ready = Gauge("coach_ready", "Whether the models are loaded", registry=registry, multiprocess_mode="livemin")

    def judged(self, report: dict[str, Any]) -> None:
        """Count a report."""
        code = report["language"]["code"]
        self.drafts.labels(code, report["verdict"]).inc()
        for finding in report["findings"]:
            self.findings.labels(finding["rule"]).inc()

    def written(self) -> bytes:
        """Give all of it in Prometheus' text form, of all workers where there are several."""
        registry = self._registry
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
