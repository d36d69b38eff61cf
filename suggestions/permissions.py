"""Who may do what to this suggestion: the workflow table, plus the relation of the person to the thing."""

from django.utils.translation import gettext as _

from accounts.roles import UNIT, Role
from suggestions.choices import Status
from suggestions.errors import NotAllowed
from suggestions.workflow import ANSWERING, ENDED, ON_ASSIGNMENT, ON_COMMITMENT, TRANSITIONS, Action, allows

# A coordinator moves tasks inside the own system only; everything else is seen and urged.
_INSIDE_SYSTEM = frozenset(
    {
        Action.AGREE_RETURN,
        Action.REFUSE_RETURN,
        Action.REASSIGN,
        Action.PASS_ON,
        Action.TURN_BACK,
        Action.COMMENT,
        Action.ANSWER_URGING,
        Action.URGE_COMMITMENT,
    }
)
# Words of the deputy's own, or entered by the office: never by an account of a handling unit (domain.md 6.6).
_JUDGING = frozenset({Action.EVALUATE, Action.CONFIRM_DONE, Action.RETURN_DONE})


def can(user, action: Action, suggestion, assignment=None, commitment=None) -> bool:
    """Whether `user` may do `action` now. `assignment` is needed for actions on a unit's task, `commitment` (with its
    unit's `assignment`) for those on a promise."""
    if action in ON_COMMITMENT:
        if commitment is None:
            return False
        state, part = commitment.state, None
    elif action in ON_ASSIGNMENT:
        if assignment is None or not is_current(assignment, suggestion):
            return False
        state, part = assignment.state, assignment.role
    else:
        state, part = suggestion.status, None
    return allows(action, state, user.role, part) and _is_related(user, action, suggestion, assignment)


def check(user, action: Action, suggestion, assignment=None) -> None:
    """Raise NotAllowed when this person's role or relation never permits `action`; the state is the table's matter."""
    if user.role not in TRANSITIONS[action].roles or not _is_related(user, action, suggestion, assignment):
        if action in _JUDGING and _is_of_handling_unit(user, suggestion):
            raise NotAllowed(_("您的账号属于此件的承办单位，不能填写代表反馈；由代表本人或代表工作机构填写。"))
        raise NotAllowed(
            _("您的角色是“%(role)s”，不能对此件%(action)s。")
            % {"role": user.get_role_display(), "action": Action(action).label}
        )


def is_current(assignment, suggestion) -> bool:
    """A unit's task can be worked on only in the round under way."""
    return suggestion.status == Status.IN_HANDLING and assignment.round == suggestion.round


def _is_related(user, action: Action, suggestion, assignment) -> bool:
    if user.role in UNIT:
        if action == Action.ASK_AGAIN:
            return assignment is not None and _answers(user, suggestion, assignment.round)
        if action == Action.SPLIT:
            return _answers(user, suggestion, suggestion.round)
        if assignment is not None:
            return assignment.unit_id == user.unit_id
        return any(a.unit_id == user.unit_id and a.state not in ENDED for a in suggestion.assignments.all())
    if user.role == Role.COORDINATOR and action in _INSIDE_SYSTEM:
        return assignment is not None and assignment.unit.handling_system == user.handling_system
    if action in _JUDGING:
        return _may_judge(user, action, suggestion)
    return True


def _may_judge(user, action: Action, suggestion) -> bool:
    """The deputy's own judgement, or the office from paper; never an account of a handling unit (domain.md 6.6).

    A reply is judged by the lead deputy of each suggestion for itself; a promise was made to all that were answered
    together, so the lead deputy of a merged one may say as well whether it was kept.
    """
    if _is_of_handling_unit(user, suggestion):
        return False
    if user.role != Role.DEPUTY or user.deputy_id is None:
        return user.role != Role.DEPUTY
    if suggestion.lead_deputy_id == user.deputy_id:
        return True
    return action != Action.EVALUATE and any(
        each.lead_deputy_id == user.deputy_id for each in suggestion.merged_from.all()
    )


def _answers(user, suggestion, round: int) -> bool:
    """The person's unit writes the reply of this round."""
    tasks = suggestion.assignments.all()
    return any(
        a.unit_id == user.unit_id and a.round == round and a.role in ANSWERING and a.state not in ENDED for a in tasks
    )


def _is_of_handling_unit(user, suggestion) -> bool:
    """Any round, any part, also a task that ended; a merged suggestion is handled by its main one's units."""
    handled = suggestion.merged_into or suggestion
    return bool(user.unit_id) and any(task.unit_id == user.unit_id for task in handled.assignments.all())
