"""Rows of the bulk that are written together."""

from dataclasses import dataclass, field

from suggestions.models import (
    Assignment,
    ClassChange,
    Commitment,
    Evaluation,
    Event,
    HandlingPlan,
    Opinion,
    Reply,
    Suggestion,
)

CHUNK = 2000


@dataclass
class Chunk:
    """Rows that belong together, in the order in which they can be written."""

    suggestions: list[Suggestion] = field(default_factory=list)
    tasks: list[Assignment] = field(default_factory=list)
    plans: list[HandlingPlan] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    class_changes: list[ClassChange] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    judgements: list[Evaluation] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        for rows in (
            self.suggestions,
            self.tasks,
            self.plans,
            self.replies,
            self.commitments,
            self.class_changes,
            self.opinions,
            self.judgements,
            self.events,
        ):
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=CHUNK)
