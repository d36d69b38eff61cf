"""Chinese numerals in the names of terms and sessions (十七届第一次会议), and in typed counts."""

import re

NUMERALS = "零一二三四五六七八九十"


def chinese_number(text: str) -> int:
    """`十七` → 17, `二十` → 20, `12` → 12, up to 99. ValueError for the rest."""
    plain = text.replace("两", "二").replace("〇", "零")
    if plain.isdecimal():
        return int(plain)
    found = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?|零", plain)
    if not plain or found is None or (found.group(1) and found.group(3) and not found.group(2)):
        raise ValueError(text)
    tens, ten, ones = found.groups()
    if not ten:
        return NUMERALS.index(tens or ones or "零")
    return (NUMERALS.index(tens) if tens else 1) * 10 + (NUMERALS.index(ones) if ones else 0)
