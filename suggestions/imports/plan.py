"""What an import would do, line by line. Building a plan writes nothing."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Deputy
from suggestions.imports.references import References
from suggestions.imports.report import Report
from suggestions.models import Assignment, DraftUnit, Evaluation, Reply, Session, Suggestion


class Result(TextChoices):
    CREATED = "created", _("新增")
    UPDATED = "updated", _("变更")
    UNCHANGED = "unchanged", _("不变")


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.label}：{self.old or '—'} → {self.new or '—'}"


@dataclass
class Entry:
    """One line and its suggestion. For an existing suggestion the new values are set on the object, not saved."""

    line: int
    suggestion: Suggestion
    result: Result
    changes: list[Change] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)  # changed columns of an existing suggestion
    new_status: str = ""  # an existing suggestion's new status, empty: stays
    old_status: str = ""
    tasks: list[Assignment] = field(default_factory=list)  # new ones
    replies: list[Reply] = field(default_factory=list)  # new ones
    changed_tasks: list[tuple[Assignment, str]] = field(default_factory=list)  # existing task, its new state
    changed_replies: list[Reply] = field(default_factory=list)
    evaluation: Evaluation | None = None
    drafts: list[DraftUnit] = field(default_factory=list)
    co_signers: list[Deputy] | None = None  # the whole list, None: stays

    def change(self, label: object, old: object, new: object) -> None:
        self.changes.append(Change(str(label), _shown(old), _shown(new)))
        self.result = Result.UPDATED

    @property
    def is_handling_changed(self) -> bool:
        return bool(
            self.new_status
            or self.tasks
            or self.replies
            or self.changed_tasks
            or self.changed_replies
            or self.evaluation
        )


@dataclass
class LedgerPlan:
    session: Session
    report: Report
    references: References
    entries: list[Entry]


def _shown(value: object) -> str:
    text = "" if value is None else f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
    return text if len(text) <= 60 else f"{text[:58]}…"
