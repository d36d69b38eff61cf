"""Everything of one suggestion that one person may read, in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from suggestions.choices import ContactStage, ReviewOutcome, Status, UnitRole
from suggestions.models import (
    Assignment,
    Attachment,
    ClassChange,
    Contact,
    Evaluation,
    Event,
    HandlingPlan,
    Meeting,
    Opinion,
    OpinionRequest,
    Reply,
    ReplyComment,
    Review,
    Suggestion,
    UrgedTask,
)
from suggestions.papers.offers import Offer, offers, with_copies
from suggestions.querysets import sorted_here
from suggestions.selectors.answered_to import Reached, read_reached
from suggestions.selectors.buttons import Button, Buttons, buttons_for
from suggestions.selectors.consultation import Board, CirculationCard, add_consultation, circulations
from suggestions.selectors.contacts import is_due
from suggestions.selectors.detail_files import readable_files
from suggestions.selectors.detail_state import Clock, read_clock, who_has_it
from suggestions.selectors.reading import Sight
from suggestions.selectors.urged import UrgedCard, urged_cards
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
    plan: HandlingPlan | None = None
    buttons: tuple[Button, ...] = ()
    question: OpinionRequest | None = None  # the lead's second one, to the unit itself
    circulations: list[CirculationCard] = field(default_factory=list)  # drafts this person was asked about
    urged: list[UrgedCard] = field(default_factory=list)  # newest first
    board: Board | None = None  # at the unit that answers: who helps it

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
    papers: list[tuple[Offer, list[Offer]]]  # each with the single copies for its deputies
    reached: list[Reached] = field(default_factory=list)  # for the office, once it is answered


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
            "registered_by",
        )
        .prefetch_related(
            Prefetch("assignments", _tasks()),
            "co_signers__delegation",
            Prefetch("contacts", _contacts()),
            Prefetch("evaluations", sorted_here(Evaluation.objects.select_related("entered_by"), "round", "pk")),
            Prefetch("meetings", sorted_here(Meeting.objects.select_related("called_by", "recorded_by"), "pk")),
            Prefetch(
                "reviews", sorted_here(Review.objects.select_related("decided_by", "merged_into"), "decided_at", "pk")
            ),
            Prefetch("events", sorted_here(Event.objects.all(), "-at", "-pk")),
            Prefetch("merged_from", Suggestion.objects.select_related("lead_deputy__delegation", "delegation")),
            "merged_from__co_signers",
            "commitments",
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
    files = readable_files(suggestion, main, tasks, sight)
    buttons = buttons_for(user, suggestion, own_tasks, today=today)
    return Detail(
        suggestion=suggestion,
        sight=sight,
        turns=_turns(suggestion, tasks, sight, files, buttons, today),
        stages=_stages(suggestion, files)
        if sight.contacts and suggestion.status in {*UNDER_WAY, Status.CLOSED}
        else [],
        reviews=[one for one in suggestion.reviews.all() if one.reason or one.outcome != ReviewOutcome.ACCEPT],
        files=files.get(("suggestion", suggestion.pk), []),
        events=[(event, sight.reason_of(event)) for event in suggestion.events.all() if sight.event(event)],
        merged=list(suggestion.merged_from.all()),
        pencilled=list(suggestion.draft_units.all()) if sight.pencilled_units else [],
        clock=read_clock(suggestion, tasks, sight),
        responsible=who_has_it(suggestion, own_tasks),
        buttons=buttons,
        papers=with_copies(offers(user, suggestion, tasks, sight)),
        reached=read_reached(suggestion, own_tasks) if user.is_office and suggestion.is_replied and not main else [],
    )


def _contacts() -> QuerySet[Contact]:
    found = Contact.objects.select_related("recorded_by__unit", "assignment__unit").prefetch_related("deputies")
    return sorted_here(found, "contacted_on", "pk")


def _tasks() -> QuerySet[Assignment]:
    replies = Reply.objects.select_related("result_class", "submitted_by", "signed_by", "reviewed_by").prefetch_related(
        "answers",
        "commitments",
        Prefetch("class_changes", ClassChange.objects.select_related("from_class", "to_class")),
        Prefetch("comments", ReplyComment.objects.select_related("settled_by")),
    )
    tasks = Assignment.objects.select_related(
        "unit__parent", "signed_by", "replaces__unit", "plan", "opinion_request"
    ).prefetch_related(
        Prefetch("replies", sorted_here(replies, "-version")),
        Prefetch("opinions", sorted_here(Opinion.objects.all(), "-version")),
        Prefetch("circulations", sorted_here(circulations(), "-number")),
        Prefetch("urged", sorted_here(UrgedTask.objects.select_related("urging"), "pk")),
        "returnrequests__proposed_unit",
        "additionrequests__unit",
        "extensions",
    )
    return sorted_here(tasks, "-round", "pk")


def _turns(suggestion, tasks, sight: Sight, files: dict, buttons: Buttons, today: date) -> list[Turn]:
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
            getattr(task, "plan", None) if sight.plans else None,
            buttons.at_unit.get(task.pk, ()),
            urged=urged_cards(sight.user, suggestion, task, today=today) if sight.requests_of(task) else [],
        )
        add_consultation(card, tasks, sight, files)
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
        due = is_due(stage, is_replied=suggestion.replied_on is not None)
        stages.append(Stage(str(stage.label), contacts, due and not contacts))
    return stages
