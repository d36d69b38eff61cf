"""What all papers say in the same way: dates, boxes to tick, who is addressed, and the facts of the suggestion.

Papers are official Chinese documents: their words are never translated with the interface.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BLANK_DAY = "　　　年　月　日"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MOST_NAMES = 4  # by name up to here; above it 张三等5名代表


@dataclass(frozen=True)
class Matter:
    """The suggestion as every paper names it."""

    number: str
    title: str
    session: str
    is_in_session: bool = True
    proposer: str = ""
    deputies: tuple[str, ...] = ()  # the lead deputy first
    delegation: str = ""
    phone: str = ""  # empty for those who do not talk with the deputy
    category: str = ""
    publicity: str = ""
    submitted_on: date | None = None
    lead_units: tuple[str, ...] = ()
    assisting_units: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"《{self.title.strip('《》')}》（第{self.number}号）"

    @property
    def who(self) -> str:
        """Who raised it, as part of a sentence."""
        if not self.deputies:
            return self.delegation or "代表"
        return (
            f"{self.deputies[0]}代表" if len(self.deputies) == 1 else f"{self.deputies[0]}等{len(self.deputies)}名代表"
        )

    @property
    def raised(self) -> str:
        """When it was raised, as part of a sentence."""
        return f"在{self.session}上" if self.is_in_session else "在闭会期间"


def day(found: date | None) -> str:
    """In Arabic figures without leading zeros (GB/T 9704—2012, 7.3.5.4); a blank to fill in where there is none."""
    return f"{found.year}年{found.month}月{found.day}日" if found else BLANK_DAY


def names(found: Iterable[str], empty: str = "") -> str:
    return "、".join(dict.fromkeys(found)) or empty


def boxes(options: Iterable[str], chosen: str = "", gap: str = "　　") -> str:
    """To tick by hand; the one that the record knows is ticked."""
    return gap.join(f"{'☑' if option == chosen else '□'}{option}" for option in options)


def addressee(deputies: tuple[str, ...], delegation: str) -> str:
    """张三代表：, 张三、李四代表：, 张三等5名代表：, or the delegation."""
    if not deputies:
        return f"{delegation}：" if delegation else "提出建议的代表："
    if len(deputies) > _MOST_NAMES:
        return f"{deputies[0]}等{len(deputies)}名代表："
    return f"{'、'.join(deputies)}代表："


def clean(text: str) -> str:
    """Without what no XML file may hold; it comes in with text pasted from elsewhere."""
    return _NOT_IN_XML.sub("", text)


def width(text: str) -> float:
    """In full-width characters: a figure or a Latin letter takes half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)
