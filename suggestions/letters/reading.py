"""A reply that was written in Word, read into the fields of the form for checking. Nothing is run, nothing is kept.

The file is judged before Word's own reader sees it: size, what it unpacks to, its parts, and whether its XML declares
entities (a bomb). Whatever then goes wrong in reading is a sentence too.
"""

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from suggestions import archives, documents, typed_text
from suggestions.archives import BadArchive, Fault
from suggestions.errors import RuleViolation

MAX_BYTES = 20 * 1024 * 1024
MAX_XML = 20 * 1024 * 1024  # of one part: far more than any letter
MAX_TEXT = 50_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "word/document.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)

_DIGITS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "О": 0, "O": 0}
_DATE = re.compile(
    r"(?P<year>\d{4}|[〇○零一二三四五六七八九OО]{4})\s*年\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff（）()]{1,20}\s*[〔\[［【(（]\s*20\d\d\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*号")
_CLASS = re.compile(r"(?:类\s*别|办理结果|答复类别|结果类别)\s*[：:]\s*[（(“\"]?\s*([A-Da-d])\s*类?")
_SIGNATORY = re.compile(r"签\s*发\s*人?\s*[：:]\s*(?P<name>[\u4e00-\u9fff·]{2,10}(?:\s[\u4e00-\u9fff])?)")
_TITLE = re.compile(r"^(?:关于|对).{2,120}(?:答复|复函|回复|答复函|答复意见)(?:[（(].{1,20}[)）])?$")
_TITLE_END = re.compile(r"(?:答复|复函|回复|答复函|答复意见)$")
_ADDRESSED = re.compile(r"^.{1,58}[：:]$")


@dataclass(frozen=True)
class ReadLetter:
    """What was found; what was not is empty."""

    title: str = ""
    document_number: str = ""
    class_code: str = ""
    signatory: str = ""
    dated_on: date | None = None
    text: str = ""


def read(data: bytes, name: str) -> ReadLetter:
    """The letter in `data`, an uploaded file called `name`. RuleViolation with what to do when it cannot be read."""
    _judge(data, name)
    lines = [line for line in _lines(data, name) if line.strip()]
    text = typed_text.tidy("\n".join(lines))
    if not text.strip():
        raise RuleViolation(_("“%(name)s”里没有文字（可能只有图片）。请在 Word 中检查后再上传。") % {"name": name})
    if len(text) > MAX_TEXT:
        raise RuleViolation(
            _("“%(name)s”的文字超过%(most)d字，不像一份答复。请核对文件。") % {"name": name, "most": MAX_TEXT}
        )
    return understand(text.split("\n"))


def understand(lines: list[str]) -> ReadLetter:
    """The fields in the lines of a letter: the head before the body, the signature after it."""
    lines = [line.strip() for line in lines if line.strip()]
    start = next((n for n, line in enumerate(lines[:15]) if _ADDRESSED.match(line) and not _is_mark(line)), None)
    head = lines[: start if start is not None else min(len(lines), 8)]
    title, title_lines = _title(head)
    number_line = next((line for line in head if _NUMBER.search(line)), "")
    known = set(title_lines) | {n for n, line in enumerate(head) if _is_mark(line) or _NUMBER.search(line)}
    body = [line for n, line in enumerate(lines) if n not in known and not (start is not None and n < start)]
    marks = " ".join(line for line in lines if _is_mark(line))
    return ReadLetter(
        title=title[:200],
        document_number=documents.normalise(_NUMBER.search(number_line).group())[:60] if number_line else "",
        class_code=(_CLASS.search(marks) or [None, ""])[1].upper(),
        signatory=_signatory(marks),
        dated_on=_dated_on(lines),
        text="\n".join(line for line in body if not (_is_mark(line) and line in lines[-6:])),
    )


def _judge(data: bytes, name: str) -> None:
    words = {"name": name}
    damaged = RuleViolation(_("“%(name)s”已损坏或不是 Word 文档，无法读取。请在 Word 中另存为 .docx 再上传。") % words)
    if not data:
        raise RuleViolation(_("“%(name)s”是空的，请检查后重新上传。") % words)
    if len(data) > MAX_BYTES:
        raise RuleViolation(
            _("“%(name)s”超过%(most)d MB，无法读取。请删去图片后再上传。")
            % {**words, "most": MAX_BYTES // 1024 // 1024}
        )
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise RuleViolation(_("“%(name)s”设有打开密码，无法读取。请取消密码后再上传。") % words)
        raise RuleViolation(_("“%(name)s”是旧版 Word 或 WPS 文档。请另存为 .docx 再上传。") % words)
    if not data.startswith(_ZIP):
        raise damaged
    try:
        with archives.opened(BytesIO(data)) as (archive, members):
            if _MAIN not in members or "[Content_Types].xml" not in members:
                raise RuleViolation(_("“%(name)s”不是 Word 文档（可能是表格或压缩包）。请上传 .docx 文件。") % words)
            for member in members.values():
                is_xml = member.filename.endswith((".xml", ".rels"))
                if is_xml and (member.file_size > MAX_XML or _declares(archive.read(member))):
                    raise damaged
    except BadArchive as error:
        if error.fault == Fault.LOCKED:
            raise RuleViolation(_("“%(name)s”设有密码，无法读取。请取消密码后再上传。") % words) from error
        if error.fault == Fault.TOO_LARGE:
            raise RuleViolation(_("“%(name)s”解压后过大，不予读取。请删去图片和附件后再上传。") % words) from error
        raise damaged from error


def _declares(xml: bytes) -> bool:
    """Entities are declared, in whatever width the letters are written."""
    return _ENTITIES.search(xml.replace(b"\0", b"")) is not None


def _lines(data: bytes, name: str) -> list[str]:
    """Paragraphs in order; of a table each row, its cells apart by tabs. Struck and hidden revisions are left out by
    Word's own reader."""
    try:
        document = Document(BytesIO(data))
        found: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph):
                found += block.text.split("\n")
            elif isinstance(block, Table):
                found += _rows(block)
            if sum(map(len, found)) > 2 * MAX_TEXT:
                break
        return found
    except Exception as error:  # whatever a malformed file makes of the reader: it never was one of ours
        raise RuleViolation(
            _("“%(name)s”已损坏，无法读取。请在 Word 中打开并另存为 .docx 再上传。") % {"name": name}
        ) from error


def _rows(table: Table) -> list[str]:
    rows = []
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if not cells or text != cells[-1]:  # a merged cell is told once for each column
                cells.append(text)
        rows.append("\t".join(cells))
    return rows


def _is_mark(line: str) -> bool:
    """A line that says the class or who signed, not part of the letter."""
    return len(line) < 60 and bool(_CLASS.search(line) or _SIGNATORY.search(line))


def _title(head: list[str]) -> tuple[str, list[int]]:
    """The title and the lines it stands in: it is often broken over two or three."""
    for first in range(len(head)):
        for last in range(first, min(first + 3, len(head))):
            joined = "".join(head[first : last + 1])
            if _TITLE.match(joined):
                return joined, list(range(first, last + 1))
    for n, line in enumerate(head):
        if len(line) < 80 and _TITLE_END.search(line):
            return line, [n]
    return "", []


def _signatory(marks: str) -> str:
    found = _SIGNATORY.search(marks)
    return "".join(found["name"].split())[:50] if found else ""


def _dated_on(lines: list[str]) -> date | None:
    """The date under the signature: the last line that is a date; else the last that ends with one."""
    ending = [line for line in lines[-12:] if (m := _DATE.search(line)) and m.end() == len(line.rstrip("。 "))]
    alone = [line for line in ending if _DATE.fullmatch(line.strip())]
    for line in reversed(alone or ending):
        day = _day(_DATE.search(line))
        if day:
            return day
    return None


def _day(match: re.Match) -> date | None:
    try:
        year = match["year"]
        whole = int(year) if year.isdigit() and year.isascii() else int("".join(str(_DIGITS[c]) for c in year))
        return date(whole, _small(match["month"]), _small(match["day"]))
    except (KeyError, ValueError):
        return None


def _small(text: str) -> int:
    """1 to 99, in digits or as 二十三."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
