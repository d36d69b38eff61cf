"""What the tests of pages share: a clock that stands still, small files, and what a page says."""

import html
import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import DAY, at

PDF = b"%PDF-1.4\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
EXE = b"MZ\x90\x00" + b"\0" * 60

# Every file that must not be kept: name, content, a piece of the sentence that says why
BAD_FILES = [
    ("空文件.pdf", b"", "是空的"),
    ("程序.exe", EXE, "只接受"),
    ("答复.pdf", EXE, "内容与扩展名不符"),
    ("大文件.pdf", PDF + b"0" * (25 * 1024 * 1024), "超过20 MB的上限"),
]
BAD_FILE_IDS = ["empty", "wrong-type", "renamed", "too-large"]


def stop_clock(monkeypatch, day: date = DAY, hour: int = 10) -> None:
    """Every view believes that it is `hour` o'clock of `day` in Shanghai."""
    moment = at(day, hour)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def upload(name: str = "说明.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


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
