"""Everything of one suggestion that one person may read, in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from suggestions.choices import AssignmentState, ContactStage, ReviewOutcome, Status, UnitRole
from suggestions.models import (
    Assignment,
    Attachment,
    ClassChange,
    Contact,
    Evaluation,
    Event,
    Meeting,
    Opinion,
    Reply,
    ReplyComment,
    Review,
    Suggestion,
)
from suggestions.selectors.buttons import Button, Buttons, buttons_for
from suggestions.selectors.reading import Sight
from suggestions.workflow import ANSWERING, ENDED, UNDER_WAY

_PARTS = {UnitRole.LEAD: 0, UnitRole.SEPARATE: 1, UnitRole.ASSISTING: 2}


@dataclass
class Letter:
    """One version of a reply or an opinion, with its files."""

    version: Reply | Opinion
    files: list[Attachment]
    comments: list[ReplyComment] = field(default_factory=list)


@dataclass
class TaskCard:
    """One unit's task as this person sees it. `letters`: newest first."""

    task: Assignment
    is_own: bool
    letters: list[Letter]
    requests: list
    buttons: tuple[Button, ...] = ()

    @property
    def current(self) -> Letter | None:
        return self.letters[0] if self.letters else None

    @property
    def earlier(self) -> list[Letter]:
        return self.letters[1:]


@dataclass
class Turn:
    """One round of handling: its tasks and what the deputy said of it."""

    number: int
    cards: list[TaskCard] = field(default_factory=list)
    ended: list[TaskCard] = field(default_factory=list)
    evaluation: Evaluation | None = None
    evaluation_files: list[Attachment] = field(default_factory=list)
    meeting: Meeting | None = None
    meeting_files: list[Attachment] = field(default_factory=list)

    @property
    def answering(self) -> list[TaskCard]:
        return [card for card in self.cards if card.task.role in ANSWERING]

    @property
    def assisting(self) -> list[TaskCard]:
        return [card for card in self.cards if card.task.role == UnitRole.ASSISTING]


@dataclass
class Stage:
    """One of the three contacts with the deputy (三联系, S14)."""

    label: str
    contacts: list[tuple[Contact, list[Attachment]]]
    is_missing: bool


@dataclass
class Clock:
    """The date that counts now for this person, and how it was reached."""

    label: str
    due_on: date | None
    done_on: date | None = None
    is_provisional: bool = False
    original_due_on: date | None = None
    steps: list[str] = field(default_factory=list)


@dataclass
class Detail:
    suggestion: Suggestion
    sight: Sight
    turns: list[Turn]  # the round under way first
    stages: list[Stage]
    reviews: list[Review]  # a plain acceptance stands in the history
    files: list[Attachment]
    events: list[tuple[Event, str]]  # newest first, with the reason where it may be read
    merged: list[Suggestion]
    pencilled: list
    clock: Clock | None
    responsible: str
    buttons: Buttons


def suggestions_for_detail(user) -> QuerySet[Suggestion]:
    """What `user` may open at all, with everything `read_detail` will look at."""
    return (
        Suggestion.objects.visible_to(user)
        .select_related(
            "session",
            "category",
            "lead_deputy__delegation",
            "delegation",
            "result_class",
            "merged_into",
            "registered_by",
        )
        .prefetch_related(
            Prefetch("assignments", _tasks()),
            "co_signers__delegation",
            Prefetch("contacts", Contact.objects.select_related("recorded_by__unit")),
            Prefetch("evaluations", Evaluation.objects.select_related("entered_by")),
            Prefetch("meetings", Meeting.objects.select_related("called_by", "recorded_by")),
            Prefetch("reviews", Review.objects.select_related("decided_by", "merged_into")),
            Prefetch("events", Event.objects.order_by("-at", "-pk")),
            "merged_from",
            "asks",
            "draft_units__unit",
        )
    )


def read_detail(suggestion: Suggestion, user, *, today: date) -> Detail:
    own_tasks = list(suggestion.assignments.all())
    main = suggestion.merged_into
    if main is not None:  # a merged suggestion keeps its number and is answered by its main one
        main._prefetched_objects_cache = {
            "assignments": list(_tasks().filter(suggestion=main)),
            "asks": list(main.asks.all()),
        }
        for task in main.assignments.all():
            task.suggestion = main
    tasks = list(main.assignments.all()) if main else own_tasks
    sight = Sight(user, tasks)
    files = _files(suggestion, main, tasks, sight)
    buttons = buttons_for(user, suggestion, own_tasks, today=today)
    return Detail(
        suggestion=suggestion,
        sight=sight,
        turns=_turns(suggestion, tasks, sight, files, buttons),
        stages=_stages(suggestion, files)
        if sight.contacts and suggestion.status in {*UNDER_WAY, Status.CLOSED}
        else [],
        reviews=[one for one in suggestion.reviews.all() if one.reason or one.outcome != ReviewOutcome.ACCEPT],
        files=files.get(("suggestion", suggestion.pk), []),
        events=[(event, sight.reason_of(event)) for event in suggestion.events.all() if sight.event(event)],
        merged=list(suggestion.merged_from.all()),
        pencilled=list(suggestion.draft_units.all()) if sight.pencilled_units else [],
        clock=_clock(suggestion, tasks, sight),
        responsible=_responsible(suggestion, own_tasks),
        buttons=buttons,
    )


def _tasks() -> QuerySet[Assignment]:
    return (
        Assignment.objects.select_related("unit__parent", "signed_by", "replaces__unit")
        .prefetch_related(
            Prefetch(
                "replies",
                Reply.objects.select_related("result_class", "submitted_by", "signed_by", "reviewed_by")
                .prefetch_related(
                    "answers",
                    "commitments",
                    Prefetch("class_changes", ClassChange.objects.select_related("from_class", "to_class")),
                    Prefetch("comments", ReplyComment.objects.select_related("settled_by")),
                )
                .order_by("-version"),
            ),
            Prefetch("opinions", Opinion.objects.order_by("-version")),
            "returnrequests__proposed_unit",
            "additionrequests__unit",
            "extensions",
        )
        .order_by("-round", "pk")
    )


def _files(suggestion, main, tasks: list[Assignment], sight: Sight) -> dict[tuple[str, int], list[Attachment]]:
    """The files that may be read, by what they came with."""
    replies = {reply.pk: reply for task in tasks for reply in task.replies.all()}
    opinions = {opinion.pk: opinion for task in tasks for opinion in task.opinions.all()}
    found: dict[tuple[str, int], list[Attachment]] = {}
    for attachment in Attachment.objects.filter(suggestion__in=[suggestion, *([main] if main else [])]):
        owner = attachment.owner
        if attachment.suggestion_id != suggestion.pk and owner != "reply":
            continue
        if owner == "reply":
            attachment.reply = replies[attachment.reply_id]
        if owner == "opinion":
            attachment.opinion = opinions[attachment.opinion_id]
        if sight.attachment(attachment):
            found.setdefault((owner, getattr(attachment, f"{owner}_id")), []).append(attachment)
    return found


def _turns(suggestion, tasks, sight: Sight, files: dict, buttons: Buttons) -> list[Turn]:
    turns: dict[int, Turn] = {}
    for task in sorted(tasks, key=lambda task: (-task.round, _PARTS[task.role], task.pk)):
        turn = turns.setdefault(task.round, Turn(task.round))
        card = TaskCard(
            task,
            sight.is_own(task),
            [
                Letter(reply, files.get(("reply", reply.pk), []), sight.comments(reply))
                for reply in task.replies.all()
                if sight.reply(reply)
            ]
            or [Letter(one, files.get(("opinion", one.pk), [])) for one in task.opinions.all() if sight.opinion(one)],
            _requests(task) if sight.requests_of(task) else [],
            buttons.at_unit.get(task.pk, ()),
        )
        (turn.ended if task.state in ENDED else turn.cards).append(card)
    for evaluation in suggestion.evaluations.all():
        turn = turns.setdefault(evaluation.round, Turn(evaluation.round))
        turn.evaluation = evaluation
        turn.evaluation_files = files.get(("evaluation", evaluation.pk), [])
    for meeting in suggestion.meetings.all():
        turn = turns.setdefault(meeting.round, Turn(meeting.round))
        turn.meeting, turn.meeting_files = meeting, files.get(("meeting", meeting.pk), [])
    return [turns[number] for number in sorted(turns, reverse=True)]


def _requests(task: Assignment) -> list:
    found = [
        ("return", _("申请退回"), task.returnrequests.all()),
        ("addition", _("申请增办"), task.additionrequests.all()),
        ("extension", _("申请延期"), task.extensions.all()),
    ]
    return [(kind, label, request) for kind, label, requests in found for request in requests]


def _stages(suggestion, files: dict) -> list[Stage]:
    found = list(suggestion.contacts.all())
    stages = []
    for stage in ContactStage:
        contacts = [(c, files.get(("contact", c.pk), [])) for c in found if c.stage == stage]
        due = stage != ContactStage.AFTER or suggestion.replied_on is not None
        stages.append(Stage(str(stage.label), contacts, due and not contacts))
    return stages


def _clock(suggestion, tasks: list[Assignment], sight: Sight) -> Clock | None:
    """The own task's date for a unit; else what the suggestion waits for."""
    if suggestion.status == Status.REPLIED and not sight.is_unit:
        return Clock(_("反馈期限"), suggestion.feedback_due_on)
    if suggestion.status in {Status.REGISTERED, Status.ACCEPTED}:
        return Clock(_("应交办日期"), suggestion.assign_by_on) if suggestion.assign_by_on else None
    last = max((task.round for task in tasks if task.state not in ENDED), default=1)
    standing = [task for task in tasks if task.round == last and task.state not in ENDED]
    own = [task for task in standing if sight.is_own(task)]
    leads = [task for task in standing if task.role in ANSWERING]
    owed = [task for task in leads if task.done_on is None]
    task = min(own or owed or leads, key=lambda task: task.due_on, default=None)
    if task is None or suggestion.status == Status.WITHDRAWN:
        return None
    return Clock(
        _("协办意见期限") if task.role == UnitRole.ASSISTING else _("答复期限"),
        task.due_on,
        task.done_on,
        task.is_due_provisional,
        task.original_due_on if task.original_due_on != task.due_on else None,
        task.due_steps,
    )


def _responsible(suggestion, tasks: list[Assignment]) -> str:
    """Whose turn it is."""
    office, deputy = _("代表工作机构"), _("领衔代表")
    if suggestion.status == Status.IN_HANDLING:
        current = [t for t in tasks if t.round == suggestion.round and t.role in ANSWERING and t.state not in ENDED]
        waiting = [t for t in current if t.state not in {AssignmentState.ANSWERED, AssignmentState.AWAITING_REVIEW}]
        return "、".join(dict.fromkeys(_holder(task) for task in waiting)) or str(office)
    by_status = {
        Status.REGISTERED: office,
        Status.RETURNED: deputy,
        Status.ACCEPTED: office,
        Status.REPLIED: deputy,
        Status.JUDGED: office,
    }
    return str(by_status.get(suggestion.status, ""))


def _holder(task: Assignment) -> str:
    """The unit; a letter signed off and not yet with the office is the coordinator's."""
    if task.state == AssignmentState.AWAITING_COORDINATOR:
        return _("%(system)s协调人") % {"system": task.unit.get_handling_system_display()}
    return task.unit.name
