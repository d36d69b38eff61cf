"""Frozen values as a page, a cell or a sentence shows them."""

from datetime import date
from decimal import Decimal

from accounts.recipients import local_day
from suggestions.definitions import NOTHING, Rate, points
from suggestions.letters.words import day as written
from supervision.models import AnnualReport


def rate(pair: list[int]) -> Rate:
    return Rate(*pair)


def percent(pair: list[int], decimals: int) -> str:
    """With its sign; “—” out of nothing."""
    return rate(pair).shown(decimals)


def cell(pair: list[int], decimals: int) -> Decimal | str:
    """A number for a sheet; “—” out of nothing."""
    found = rate(pair).rounded(decimals)
    return NOTHING if found is None else found


def kind(decimals: int) -> str:
    """The column's kind on a sheet."""
    return {0: "percent0", 1: "percent1"}.get(decimals, "percent")


def change(figures: dict, key: str) -> str:
    """Against the session before, in percentage points; “—” where there is nothing to stand beside."""
    before = figures["before"]
    if not before or key not in before["rates"]:
        return NOTHING
    return points(rate(figures["rates"][key]), rate(before["rates"][key]), figures["decimals"])


def day(text: str) -> str:
    return written(date.fromisoformat(text)) if text else NOTHING


def stamp(report: AnnualReport) -> str:
    """What every sheet and paper says about itself."""
    return (
        f"{report.session.name}　截至{written(report.as_of)}　第{report.revision}版　"
        f"{report.frozen_by_name}于{written(frozen_day(report))}定稿"
    )


def frozen_day(report: AnnualReport) -> date:
    return local_day(report.frozen_at)
