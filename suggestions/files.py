"""What may be uploaded: judged by its content, since a name proves nothing. Names are kept for showing only."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from suggestions import file_content
from suggestions.errors import RuleViolation
from suggestions.file_content import OLE, ZIP, Check

MAX_BYTES = 20 * 1024 * 1024
MAX_BYTES_TOGETHER = 80 * 1024 * 1024  # below what nginx lets through (docs/deployment.md): refused in Chinese
MOST_FILES = 20


@dataclass(frozen=True)
class Kind:
    content_type: str
    start: bytes
    check: Check


_JPEG = Kind("image/jpeg", b"\xff\xd8\xff", file_content.jpeg)
# WPS writes the same containers as Word and Excel.
KINDS: dict[str, Kind] = {
    ".pdf": Kind("application/pdf", b"%PDF-", file_content.pdf),
    ".doc": Kind("application/msword", OLE, file_content.old_word),
    ".wps": Kind("application/vnd.ms-works", OLE, file_content.old_word),
    ".xls": Kind("application/vnd.ms-excel", OLE, file_content.old_excel),
    ".docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP, file_content.word),
    ".xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP, file_content.excel),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": Kind("image/png", b"\x89PNG\r\n\x1a\n", file_content.png),
}
ACCEPT = ",".join(KINDS)  # for the file field


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: how it is called, what it is, and its sum."""

    name: str
    content_type: str
    sha256: str


def safe_name(name: str) -> str:
    """The last part of `name`, at most 200 characters with its ending; for showing only.

    Control characters go, and with them the marks that turn the direction of writing: “exe.报告‮fdp” stays what it is.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    clean = re.sub(r"\s+", " ", kept).strip() or _("附件")
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else clean[:200]


def check(uploads: Iterable) -> list[Checked]:
    """What the files of one form are. RuleViolation when one may not be kept, one comes twice, or they are too many."""
    uploads = list(uploads)
    if len(uploads) > MOST_FILES:
        raise _refused(_("一次最多上传%(most)d个文件，现在有%(n)d个。") % {"most": MOST_FILES, "n": len(uploads)})
    together = sum(upload.size for upload in uploads)
    checked = [_check(upload) for upload in uploads]
    if together > MAX_BYTES_TOGETHER:
        raise _refused(
            _("文件合计%(size)d MB，超过一次%(limit)d MB的上限。请分几次上传，或压缩后再上传。")
            % {"size": -(-together // 1024 // 1024), "limit": MAX_BYTES_TOGETHER // 1024 // 1024}
        )
    seen: dict[str, str] = {}
    for each in checked:
        if each.sha256 in seen:
            raise _refused(
                _("“%(one)s”和“%(two)s”是同一个文件，请只选一个。") % {"one": seen[each.sha256], "two": each.name}
            )
        seen[each.sha256] = each.name
    return checked


def _check(upload) -> Checked:
    name = safe_name(upload.name)
    if upload.size == 0:
        raise _refused(_("文件“%(name)s”是空的，请检查后重新上传。") % {"name": name})
    if upload.size > MAX_BYTES:
        raise _refused(
            _("文件“%(name)s”有%(size)d MB，超过%(limit)d MB的上限。请压缩或拆分后再上传。")
            % {"name": name, "size": upload.size // 1024 // 1024, "limit": MAX_BYTES // 1024 // 1024}
        )
    kind = KINDS.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise _refused(_("不能上传“%(name)s”：只接受 PDF、Word、Excel、WPS 文档和 JPG、PNG 图片。") % {"name": name})
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    fault = _fault(data, kind)
    if fault:
        raise _refused(_("文件“%(name)s”没有保存：%(fault)s。") % {"name": name, "fault": fault})
    return Checked(name, kind.content_type, hashlib.sha256(data).hexdigest())


def _fault(data: bytes, kind: Kind) -> str:
    if kind.start == ZIP and data.startswith(OLE):
        return _("文件设有打开密码，或是旧版格式改名而来。请取消密码，另存为新格式后再上传")
    if not data.startswith(kind.start):
        return _("内容与扩展名不符，可能已损坏或被改名")
    if file_content.hides_script(data):
        return _("内容与扩展名不符，夹带了网页代码")
    return kind.check(data)


def _refused(sentence: str) -> RuleViolation:
    return RuleViolation(sentence, field="files")
