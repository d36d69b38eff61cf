"""Who may do what about a topic, a supervision, a finding or a vote: the role, plus the relation of the person to the
thing.

The office all; a leader the topics led; a committee the topics followed; a unit its own findings; a deputy the own
invitation; a member votes where the own name is on the roll.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.roles import Permission, Role
from suggestions.errors import NotAllowed
from supervision import poll_workflow
from supervision.choices import PollState
from supervision.models import Finding, Instruction, Invitation, KeyTopic, Poll, Supervision
from supervision.poll_workflow import PollAction
from supervision.workflow import TRANSITIONS, Action, InstructionAction, allows


def follows(user, topic: KeyTopic) -> bool:
    """Whether this topic is the person's own to supervise."""
    if user.is_office:
        return True
    if user.role == Role.LEADER:
        return topic.leader_id == user.pk
    return user.role == Role.COMMITTEE and topic.committee_id == user.committee_id


def topics_of(supervision: Supervision) -> Iterable[KeyTopic]:
    """Its topic; for one of a single suggestion, the running topics that hold that suggestion."""
    if supervision.topic_id:
        return [supervision.topic]
    return KeyTopic.objects.running().filter(links__suggestion=supervision.suggestion_id)


def may_supervise(user, topics: Iterable[KeyTopic]) -> bool:
    """Arrange and record supervisions, hand out findings."""
    if not user.may(Permission.RECORD_SUPERVISION):
        return False
    return user.is_office or any(follows(user, topic) for topic in topics)


def check_supervise(user, topics: Iterable[KeyTopic]) -> None:
    """NotAllowed with the sentence the person reads."""
    if not may_supervise(user, topics):
        raise NotAllowed(
            _("重点督办件的督办由领衔领导、联系委室和代表工作机构安排和记录；您的角色是“%(role)s”，不能对此件操作。")
            % {"role": user.get_role_display()}
        )


def check_choose(user) -> None:
    if not user.may(Permission.CHOOSE_KEY):
        raise NotAllowed(
            _("重点督办件由代表工作机构按主任会议决定登记；您的角色是“%(role)s”，不能登记或调整。")
            % {"role": user.get_role_display()}
        )


def check_instruct(user) -> None:
    if not user.may(Permission.INSTRUCT):
        raise NotAllowed(
            _("批示由常委会领导作出；您的角色是“%(role)s”，不能作批示。") % {"role": user.get_role_display()}
        )


def is_related(user, action: Action | InstructionAction, thing: Finding | Instruction) -> bool:
    if user.role not in TRANSITIONS[action].roles:
        return False
    return _is_theirs(user, action, thing) if isinstance(thing, Instruction) else _is_watched(user, action, thing)


def _is_theirs(user, action: InstructionAction, instruction: Instruction) -> bool:
    """Who it is addressed to reports. The leader who wrote it judges, and the office what is not its own task."""
    if action == InstructionAction.REPORT:
        return instruction.unit_id == user.unit_id
    if user.is_office:
        return instruction.unit_id is not None
    return instruction.leader_id == user.pk


def _is_watched(user, action: Action, finding: Finding) -> bool:
    if action == Action.REPORT:
        return finding.unit_id == user.unit_id
    return may_supervise(user, topics_of(finding.supervision))


def can(user, action: Action | InstructionAction, thing: Finding | Instruction) -> bool:
    return allows(action, thing.state, user.role) and is_related(user, action, thing)


def check(user, action: Action | InstructionAction, thing: Finding | Instruction) -> None:
    """NotAllowed when this person's role or relation never permits `action`; the state is the table's matter."""
    if not is_related(user, action, thing):
        raise NotAllowed(
            _("您的角色是“%(role)s”，不能对这项任务%(action)s。")
            % {"role": user.get_role_display(), "action": action.label}
        )


def may_answer(user, invitation: Invitation) -> bool:
    """The deputy; or the office, as told by telephone."""
    return user.is_office or (user.role == Role.DEPUTY and user.deputy_id == invitation.deputy_id)


def check_answer(user, invitation: Invitation) -> None:
    if not may_answer(user, invitation):
        raise NotAllowed(_("邀请由代表本人答复，或由代表工作机构按代表口头意见代录。"))


def is_polled(user, action: PollAction, poll: Poll) -> bool:
    """Whether this person may ever do `action` about this vote: the office runs it, who is on the roll votes."""
    if user.role not in poll_workflow.TRANSITIONS[action].roles:
        return False
    return action != PollAction.VOTE or poll.roll.filter(voter=user).exists()


def can_poll(user, action: PollAction, poll: Poll) -> bool:
    return poll_workflow.allows(action, poll.state, poll.kind, user.role) and is_polled(user, action, poll)


def check_poll(user, action: PollAction, poll: Poll) -> None:
    """NotAllowed when this person never may; the state is the table's matter."""
    if is_polled(user, action, poll):
        return
    if action == PollAction.VOTE:
        raise NotAllowed(_("您不在这次测评的投票名单上，不能投票。"))
    raise NotAllowed(
        _("满意度测评由代表工作机构组织；您的角色是“%(role)s”，不能%(action)s。")
        % {"role": user.get_role_display(), "action": action.label}
    )


def may_read_result(user, poll: Poll) -> bool:
    """Nobody before the end; the office once it is counted; everybody who sees it once it is published."""
    return poll.state == PollState.PUBLISHED or (poll.state == PollState.COUNTED and user.is_office)


def reads_all_lines(user) -> bool:
    """Whether who sees a vote sees the result of every suggestion in it; what tells of all of them (the scan of a
    count, a correction) is for these only."""
    return user.role != Role.COORDINATOR and not user.is_unit
