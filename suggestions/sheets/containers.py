"""What kind of file this is, judged by its content, and whether it is safe to unpack. A name proves nothing."""

from io import BytesIO

from django.utils.translation import gettext as _

from suggestions import archives
from suggestions.archives import BadArchive, Fault
from suggestions.errors import RuleViolation

MAX_BYTES = 20 * 1024 * 1024
ACCEPT = ".xlsx,.xlsm,.csv"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ")


def is_workbook(data: bytes) -> bool:
    """True for an Excel workbook, False for text; RuleViolation, with what to do, for everything else."""
    if not data.strip():
        raise RuleViolation(_("文件是空的，没有可以导入的内容。"))
    if len(data) > MAX_BYTES:
        raise RuleViolation(too_large(len(data)))
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise RuleViolation(_("文件设有打开密码，无法读取。请在 Excel 中取消密码后另存，再重新上传。"))
        raise RuleViolation(_("这是旧版 Excel(.xls)或 Word 文件。请在 Excel 或 WPS 中另存为 .xlsx 后再上传。"))
    if data.startswith(_ZIP):
        _check_archive(data)
        return True
    if data.startswith(b"PK"):
        raise RuleViolation(_("文件已损坏，无法打开。请重新从 Excel 中另存一份再上传。"))
    if data.startswith(_BINARY) or _looks_binary(data):
        raise RuleViolation(_("文件不是表格。只能导入 Excel(.xlsx)或 CSV 文件。"))
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:200].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise RuleViolation(_("这是网页格式的文件，只是名字像 Excel。请用 Excel 打开后另存为 .xlsx 再上传。"))
    return False


def too_large(size: int) -> str:
    return _("文件有%(size)d MB，超过%(limit)d MB的上限。请删去图片和多余的工作表，或拆成几个文件再上传。") % {
        "size": -(-size // 1024 // 1024),
        "limit": MAX_BYTES // 1024 // 1024,
    }


def _check_archive(data: bytes) -> None:
    try:
        with archives.opened(BytesIO(data)) as (_archive, members):
            names = set(members)
    except BadArchive as error:
        raise RuleViolation(_archive_fault(error.fault)) from error
    if "xl/workbook.bin" in names:
        raise RuleViolation(_("这是二进制工作簿(.xlsb)。请在 Excel 中另存为 .xlsx 后再上传。"))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise RuleViolation(_("这不是 Excel 文件(可能是 Word 文档或压缩包)。只能导入 .xlsx 或 CSV 文件。"))


def _archive_fault(fault: Fault) -> str:
    if fault == Fault.LOCKED:
        return _("文件设有密码，无法读取。请取消密码后再上传。")
    if fault == Fault.TOO_LARGE:
        return _("文件解压后超过%(limit)d MB，不予读取。请只保留需要导入的工作表后再上传。") % {
            "limit": archives.MAX_UNPACKED // 1024 // 1024
        }
    return _("文件已损坏，无法打开。请重新从 Excel 中另存一份再上传。")


def _looks_binary(data: bytes) -> bool:
    """NUL bytes are not text, except in UTF-16, which starts with its mark."""
    return b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
