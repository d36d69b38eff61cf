"""Whether a file is what its name says, by its structure and not its first bytes alone. Nothing is decoded or run.

Each check takes the whole content and returns what is wrong in words, or an empty text.
"""

import re
import zlib
from collections.abc import Callable
from io import BytesIO

from django.utils.translation import gettext as _

from suggestions import archives
from suggestions.archives import BadArchive, Fault

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PIXELS, LONGEST_SIDE = 200_000_000, 20_000
# A browser that guesses would take these for a page; no image and no document starts with them.
_SCRIPT = re.compile(rb"<\s*(script|html|!doctype\s+html|\?php|svg|iframe|body)\b", re.IGNORECASE)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG's markers that carry the size
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # JPEG's markers without a length

Check = Callable[[bytes], str]


def hides_script(data: bytes) -> bool:
    """A page's beginning where a document's should be, in the part a browser looks at."""
    return _SCRIPT.search(data[:1024]) is not None


def word(data: bytes) -> str:
    return _office(data, b"wordprocessingml.document.main+xml", "word/", _("Word 文档(.docx)"))


def excel(data: bytes) -> str:
    return _office(data, b"spreadsheetml.sheet.main+xml", "xl/", _("Excel 工作簿(.xlsx)"))


def old_word(data: bytes) -> str:
    return _old_office(data, ["WordDocument"])


def old_excel(data: bytes) -> str:
    return _old_office(data, ["Workbook", "Book"])


def pdf(data: bytes) -> str:
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end > 2048:
        return _("文件不完整，可能没有传完或已损坏")
    if b"PK\x05\x06" in data[end:]:
        return _("文件末尾附带了其他内容")
    return ""


def png(data: bytes) -> str:
    """Walks all chunks with their sums, as a reader would, without unpacking the picture."""
    place, size, is_first = 8, (0, 0), True
    while place + 12 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        total = data[place + 8 + length : place + 12 + length]
        if len(total) < 4 or zlib.crc32(kind + body) != int.from_bytes(total, "big"):
            break
        if is_first and (kind != b"IHDR" or length != 13):
            break
        if is_first:
            size = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
        place, is_first = place + 12 + length, False
        if kind == b"IEND":
            return _("文件末尾附带了其他内容") if place < len(data) else _picture(size)
    return _("图片已损坏，无法显示")


def jpeg(data: bytes) -> str:
    """Walks the segments to the picture itself, and asks that it ends. Telephones append things after the end."""
    place, size = 2, (0, 0)
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF or marker in _BARE:
            place += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in _FRAMES:
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            size = int.from_bytes(width, "big"), int.from_bytes(height, "big")
        if marker == 0xDA and data.find(b"\xff\xd9", place + length) > 0:
            return _picture(size)
        if length < 2 or marker in {0xDA, 0xD9}:
            break
        place += 2 + length
    return _("图片已损坏，无法显示")


def _picture(size: tuple[int, int]) -> str:
    if min(size) < 1:
        return _("图片已损坏，无法显示")
    if max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_PIXELS:
        return _("图片有%(width)d×%(height)d像素，过大。请缩小后再上传") % {"width": size[0], "height": size[1]}
    return ""


def _office(data: bytes, main: bytes, folder: str, kind: str) -> str:
    """The kind stands in [Content_Types].xml; a program with macros has another one there."""
    try:
        with archives.opened(BytesIO(data)) as (archive, members):
            listed = members.get("[Content_Types].xml")
            types = archive.read(listed) if listed is not None and listed.file_size < 1_000_000 else b""
    except BadArchive as error:
        return _archive_fault(error.fault)
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in members):
        return _("文件含有宏。请另存为不含宏的文件后再上传")
    if main not in types or not any(name.startswith(folder) for name in members):
        return _("内容与扩展名不符，不是%(kind)s") % {"kind": kind}
    return ""


def _archive_fault(fault: Fault) -> str:
    return {
        Fault.DAMAGED: _("文件已损坏，无法打开"),
        Fault.LOCKED: _("文件设有密码。请取消密码后再上传"),
        Fault.TOO_LARGE: _("文件解压后过大"),
        Fault.UNSAFE: _("文件内部结构异常"),
    }[fault]


def _old_office(data: bytes, streams: list[str]) -> str:
    """A compound file (.doc, .xls, .wps) names its streams in its directory, in UTF-16."""
    if len(data) < 1536 or data[28:30] != b"\xfe\xff" or data[30:32] not in {b"\x09\x00", b"\x0c\x00"}:
        return _("文件已损坏，无法打开")
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _("文件设有密码。请取消密码后再上传")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        return _("文件含有宏。请另存为不含宏的文件后再上传")
    if not any(f"{name}\0".encode("utf-16-le") in data for name in streams):
        return _("内容与扩展名不符，可能已损坏或被改名")
    return ""
