"""Lead and assisting units at work on one reply: who has to say what, and the board that shows it (协办情况)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from suggestions.choices import AssignmentState, Stance, Status, UnitRole
from suggestions.models import Assignment, Attachment, Circulation, Countersignature, Opinion, OpinionRequest
from suggestions.querysets import sorted_here
from suggestions.workflow import ANSWERING, ENDED, TRANSITIONS, WORKING, Action

_CAN_COUNTERSIGN = TRANSITIONS[Action.COUNTERSIGN].sources


# Who has to say what


def who_can_countersign(lead: Assignment) -> QuerySet[Assignment]:
    """The assisting tasks of the lead's round that a draft can be sent to."""
    tasks = Assignment.objects.assisting().filter(suggestion=lead.suggestion_id, round=lead.round)
    return tasks.filter(state__in=_CAN_COUNTERSIGN).select_related("unit").order_by("due_on", "pk")


def is_being_written(assisting: Assignment, unit_id: int) -> bool:
    """The unit `unit_id` still writes the reply that `assisting` helps with."""
    return Assignment.objects.filter(
        suggestion=assisting.suggestion_id,
        round=assisting.round,
        unit=unit_id,
        role__in=ANSWERING,
        state__in=WORKING,
    ).exists()


def open_countersignatures() -> QuerySet[Countersignature]:
    """Asked for and not yet given: on the newest draft of a reply that is still being written, in this round."""
    newer = Circulation.objects.filter(
        assignment=OuterRef("circulation__assignment"), number__gt=OuterRef("circulation__number")
    )
    return Countersignature.objects.filter(
        ~Exists(newer),
        stance="",
        circulation__assignment__state=AssignmentState.HANDLING,
        assignment__state__in=_CAN_COUNTERSIGN,
        assignment__suggestion__status=Status.IN_HANDLING,
        assignment__round=F("assignment__suggestion__round"),
    )


def to_countersign(assisting: Assignment) -> QuerySet[Countersignature]:
    """What the unit of `assisting` has to countersign now, the most urgent first."""
    found = open_countersignatures().filter(assignment=assisting)
    return found.select_related(
        "circulation__assignment__unit", "circulation__sent_by", "circulation__result_class"
    ).order_by("circulation__due_on", "pk")


def open_opinion_requests() -> QuerySet[OpinionRequest]:
    """Second questions that wait for an answer."""
    return OpinionRequest.objects.filter(
        answered_on=None,
        assignment__state=AssignmentState.OPINION_FILED,
        assignment__suggestion__status=Status.IN_HANDLING,
        assignment__round=F("assignment__suggestion__round"),
    )


# The board


@dataclass
class CirculationCard:
    """One draft that went round. `signatures`: those this person may read, all of them for who sees the board."""

    circulation: Circulation
    signatures: list[Countersignature]

    @property
    def given(self) -> list[Countersignature]:
        return [each for each in self.signatures if each.stance]

    @property
    def waiting(self) -> list[Countersignature]:
        return [each for each in self.signatures if not each.stance]

    @property
    def objections(self) -> list[Countersignature]:
        return [each for each in self.signatures if each.stance == Stance.OBJECT]


@dataclass
class BoardRow:
    """One assisting unit: its task, its latest opinion, the second question, its word on the latest draft."""

    task: Assignment
    opinion: Opinion | None
    files: list[Attachment]
    request: OpinionRequest | None
    signature: Countersignature | None = None
    may_ask: bool = False


@dataclass
class Board:
    rows: list[BoardRow]
    circulations: list[CirculationCard] = field(default_factory=list)  # newest first

    @property
    def filed(self) -> int:
        return len([row for row in self.rows if row.opinion])

    @property
    def latest(self) -> CirculationCard | None:
        return self.circulations[0] if self.circulations else None


def opinion_request_of(task: Assignment) -> OpinionRequest | None:
    """The second question to this task, or None; without a query where it was joined."""
    return getattr(task, "opinion_request", None)


def is_opinion_awaited(task: Assignment) -> bool:
    """The unit owes its opinion, or the answer to the second question."""
    if task.state != AssignmentState.OPINION_FILED:
        return True
    asked = opinion_request_of(task)
    return asked is not None and asked.answered_on is None


def is_offered(action: Action, user, task: Assignment, tasks: Iterable[Assignment]) -> bool:
    """Whether asking, circulating or countersigning has a point now; every other action has.

    `tasks`: all of the suggestion, with their circulations and second questions at hand.
    """
    around = [each for each in tasks if each.round == task.round]
    if action == Action.ASK_AGAIN:
        writing = [each for each in around if each.unit_id == user.unit_id and each.role in ANSWERING]
        return opinion_request_of(task) is None and any(each.state in WORKING for each in writing)
    if action == Action.CIRCULATE:
        return any(each.role == UnitRole.ASSISTING and each.state in _CAN_COUNTERSIGN for each in around)
    if action == Action.COUNTERSIGN:
        leads = [each for each in around if each.state == AssignmentState.HANDLING and each.role in ANSWERING]
        latest = [next(iter(lead.circulations.all()), None) for lead in leads]
        asked = [each for sent in latest if sent for each in sent.signatures.all()]
        return any(each.assignment_id == task.pk and not each.stance for each in asked)
    return True


def make_board(
    lead: Assignment, assisting: Iterable[Assignment], sent: list[CirculationCard], files: dict, *, user
) -> Board:
    """From rows at hand. `files`: of each opinion, by its key; `sent`: the lead's drafts, newest first."""
    latest = {each.assignment_id: each for each in sent[0].signatures} if sent else {}
    asks = user.unit_id == lead.unit_id and user.is_unit and lead.state in WORKING
    rows = []
    for task in assisting:
        opinion = next(iter(task.opinions.all()), None)
        request = opinion_request_of(task)
        rows.append(
            BoardRow(
                task,
                opinion,
                files.get(opinion.pk, []) if opinion else [],
                request,
                latest.get(task.pk),
                may_ask=asks and request is None and task.state == AssignmentState.OPINION_FILED,
            )
        )
    return Board(rows, sent)


def read_board(lead: Assignment, user) -> Board | None:
    """The board of one reply, for the pages where it is written and read; None where nobody assists."""
    tasks = (
        Assignment.objects.active()
        .assisting()
        .filter(suggestion=lead.suggestion_id, round=lead.round)
        .select_related("unit", "opinion_request")
        .prefetch_related(Prefetch("opinions", Opinion.objects.prefetch_related("attachments").order_by("-version")))
        .order_by("due_on", "pk")
    )
    assisting = list(tasks)
    if not assisting:
        return None
    sent = [CirculationCard(each, list(each.signatures.all())) for each in circulations().filter(assignment=lead)]
    files = {opinion.pk: list(opinion.attachments.all()) for task in assisting for opinion in task.opinions.all()}
    return make_board(lead, assisting, sent, files, user=user)


def circulations() -> QuerySet[Circulation]:
    """Newest first, with what was said to them."""
    signatures = Countersignature.objects.select_related("assignment__unit", "signed_by")
    return (
        Circulation.objects.select_related("result_class", "sent_by", "assignment__unit")
        .prefetch_related(Prefetch("signatures", sorted_here(signatures, "pk")))
        .order_by("-number")
    )


def _standing_assisting(tasks: Iterable[Assignment], round: int) -> list[Assignment]:
    found = [t for t in tasks if t.round == round and t.role == UnitRole.ASSISTING and t.state not in ENDED]
    return sorted(found, key=lambda task: (task.due_on, task.pk))


def add_consultation(card, tasks: list[Assignment], sight, files: dict) -> None:
    """The board for who reads it; the draft and the question for the unit that was asked."""
    task = card.task
    if card.is_own:
        card.question = opinion_request_of(task)
    if task.role not in ANSWERING:
        return
    sent = [
        CirculationCard(each, [s for s in each.signatures.all() if sight.board(task) or sight.is_own(s.assignment)])
        for each in task.circulations.all()
        if sight.circulation(each)
    ]
    assisting = _standing_assisting(tasks, task.round)
    if assisting and sight.board(task):
        opinions = {key: found for (owner, key), found in files.items() if owner == "opinion"}
        card.board = make_board(task, assisting, sent, opinions, user=sight.user)
    elif sent:
        card.circulations = sent
