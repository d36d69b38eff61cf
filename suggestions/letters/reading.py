"""A reply that was written in Word, read into the fields of the form for checking. Nothing is run, nothing is kept.

The file is judged before Word's own reader sees it: size, what it unpacks to, its parts, and whether its XML declares
entities (a bomb). Whatever then goes wrong in reading is a sentence too.
"""

import re
from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from suggestions import archives, typed_text
from suggestions.archives import BadArchive, Fault
from suggestions.errors import RuleViolation
from suggestions.letters.understanding import ReadLetter, understand

MAX_BYTES = 20 * 1024 * 1024
MAX_XML = 20 * 1024 * 1024  # of one part: far more than any letter
MAX_TEXT = 50_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "word/document.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read(data: bytes, name: str) -> ReadLetter:
    """The letter in `data`, an uploaded file called `name`. RuleViolation with what to do when it cannot be read."""
    _judge(data, name)
    lines, apart = _lines(data, name)
    text = typed_text.tidy("\n".join(line for line in lines if line.strip()))
    if not text.strip():
        raise RuleViolation(_("“%(name)s”里没有文字（可能只有图片）。请在 Word 中检查后再上传。") % {"name": name})
    if len(text) > MAX_TEXT:
        raise RuleViolation(
            _("“%(name)s”的文字超过%(most)d字，不像一份答复。请核对文件。") % {"name": name, "most": MAX_TEXT}
        )
    return understand(text.split("\n"), apart)


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


def _lines(data: bytes, name: str) -> tuple[list[str], list[str]]:
    """Paragraphs in order; of a table each row, its cells apart by tabs. Struck and hidden revisions are left out by
    Word's own reader. Besides, the lines of the first page's head and of text boxes: the class is marked there."""
    try:
        document = Document(BytesIO(data))
        apart = _apart(document)
        found: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph):
                found += block.text.split("\n")
            elif isinstance(block, Table):
                found += _rows(block)
            if sum(map(len, found)) > 2 * MAX_TEXT:
                break
        return found, apart
    except Exception as error:  # whatever a malformed file makes of the reader: it never was one of ours
        raise RuleViolation(
            _("“%(name)s”已损坏，无法读取。请在 Word 中打开并另存为 .docx 再上传。") % {"name": name}
        ) from error


def _apart(document) -> list[str]:
    section = document.sections[0] if len(document.sections) else None
    heads = [] if section is None else [section.first_page_header, section.header]
    found = [line.text for head in heads if not head.is_linked_to_previous for line in head.paragraphs]
    boxes = document.element.body.iter(qn("w:txbxContent"))
    return found + ["".join(part.text or "" for part in box.iter(qn("w:t"))) for box in boxes]


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
