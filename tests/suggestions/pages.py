"""What the tests of pages share: a clock that stands still, small files, and what a page says."""

import html
import re
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.backends.django import Template

from tests.factories import DAY, at
from tests.uploads import FORM_FILE_IDS as BAD_FILE_IDS
from tests.uploads import FORM_FILES as BAD_FILES
from tests.uploads import PDF, png

__all__ = [
    "BAD_FILES",
    "BAD_FILE_IDS",
    "PDF",
    "PNG",
    "TWO_BAD",
    "TWO_BAD_IDS",
    "seen",
    "stop_clock",
    "told",
    "undrawn",
    "upload",
    "words",
]

PNG = png()
# What a page says of an empty file, which its form lets through, and of one that is not what it is called. All of
# BAD_FILES are tried on one page (test_contact_page.py), and every bad file there is on what judges them
# (test_files.py): one function for all pages.
TWO_BAD = [each for each in BAD_FILES if each[0] in {"空文件.pdf", "答复.pdf"}]
TWO_BAD_IDS = [name for name, _content, _sentence in TWO_BAD]


def stop_clock(monkeypatch, day: date = DAY, hour: int = 10) -> None:
    """Every view believes that it is `hour` o'clock of `day` in Shanghai."""
    moment = at(day, hour)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def upload(name: str = "说明.pdf", content: bytes | Callable[[], bytes] = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content() if callable(content) else content)


@contextmanager
def undrawn():
    """Pages answer as they do, and are empty: for who only asks whether they open. They are drawn elsewhere, all of
    them in tests/test_every_page_is_guarded.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda *_args, **_kwargs: "")
        yield


def words(response) -> str:
    """The page as it is read: no tags, one blank between words."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def told(response) -> str:
    """The messages that the next page will show."""
    return " ".join(str(message) for message in response.wsgi_request._messages)


def seen(response) -> int:
    """The version that the form of this page was read at."""
    return response.context["seen"]
