"""The sealed ballot box of an electronic vote: sums only, and not even these can be read in the database.

The box holds how many ballots say what, never a ballot. It is sealed (AES-GCM) with a key made of SECRET_KEY, which
stands outside of the database, so that a backup, a log of statements or two copies of the database compared say nothing
of what came in between. Every seal has the same length. See docs/decisions/0012-secret-ballot.md.
"""

import secrets
import struct
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation
from supervision.choices import Mark

_NONCE = 12
_MARKS = tuple(Mark.values)
Sums = dict[int, dict[str, int]]  # subject → mark → ballots


def empty(subjects: list[int]) -> Sums:
    return {pk: dict.fromkeys(_MARKS, 0) for pk in sorted(subjects)}


def with_ballot(sums: Sums, marks: Mapping[int, str]) -> Sums:
    return {pk: {mark: n + (marks[pk] == mark) for mark, n in counts.items()} for pk, counts in sums.items()}


def seal(sums: Sums, *, poll_id: int) -> bytes:
    plain = b"".join(struct.pack(">Q4I", pk, *(counts[mark] for mark in _MARKS)) for pk, counts in sums.items())
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_key(settings.SECRET_KEY, poll_id)).encrypt(nonce, plain, b"%d" % poll_id)


def unseal(sealed: bytes, *, poll_id: int) -> Sums:
    """RuleViolation, with what to do, when no key of this house opens it."""
    sealed = bytes(sealed)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            plain = AESGCM(_key(secret, poll_id)).decrypt(sealed[:_NONCE], sealed[_NONCE:], b"%d" % poll_id)
        except InvalidTag:
            continue
        rows = struct.iter_unpack(">Q4I", plain)
        return {pk: dict(zip(_MARKS, counts, strict=True)) for pk, *counts in rows}
    raise RuleViolation(
        _("票箱打不开：投票开始后系统密钥换过。请系统管理员恢复原来的密钥；恢复不了的，请作废本轮，另开一轮。")
    )


def _key(secret: str, poll_id: int) -> bytes:
    return salted_hmac("supervision.poll_box", str(poll_id), secret=secret, algorithm="sha256").digest()
