"""What an operator measures: counters, durations and gauges for Prometheus, in a registry of our own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from storage.models import OutboundStatus

SHORT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Histogram bounds in seconds."""


class Metrics:
    """Everything that is measured. Labels are closed sets: never a person, an address or a text."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.inbox_age = Gauge(
            "diwan_inbox_age_seconds", "Age of the oldest message that waits for its turn", registry=registry
        )
        self.outbox = Gauge("diwan_outbox_messages", "Outgoing messages by state", ["state"], registry=registry)
        self.turns = Counter("diwan_turns_total", "Turns by outcome", ["outcome"], registry=registry)
        self.turn_duration = Histogram(
            "diwan_turn_duration_seconds", "How long a turn took", buckets=SHORT, registry=registry
        )
        self.deliveries = Counter(
            "diwan_deliveries_total", "Deliveries by channel and outcome", ["channel", "outcome"], registry=registry
        )
        self.provider_errors = Counter(
            "diwan_provider_errors_total", "Errors of the providers by code", ["channel", "code"], registry=registry
        )
        self.duplicates = Counter(
            "diwan_duplicates_dropped_total", "Incoming messages that were repeats", ["channel"], registry=registry
        )
        self.signature_failures = Counter(
            "diwan_signature_failures_total", "Calls that could not prove their sender", ["channel"], registry=registry
        )
        self.webhook_duration = Histogram(
            "diwan_webhook_duration_seconds",
            "From a webhook call's first line to its durable answer",
            ["channel"],
            buckets=SHORT,
            registry=registry,
        )
        self._refreshers: list[Callable[[], Awaitable[None]]] = []

    def on_scrape(self, refresh: Callable[[], Awaitable[None]]) -> None:
        """Call this before each scrape, to bring gauges up to date (see `set_inbox_age`, `set_outbox`)."""
        self._refreshers.append(refresh)

    def set_inbox_age(self, age: timedelta) -> None:
        """How long the oldest message has waited for its turn."""
        self.inbox_age.set(age.total_seconds())

    def set_outbox(self, counts: Mapping[OutboundStatus, int]) -> None:
        """How many outgoing messages there are in each state; a state that is not named has none."""
        for state in OutboundStatus:
            self.outbox.labels(state.value).set(counts.get(state, 0))

    async def scrape(self) -> bytes:
        """The page that Prometheus reads."""
        for refresh in self._refreshers:
            await refresh()
        return generate_latest(self.registry)
