"""The key suggestions that are followed now, with their lights: for the dashboard, in one statement."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.roles import Permission, Role
from suggestions.models import Suggestion
from supervision.models import Finding, KeySuggestion, KeyTopic
from supervision.selectors.scope import Scope


@dataclass(frozen=True)
class KeyItem:
    """One topic, with those of its suggestions that `scope` holds. `late`: findings past their day."""

    topic: KeyTopic
    suggestions: tuple[Suggestion, ...]
    late: int
    is_own: bool

    @property
    def nearest(self) -> Suggestion | None:
        """Of those whose reply is still owed, the one that is due first."""
        owed = [one for one in self.suggestions if one.open_due_on]
        return min(owed, key=lambda one: one.open_due_on, default=None)


def key_items(user, scope: Scope, *, today: date) -> tuple[KeyItem, ...]:
    """Running topics, one's own first; a committee's are those it follows, whoever answers them."""
    if not user.may(Permission.SEE_KEY):
        return ()
    links = KeySuggestion.objects.filter(topic__in=KeyTopic.objects.visible_to(user).running())
    if scope.committee:
        links = links.filter(topic__committee=scope.committee)
    if scope.session:
        links = links.filter(suggestion__session=scope.session)
    if scope.system:
        links = links.filter(suggestion__in=Suggestion.objects.visible_to(user).values("pk"))
    findings = Finding.objects.overdue(today).filter(supervision__topic=OuterRef("topic")).order_by()
    late = findings.values("supervision__topic").annotate(n=Count("pk")).values("n")
    links = links.annotate(late=Coalesce(Subquery(late, output_field=IntegerField()), 0))
    links = links.select_related("topic__leader", "topic__committee", "suggestion__result_class")
    bundles: dict[KeyTopic, list[KeySuggestion]] = {}
    for link in links.order_by("-topic__year", "topic__order", "suggestion__number_key", "suggestion_id"):
        bundles.setdefault(link.topic, []).append(link)
    found = [
        KeyItem(topic, tuple(link.suggestion for link in bundle), bundle[0].late, _is_own(user, topic))
        for topic, bundle in bundles.items()
    ]
    return tuple(sorted(found, key=lambda item: not item.is_own))


def _is_own(user, topic: KeyTopic) -> bool:
    if user.role == Role.LEADER:
        return topic.leader_id == user.pk
    return user.role == Role.COMMITTEE and topic.committee_id == user.committee_id
