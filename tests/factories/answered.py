"""A lead unit's letter from its hands to the deputy's: its rows at once, as handed_over.py does it.

Only where nothing stands beside it: no other unit answers, nobody reads it on the way, it promises nothing.
"""

from datetime import date

from accounts.models import User
from accounts.recipients import local_day, office, unit_contacts, unit_heads
from suggestions.actions._answered import tell_deputies
from suggestions.actions._requests import drop_open
from suggestions.actions._settle import settle
from suggestions.actions.change_rules import in_force
from suggestions.actions.reply import Letter, check_letter, drawn_up, tell
from suggestions.choices import ClassChangeCause, ReplyState, UnitRole
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.models import Assignment, ClassChange, Event, Reply
from suggestions.workflow import Action
from tests.factories.people import at
from tests.factories.prepared import step

PREPARED = 2  # the version of a task that was signed for and planned, or signed for and something was asked for


def is_plain(task: Assignment, letter: Letter) -> bool:
    is_alone = task.role == UnitRole.LEAD and task.round == 1 and not task.suggestion.merged_from.exists()
    is_bare = not (letter.answers or letter.promises) and not task.drafts.exists()
    return is_alone and is_bare and task.version <= PREPARED and not in_force().is_coordinator_review


def replied(task: Assignment, letter: Letter, *, by: User, head, reviewer, on: date) -> Reply:
    """`head` and `reviewer` make the people when their turn comes. RuleViolation for a letter that may not go out."""
    check_letter(letter, task, files=(), today=on)
    item, reason = task.suggestion, letter.without_opinions_reason
    steps = [step(task, Action.SUBMIT_REPLY, by=by, on=on, detail=f"第1版，{letter.result_class}", reason=reason)]
    made = drawn_up(task, letter, version=1, by=by, at=at(on))
    made.save()
    tell(unit_heads([task.unit_id])[task.unit_id], "有答复待签发", made, at=at(on))

    head = head(task.unit)
    steps.append(step(task, Action.SIGN_OFF, by=head, on=on, new_date=on, detail=made.document_number))
    made.state, made.signed_by, made.signed_at, task.done_on = ReplyState.AWAITING_REVIEW, head, at(on), on
    tell(office(), "有答复待审核", made, at=at(on))

    reviewer = reviewer()
    steps.append(step(task, Action.ACCEPT_REPLY, by=reviewer, on=on, detail=made.document_number))
    made.state, made.reviewed_by, made.reviewed_at = ReplyState.ACCEPTED, reviewer, at(on)
    made.save()
    task.save()
    drop_open(task, by=reviewer, at=at(on), note="已答复")
    filed = {"cause": ClassChangeCause.FILED, "changed_on": on, "by": head, "by_name": head.name, "at": at(on)}
    ClassChange.objects.create(reply=made, to_class=letter.result_class, **filed)
    steps.append(step(item, Action.ALL_ANSWERED, by=reviewer, on=on, detail=str(letter.result_class)))
    clock = read_clockwork()
    item.feedback_due_on = window_due_on(clock, on, clock.rule.feedback)
    item.save(update_fields=["status", "version", "feedback_due_on"])
    Event.objects.bulk_create(steps)
    settle(item)
    tell_deputies(item, [item], at=at(on))
    tell(unit_contacts([task.unit_id], on=local_day(at(on)))[task.unit_id], "答复已审核通过", made, at=at(on))
    return made
