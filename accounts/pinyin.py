"""Initials of Chinese names, so that a unit is found by typing sjyj for 市教育局."""

import re
import unicodedata


def initials(name: str) -> str:
    """First letters, lower case; Latin letters and digits stay, brackets and other signs go. At most 100."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take half a second, which most processes never need

    plain = unicodedata.normalize("NFKC", name)
    letters = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER, errors=lambda rest: rest))
    return re.sub(r"[^a-z0-9]", "", letters.lower())[:100]
