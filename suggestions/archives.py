"""Zip containers from outside (docx, xlsx), looked into without trusting them: counted and summed before unpacking."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

MAX_UNPACKED = 150 * 1024 * 1024
MAX_ENTRIES = 5_000
_BROKEN = (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, ZlibError)


class Fault(Enum):
    DAMAGED = "damaged"
    LOCKED = "locked"  # with a password
    TOO_LARGE = "too large"  # once unpacked: also what a zip bomb is
    UNSAFE = "unsafe"  # names that lead elsewhere, two entries of one name, links


class BadArchive(Exception):
    """Not to be unpacked; `fault` says why, the caller says it in words."""

    def __init__(self, fault: Fault):
        super().__init__(fault.value)
        self.fault = fault


@contextmanager
def opened(stream: BinaryIO) -> Iterator[tuple[ZipFile, dict[str, ZipInfo]]]:
    """The archive and its entries by name, once nothing stands against them. BadArchive otherwise."""
    try:
        with ZipFile(stream) as archive:
            members = archive.infolist()
            fault = _fault(members)
            if fault is None and archive.testzip() is not None:
                fault = Fault.DAMAGED
            if fault is not None:
                raise BadArchive(fault)
            yield archive, {member.filename: member for member in members}
    except _BROKEN as error:
        raise BadArchive(Fault.DAMAGED) from error


def _fault(members: list[ZipInfo]) -> Fault | None:
    """What the directory alone tells. An entry never unpacks to more than it declares there."""
    if len(members) > MAX_ENTRIES or sum(member.file_size for member in members) > MAX_UNPACKED:
        return Fault.TOO_LARGE
    if any(member.flag_bits & 1 for member in members):
        return Fault.LOCKED
    if len({member.filename for member in members}) < len(members) or not all(map(_is_tame, members)):
        return Fault.UNSAFE
    if any(member.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for member in members):
        return Fault.DAMAGED  # no office program writes others
    return None


def _is_tame(member: ZipInfo) -> bool:
    """A name below the archive's own root, and a file: no way up, no drive, no link."""
    name = member.orig_filename.replace("\\", "/")
    parts = name.split("/")
    leads_out = name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name
    return not leads_out and not stat.S_ISLNK(member.external_attr >> 16)
