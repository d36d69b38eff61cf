"""What may be uploaded: judged by its first bytes, since a name proves nothing."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation

MAX_BYTES = 20 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Ending → (content type, first bytes). WPS writes the same containers as Word and Excel.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".doc": ("application/msword", (_OLE,)),
    ".wps": ("application/vnd.ms-works", (_OLE,)),
    ".xls": ("application/vnd.ms-excel", (_OLE,)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (_ZIP,)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (_ZIP,)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
}
ACCEPT = ",".join(KINDS)  # for the file field


def safe_name(name: str) -> str:
    """The last part of `name` without control characters, at most 200 characters with its ending; for showing only."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = re.sub(r"\s+", " ", "".join(c for c in last if unicodedata.category(c)[0] != "C")).strip() or _("附件")
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}" if dot else clean[:200]


def check(upload) -> str:
    """The content type of an uploaded file. RuleViolation when it is empty, too large, or not of a permitted kind."""
    name = safe_name(upload.name)
    if upload.size == 0:
        raise RuleViolation(_("文件“%(name)s”是空的，请检查后重新上传。") % {"name": name}, field="files")
    if upload.size > MAX_BYTES:
        raise RuleViolation(
            _("文件“%(name)s”有%(size)d MB，超过%(limit)d MB的上限。请压缩或拆分后再上传。")
            % {"name": name, "size": upload.size // 1024 // 1024, "limit": MAX_BYTES // 1024 // 1024},
            field="files",
        )
    ending = PurePosixPath(name).suffix.lower()
    if ending not in KINDS:
        raise RuleViolation(
            _("不能上传“%(name)s”：只接受 PDF、Word、Excel、WPS 文档和 JPG、PNG 图片。") % {"name": name}, field="files"
        )
    content_type, starts = KINDS[ending]
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    if not head.startswith(starts):
        raise RuleViolation(
            _("文件“%(name)s”的内容与扩展名不符，可能已损坏或被改名，没有保存。") % {"name": name}, field="files"
        )
    return content_type
