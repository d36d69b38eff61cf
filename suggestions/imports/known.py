"""What the office already has, read once per import: a constant number of queries, however long the file."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import Delegation, Deputy, Unit
from suggestions.imports.names import UnitIndex, key
from suggestions.models import Assignment, Category, CoSigner, Evaluation, Reply, ResultClass, Session, Suggestion
from suggestions.models.reply import STANDING


@dataclass
class Known:
    session: Session
    units: UnitIndex
    categories: dict[str, Category]
    delegations: dict[str, Delegation]
    deputies: dict[str, list[Deputy]]  # by name: two delegations may have deputies of one name
    classes: dict[str, ResultClass]  # by code and by label
    suggestions: list[Suggestion] = field(default_factory=list)
    tasks: dict[int, list[Assignment]] = field(default_factory=dict)
    replies: dict[int, list[Reply]] = field(default_factory=dict)  # by assignment, versions ascending
    evaluations: dict[int, Evaluation] = field(default_factory=dict)  # by suggestion, round 1
    co_signers: dict[int, set[int]] = field(default_factory=dict)


def read_known(session: Session, *, is_locking: bool = False) -> Known:
    """`is_locking`: inside the transaction that writes, so that nobody moves a suggestion meanwhile."""
    known = Known(
        session=session,
        units=UnitIndex(Unit.objects.filter(is_group=False).order_by("-is_active", "order", "pk")),
        categories={key(c.name): c for c in Category.objects.all()},
        delegations={key(d.name): d for d in Delegation.objects.all()},
        deputies=defaultdict(list),
        classes={},
    )
    for deputy in Deputy.objects.select_related("delegation").order_by("-is_active", "pk"):
        known.deputies[deputy.name].append(deputy)
    for each in ResultClass.objects.order_by("-is_active", "order", "code"):
        known.classes.setdefault(each.code.upper(), each)
        known.classes.setdefault(each.label, each)
    if session.pk:
        _read_suggestions(known, is_locking=is_locking)
    return known


def _read_suggestions(known: Known, *, is_locking: bool) -> None:
    rows = Suggestion.objects.filter(session=known.session.pk).order_by("number_key", "pk")
    known.suggestions = list(rows.select_for_update() if is_locking else rows)
    _attach(known)
    known.tasks, known.replies, known.co_signers = defaultdict(list), defaultdict(list), defaultdict(set)
    by_pk = {suggestion.pk: suggestion for suggestion in known.suggestions}
    tasks = Assignment.objects.filter(suggestion__session=known.session.pk).select_related("unit").order_by("pk")
    for task in tasks:
        task.suggestion = by_pk[task.suggestion_id]
        known.tasks[task.suggestion_id].append(task)
    replies = Reply.objects.filter(assignment__suggestion__session=known.session.pk)
    for reply in replies.select_related("result_class").order_by("version"):
        known.replies[reply.assignment_id].append(reply)
    judged = Evaluation.objects.filter(suggestion__session=known.session.pk, round=1)
    known.evaluations = {evaluation.suggestion_id: evaluation for evaluation in judged}
    signed = CoSigner.objects.filter(suggestion__session=known.session.pk)
    for suggestion_id, deputy_id in signed.values_list("suggestion_id", "deputy_id"):
        known.co_signers[suggestion_id].add(deputy_id)


def _attach(known: Known) -> None:
    """Objects in memory instead of a query per foreign key and row."""
    categories = {each.pk: each for each in known.categories.values()}
    delegations = {each.pk: each for each in known.delegations.values()}
    deputies = {each.pk: each for named in known.deputies.values() for each in named}
    for suggestion in known.suggestions:
        suggestion.session = known.session
        for name, found in (
            ("category", categories.get(suggestion.category_id)),
            ("delegation", delegations.get(suggestion.delegation_id)),
            ("lead_deputy", deputies.get(suggestion.lead_deputy_id)),
        ):
            if found is not None:
                setattr(suggestion, name, found)


def in_force(replies: list[Reply]) -> Reply | None:
    """The version the office accepted or will decide on; None when there is none or it was sent back."""
    return next((reply for reply in reversed(replies) if reply.state in STANDING), None)
