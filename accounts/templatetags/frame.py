"""What stands on every page alike, drawn once for all of them."""

from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def fixed(name: str) -> SafeString:
    """A template that asks its context for nothing: fifty addresses and sentences that stand until the next start.

    While one works on the templates (DEBUG) it is drawn each time.
    """
    return render_to_string(name) if settings.DEBUG else _drawn(name, get_language())


@cache
def _drawn(name: str, _language: str) -> SafeString:
    return render_to_string(name)
