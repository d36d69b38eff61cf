"""What can be asked of key topics, supervisions, invitations and findings, who sees which, how reminders are kept."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice

from django.db import connections, models, router
from django.db.models import Count, Exists, OuterRef, Q

from accounts.roles import Permission, Role
from suggestions.models import Assignment, Suggestion
from supervision.choices import InstructionState, PollState
from supervision.workflow import INSTRUCTION_OWING, OWING


def _of_visible(user, path: str) -> Q:
    """Rows whose suggestion (`path` to it) this person sees."""
    return Q(**{f"{path}__in": Suggestion.objects.visible_to(user).values("pk")})


def results_read_by(user) -> models.QuerySet:
    """The suggestions whose votes this person may read of: a unit those it handles now, others what they see anyway."""
    found = Suggestion.objects.visible_to(user)
    return found.with_task_among(Assignment.objects.active().filter(unit=user.unit_id)) if user.is_unit else found


class KeyTopicQuerySet(models.QuerySet):
    def visible_to(self, user) -> "KeyTopicQuerySet":
        """All of them for who may look at key suggestions; a coordinator those with a suggestion of the own system."""
        if not user.may(Permission.SEE_KEY):
            return self.none()
        if user.role == Role.COORDINATOR:
            links = self.model.suggestions.through.objects.filter(topic=OuterRef("pk"))
            return self.filter(Exists(links.filter(_of_visible(user, "suggestion"))))
        return self

    def running(self) -> "KeyTopicQuerySet":
        return self.filter(ended_on__isnull=True)


class SupervisionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SupervisionQuerySet":
        """Those of visible topics, and of single suggestions that are visible."""
        if not user.may(Permission.SEE_KEY):
            return self.none()
        if user.role == Role.COORDINATOR:
            topics = self.model._meta.get_field("topic").related_model.objects.visible_to(user)
            return self.filter(Q(topic__in=topics.values("pk")) | _of_visible(user, "suggestion"))
        return self

    def planned(self) -> "SupervisionQuerySet":
        return self.filter(recorded_at__isnull=True, called_off_on__isnull=True)

    def held(self) -> "SupervisionQuerySet":
        return self.filter(recorded_at__isnull=False)


class _BelowSupervision(models.QuerySet):
    def _of_supervisions(self, user):
        supervisions = self.model._meta.get_field("supervision").related_model.objects
        return self.filter(supervision__in=supervisions.visible_to(user).values("pk"))


class InvitationQuerySet(_BelowSupervision):
    def visible_to(self, user) -> "InvitationQuerySet":
        """A deputy's own; else with the supervision."""
        if user.role == Role.DEPUTY:
            return self.filter(deputy=user.deputy_id) if user.deputy_id else self.none()
        return self._of_supervisions(user)

    def unanswered(self) -> "InvitationQuerySet":
        """Still to be answered: the supervision is neither held nor called off."""
        return self.filter(answer="", supervision__recorded_at=None, supervision__called_off_on=None)


class FindingQuerySet(_BelowSupervision):
    def visible_to(self, user) -> "FindingQuerySet":
        """A unit's own; else with the supervision. Deputies read what became of their suggestion, not this."""
        if user.is_unit:
            return self.filter(unit=user.unit_id)
        if user.role == Role.COORDINATOR:
            return self.filter(unit__handling_system=user.handling_system)._of_supervisions(user)
        return self._of_supervisions(user)

    def owing(self) -> "FindingQuerySet":
        return self.filter(state__in=sorted(OWING))

    def overdue(self, today: date) -> "FindingQuerySet":
        return self.owing().filter(due_on__lt=today)


class PollQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PollQuerySet":
        """The office and the auditor all; members once it is open, a deputy only where the own name is on the roll; a
        coordinator published ones that judge a suggestion of the own system, a unit those that judge one it handles."""
        if user.is_office or user.role == Role.AUDITOR:
            return self
        if user.role == Role.COORDINATOR or user.is_unit:
            subjects = self.model._meta.get_field("subjects").related_model.objects.filter(poll=OuterRef("pk"))
            own = subjects.filter(suggestion__in=results_read_by(user).values("pk"))
            return self.filter(Exists(own), state=PollState.PUBLISHED)
        known = self.exclude(state=PollState.PREPARED)
        if user.may(Permission.SEE_KEY):
            return known
        return known.of_voter(user) if user.role == Role.DEPUTY else self.none()

    def of_voter(self, user) -> "PollQuerySet":
        roll = self.model._meta.get_field("roll").related_model.objects
        return self.filter(Exists(roll.filter(poll=OuterRef("pk"), voter=user.pk)))

    def awaiting_vote(self, user) -> "PollQuerySet":
        """Open, and `user` is on the roll and has not voted."""
        roll = self.model._meta.get_field("roll").related_model.objects
        waits = roll.filter(poll=OuterRef("pk"), voter=user.pk, has_voted=False)
        return self.filter(Exists(waits), state=PollState.OPEN)

    def rounds_of(self, poll) -> "PollQuerySet":
        """All rounds of the test that `poll` is one of, in order."""
        return self.filter(Q(pk=poll.first_id_of_all) | Q(first=poll.first_id_of_all)).order_by("round")

    def with_turnout(self) -> "PollQuerySet":
        """With `voters` and `voted`: how many, never who."""
        return self.annotate(voters=Count("roll"), voted=Count("roll", filter=Q(roll__has_voted=True)))


class InstructionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "InstructionQuerySet":
        """A unit's own; a coordinator's system's; all for who may look at supervision. Deputies none."""
        if user.is_unit:
            return self.filter(unit=user.unit_id)
        if not user.may(Permission.SEE_KEY):
            return self.none()
        if user.role == Role.COORDINATOR:
            return self.filter(unit__handling_system=user.handling_system)
        return self

    def stand(self) -> "InstructionQuerySet":
        """Written, and not withdrawn since."""
        return self.exclude(state=InstructionState.WITHDRAWN)

    def owing(self) -> "InstructionQuerySet":
        return self.filter(state__in=sorted(INSTRUCTION_OWING))

    def overdue(self, today: date) -> "InstructionQuerySet":
        return self.owing().filter(due_on__lt=today)


WRITTEN_AT_ONCE = 1000


class ReminderQuerySet(models.QuerySet):
    def write(self, columns: Sequence[str], rows: Iterable[tuple]) -> None:
        """New rows as values in the order of `columns` (keys as `…_id`), a thousand in one statement, without an object
        for each: a first night writes tens of thousands, and the objects took longer than all the deciding. No key
        comes back. IntegrityError as by any INSERT.
        """
        connection = connections[router.db_for_write(self.model)]
        quoted = connection.ops.quote_name
        fields = [self.model._meta.get_field(name) for name in columns]
        names = ", ".join(quoted(field.column) for field in fields)
        start = f"INSERT INTO {quoted(self.model._meta.db_table)} ({names}) VALUES "
        places = f"({', '.join(['%s'] * len(fields))})"
        days = [
            (n, _adapter(each, connection.ops)) for n, each in enumerate(fields) if isinstance(each, models.DateField)
        ]
        waiting = iter(rows)
        with connection.cursor() as cursor:
            while chunk := [list(row) for row in islice(waiting, WRITTEN_AT_ONCE)]:
                for row in chunk:
                    for n, adapted in days:
                        row[n] = adapted(row[n])
                cursor.execute(start + ", ".join([places] * len(chunk)), list(chain.from_iterable(chunk)))


def _adapter(field: models.Field, ops):
    """How the database wants a day or a moment; the same few come over and over, and are worked out once."""
    is_moment = isinstance(field, models.DateTimeField)
    return lru_cache(maxsize=4096)(ops.adapt_datetimefield_value if is_moment else ops.adapt_datefield_value)
