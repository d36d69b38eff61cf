"""Every state × action × role, both ways: what the table permits happens once, all else changes nothing.

The expectation is written out here by hand, apart from the code: a change of the table must be made twice, on purpose.
"""

from itertools import product

import pytest
from django.db import connection

from accounts.roles import UNIT, HandlingSystem, Role
from suggestions import workflow
from suggestions.actions import _transition
from suggestions.choices import AssignmentState, CommitmentState, Status, UnitRole
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Event, Suggestion
from suggestions.workflow import Action
from supervision.management.commands.write_workflow import document
from tests import factories as make

WORDS = {
    "ANY": " ".join(Status.values),
    "UNIT": "unit_handler unit_head",
    "OWING": "awaiting_receipt handling return_requested awaiting_signature",
    "FILED": "awaiting_coordinator awaiting_review",
    "ANSWERING": "lead separate",
    "ALL": "lead assisting separate",
}

# action: states it starts from | state after (- stays) | roles
SUGGESTION = """
amend            : registered returned accepted in_handling replied judged | -            | clerk office_head
resubmit         : returned                                     | registered   | clerk office_head
accept           : registered                                   | accepted     | clerk office_head
return_to_deputy : registered                                   | returned     | clerk office_head
merge            : registered accepted                          | merged       | clerk office_head
convert          : registered                                   | converted    | clerk office_head
not_accept       : registered                                   | not_accepted | clerk office_head
withdraw         : registered returned accepted in_handling     | withdrawn    | clerk office_head
revise_review    : accepted merged converted not_accepted withdrawn | registered | office_head
draft_units      : registered accepted                          | -            | clerk office_head
assign           : accepted                                     | in_handling  | clerk office_head
add_unit         : in_handling                                  | -            | clerk office_head
urge             : in_handling                                  | -            | clerk office_head coordinator
note             : ANY                                          | -            | clerk office_head coordinator
contact          : in_handling replied judged                   | -            | clerk office_head UNIT
all_answered     : in_handling                                  | replied      |
evaluate         : replied merged                               | judged       | clerk office_head deputy
rehandle         : judged                                       | in_handling  | clerk office_head
close            : replied judged                               | closed       | clerk office_head
reopen           : closed                                       | judged       | office_head
split            : registered accepted in_handling              | -            | clerk office_head UNIT
change_class     : replied judged closed                        | -            | clerk office_head
call_meeting     : judged                                       | -            | clerk office_head
record_meeting   : judged                                       | -            | clerk office_head
"""
# and the parts of a unit's task it goes for
TASK = """
sign              : awaiting_receipt          | handling           | unit_handler unit_head | ALL
request_return    : awaiting_receipt handling | return_requested   | unit_handler unit_head | ALL
take_back_return  : return_requested          | handling           | unit_handler unit_head | ALL
agree_return      : return_requested          | given_back         | office_head coordinator | ALL
refuse_return     : return_requested          | handling           | office_head coordinator | ALL
reassign          : awaiting_receipt handling | given_back         | clerk office_head coordinator | ALL
cancel            : awaiting_receipt handling | cancelled          | clerk office_head | assisting
request_addition  : awaiting_receipt handling | -                  | unit_handler unit_head | lead separate
decide_addition   : OWING FILED | - | clerk office_head | ANSWERING
request_extension : awaiting_receipt handling | -                  | unit_handler unit_head | lead separate
decide_extension  : OWING FILED | - | office_head | ANSWERING
file_opinion      : handling opinion_filed    | opinion_filed      | unit_handler unit_head | assisting
submit_reply      : handling                  | awaiting_signature | unit_handler unit_head | lead separate
sign_off          : awaiting_signature        | awaiting_review    | unit_head | lead separate
send_back_draft   : awaiting_signature        | handling           | unit_head | lead separate
accept_reply      : awaiting_review           | answered           | clerk office_head | ANSWERING
reject_reply      : awaiting_review           | handling           | clerk office_head | ANSWERING
file_plan         : handling                  | -                  | unit_handler unit_head | ALL
circulate         : handling                  | -                  | unit_handler unit_head | ANSWERING
countersign       : awaiting_receipt handling opinion_filed | -    | unit_handler unit_head | assisting
ask_again         : opinion_filed             | -                  | unit_handler unit_head | assisting
forward           : awaiting_signature        | awaiting_coordinator | unit_head | ANSWERING
pass_on           : awaiting_coordinator      | awaiting_review    | office_head coordinator | ANSWERING
turn_back         : awaiting_coordinator      | handling           | office_head coordinator | ANSWERING
comment           : FILED awaiting_signature  | -                  | clerk office_head unit_head coordinator | ANSWERING
answer_urging     : OWING | - | clerk office_head UNIT coordinator | ALL
"""


COMMITMENT = """
open_commitment      : proposed      | open       |
supersede_commitment : open reported | superseded |
report_progress      : open          | -          | unit_handler unit_head
move_commitment      : open          | -          | unit_handler unit_head
report_done          : open          | reported   | unit_handler unit_head
confirm_done         : reported      | fulfilled  | clerk office_head deputy
return_done          : reported      | open       | clerk office_head deputy
urge_commitment      : open          | -          | clerk office_head coordinator
explain_commitment   : open          | explained  | unit_handler unit_head
"""


def _words(cell: str) -> set[str]:
    return {word for name in cell.split() for word in WORDS.get(name, name).split()}


def parse(table: str) -> dict[Action, tuple[set[str], str, set[str], set[str]]]:
    found = {}
    for line in table.strip().splitlines():
        name, rest = line.split(":")
        sources, target, roles, *parts = (cell.strip() for cell in rest.split("|"))
        found[Action(name.strip())] = (
            _words(sources),
            target,
            _words(roles),
            _words(parts[0] if parts else "ALL"),
        )
    return found


def test_the_tables_name_the_same_actions():
    assert list(parse(SUGGESTION)) == [t.action for t in workflow.SUGGESTION_TRANSITIONS]
    assert list(parse(TASK)) == [t.action for t in workflow.ASSIGNMENT_TRANSITIONS]
    assert list(parse(COMMITMENT)) == [t.action for t in workflow.COMMITMENT_TRANSITIONS]


@pytest.mark.parametrize(
    ("table", "states"), [(SUGGESTION, Status), (TASK, AssignmentState), (COMMITMENT, CommitmentState)]
)
def test_every_state_action_role_and_part(table, states):
    wrong = []
    for action, (sources, target, roles, parts) in parse(table).items():
        for state, role, part in product(states.values, Role.values, UnitRole.values):
            expected = state in sources and role in roles and part in parts
            if workflow.allows(action, state, role, part) != expected:
                wrong.append((action.value, state, role, part, expected))
        for state in states.values:
            after = state if target == "-" or (action, state) == (Action.EVALUATE, "merged") else target
            try:
                found = workflow.next_state(action, state)
            except RuleViolation:
                found = None
            if found != (after if state in sources else None):
                wrong.append((action.value, state, found))
    assert wrong == []


def _people(item, lead) -> dict[str, object]:
    """One person of each role, each related to the item as its role can be."""
    related = {
        Role.UNIT_HANDLER: {"unit": lead},
        Role.UNIT_HEAD: {"unit": lead},
        Role.DEPUTY: {"deputy": item.lead_deputy},
        Role.COORDINATOR: {"handling_system": HandlingSystem.GOVERNMENT},
    }
    return {role: make.user(role, **related.get(role, {})) for role in Role}


class Door:
    """Tries the one door, and looks at every statement it sends: a refusal writes nothing, a change one line."""

    def __init__(self):
        self.written, self.lines, self.before = [], 0, Event.objects.count()

    def __call__(self, execute, sql, params, many, context):
        if sql.split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            self.written.append(sql)
        return execute(sql, params, many, context)

    def attempt(self, subject, action, person) -> str | None:
        """The state after `action` by `person`, or None when refused."""
        self.written = []
        try:
            with connection.execute_wrapper(self):
                _transition.move(subject, action, by=person, at=make.at(), reason="理由")
        except RuleViolation:
            assert self.written == [], (action, "a refusal left something behind")
            return None
        self.lines += 1
        assert sum(Event._meta.db_table in sql for sql in self.written) == 1, (
            action,
            "one change, one line of history",
        )
        field = "state" if isinstance(subject, Assignment) else "status"
        return type(subject).objects.values_list(field, flat=True).get(pk=subject.pk)

    def close(self) -> None:
        assert Event.objects.count() == self.before + self.lines, "one change, one line of history"


@pytest.mark.django_db
def test_the_one_door_obeys_the_table_for_suggestions():
    lead = make.unit()
    subject, main = make.assigned(lead), make.suggestion()
    people, door = _people(subject, lead), Door()
    wrong = []

    def stands_at(state) -> None:
        """In the table and in memory: reading the wide row anew each time would cost more than all the steps."""
        merged_into = main if state == Status.MERGED else None
        Suggestion.objects.filter(pk=subject.pk).update(status=state, merged_into=merged_into)
        subject.status, subject.merged_into = state, merged_into

    for (action, (sources, target, roles, _)), state in product(parse(SUGGESTION).items(), Status.values):
        stands_at(state)
        for role, person in people.items():
            merging = action == Action.MERGE or (action == Action.REVISE_REVIEW and state == Status.MERGED)
            if merging and state in sources and role in roles:
                continue  # names or clears its main in the same step: tests/suggestions/test_review.py
            after = state if target == "-" or (action, state) == (Action.EVALUATE, "merged") else target
            expected = after if state in sources and role in roles else None
            found = door.attempt(subject, action, person)
            if found is not None:
                stands_at(state)
            if found != expected:
                wrong.append((action.value, state, role.value, found, expected))
    assert wrong == []
    door.close()


@pytest.mark.django_db
@pytest.mark.parametrize("part", UnitRole.values)
def test_the_one_door_obeys_the_table_for_tasks(part):
    lead, second = make.unit(), make.unit()
    item = make.assigned(lead, second, separate=True)
    people, door = _people(item, lead), Door()
    task = Assignment.objects.select_related("suggestion", "unit").get(pk=make.task(item, lead).pk)
    wrong = []

    def stands_at(state, is_done: bool) -> None:
        """In the table and in memory, as above."""
        changes = {"state": state, "role": part, "done_on": make.DAY if is_done else None, "ended_at": None}
        Assignment.objects.filter(pk=task.pk).update(**changes)
        for name, value in changes.items():
            setattr(task, name, value)

    for (action, (sources, target, roles, parts)), state in product(parse(TASK).items(), AssignmentState.values):
        done = state in {AssignmentState.ANSWERED, AssignmentState.OPINION_FILED}
        done = done or target in {"opinion_filed", "answered"}
        stands_at(state, done)
        for role, person in people.items():
            expected = (state if target == "-" else target) if state in sources and role in roles else None
            expected = expected if part in parts else None
            if action == Action.ASK_AGAIN and role in UNIT:
                expected = None  # not the own unit asks, but the one that answers: test_consultation.py
            found = door.attempt(task, action, person)
            if found is not None:
                stands_at(state, done)
            if found != expected:
                wrong.append((action.value, state, role.value, found, expected))
    assert wrong == []
    door.close()


@pytest.mark.django_db
def test_nothing_moves_outside_the_round_under_way():
    lead = make.unit()
    item = make.assigned(lead)
    person, task = make.handler(lead), make.task(item)
    Suggestion.objects.filter(pk=item.pk).update(round=2)
    item.refresh_from_db()
    task = Assignment.objects.get(pk=task.pk)
    with pytest.raises(RuleViolation, match="不在办理中"):
        _transition.move(task, Action.SIGN, by=person, at=make.at())


@pytest.mark.django_db
def test_a_reason_is_not_blank():
    item = make.suggestion()
    with pytest.raises(RuleViolation, match="理由"):
        _transition.move(item, Action.CONVERT, by=make.clerk(), at=make.at(), reason="  ")
    item.refresh_from_db()
    assert item.status == Status.REGISTERED


def test_the_printed_table_is_up_to_date(settings):
    assert (settings.BASE_DIR / "docs" / "workflow.md").read_text(encoding="utf-8") == document()
