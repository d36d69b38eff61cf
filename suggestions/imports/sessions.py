"""The session a ledger belongs to: found by its name, or made from it."""

import re

from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation
from suggestions.imports import values
from suggestions.imports.numerals import NUMERALS, chinese_number
from suggestions.models import CongressTerm, Session

_TERM = re.compile(rf"第?([{NUMERALS}\d]{{1,3}})届")
_SESSION = re.compile(rf"第?([{NUMERALS}\d]{{1,3}})次")


def ordinals(name: str) -> tuple[int, int]:
    """(term, session) in a name such as 某市人大十七届第一次会议; 0 and 1 where it does not say."""
    term, session = _TERM.search(name), _SESSION.search(name)
    return _ordinal(term, 0), _ordinal(session, 1) or 1


def find_or_new(name: str) -> Session:
    """The session called `name`, else an unsaved one. RuleViolation for an empty or too long name."""
    name = values.text(name)
    if not name or len(name) > 100:
        raise RuleViolation(_("请填写会议名称（不超过100字），例如“十三届一次会议”。"), field="session_name")
    found = Session.objects.filter(name=name).select_related("term").first()
    if found:
        return found
    term, session = ordinals(name)
    return Session(name=name, ordinal=session, term=_term(term))


def save_new(session: Session) -> list[CongressTerm | Session]:
    """Save a session made by `find_or_new`, with its term; the first one of an office becomes the current one.

    Returns what was made, the term first; nothing for a session that was there.
    """
    if session.pk:
        return []
    made = [session]
    if session.term.pk is None:
        session.term.save()
        session.term = session.term
        made.insert(0, session.term)
    session.is_current = not Session.objects.filter(is_current=True).exists()
    session.save()
    return made


def _term(ordinal: int) -> CongressTerm:
    if ordinal:
        known = CongressTerm.objects.filter(ordinal=ordinal).first()
        return known or CongressTerm(name=_written(ordinal), ordinal=ordinal)
    name = str(_("未注明届次"))
    return CongressTerm.objects.filter(name=name).first() or CongressTerm(name=name)


def _written(ordinal: int) -> str:
    tens, ones = divmod(ordinal, 10)
    text = (NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + (NUMERALS[ones] if ones or not tens else "")
    return f"{text}届"


def _ordinal(found: re.Match | None, default: int) -> int:
    if found is None:
        return default
    try:
        return chinese_number(found.group(1))
    except ValueError:
        return default
