"""The annual report of the real office's list of 2017 against a count of its files made here with nothing but `csv`.

Runs where the folder is.
"""

import csv
from collections import Counter, defaultdict
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from suggestions.imports import run
from suggestions.models import Session
from supervision.reports import workbook
from tests import factories as make
from tests.suggestions.test_import_shared import FOLDER, imported

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (FOLDER / "ledger_2017.csv").is_file(), reason=f"shared data folder absent: {FOLDER}"),
]
CELLS = ("lead", "assisting", "replied", "opinions")


def read(name: str) -> list[dict]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counted_by_hand() -> dict:
    """Unit → lead, assisting, replied, opinions; and the other ways to divide the list."""
    units: dict[str, Counter] = defaultdict(Counter)
    ledger = read("ledger_2017.csv")
    for row in ledger:
        if row["主办单位"]:
            units[row["主办单位"]].update(lead=1, replied=int(bool(row["主办答复日期"])))
    for row in read("assisting_2017.csv"):
        if row["协办状态"] != "作废":
            units[row["协办单位"]].update(assisting=1, opinions=int(row["协办状态"] == "完成"))
    return {
        "units": {name: tuple(cells[key] for key in CELLS) for name, cells in units.items()},
        "categories": Counter(row["性质类别"] for row in ledger),
        "delegations": Counter(row["领衔代表所在代表团"] for row in ledger),
        "classes": Counter(row["类别标记"] for row in ledger if row["类别标记"]),
        "replied": sum(bool(row["主办答复日期"]) for row in ledger),
        "assigned": sum(bool(row["主办单位"]) for row in ledger),
        "all": len(ledger),
    }


@pytest.fixture
def book():
    for kind, name in (
        (run.UNITS, "units_2017.csv"),
        (run.LEDGER, "ledger_2017.csv"),
        (run.ASSISTING, "assisting_2017.csv"),
    ):
        imported(kind, name)
    today = timezone.localdate()  # a task that the list calls cancelled counts until the day it was imported
    report = make.frozen(Session.objects.get(), today, now=timezone.now())
    content = workbook.write(report, "", lambda percent: None)
    return load_workbook(BytesIO(content), read_only=True)  # only the sheets that are looked at are read


def lines(sheet, width: int = 3) -> dict[str, tuple]:
    rows = [row for row in sheet.iter_rows(values_only=True) if len(row) > 1 and isinstance(row[1], int)]
    return {row[0]: row[1 : 1 + width] for row in rows}


def test_every_sheet_says_what_the_files_say(book):
    expected = counted_by_hand()
    for title, key in (("按类别", "categories"), ("按代表团", "delegations")):
        found = {name: cells[0] for name, cells in lines(book[title]).items()}
        assert found.pop("合计") == expected["all"], title
        assert found == dict(expected[key]), title
    rows = lines(book["按解决程度"])
    assert rows["合计"] == (expected["all"], expected["assigned"], expected["replied"])
    assert {name[0]: cells[0] for name, cells in rows.items() if name[1:2] == "类"} == dict(expected["classes"])
    units = {name: (row[0], row[1], row[3], row[4]) for name, row in lines(book["按承办单位"], 7).items()}
    assert units.pop("合计（件次）") == tuple(map(sum, zip(*expected["units"].values(), strict=True)))
    assert units == expected["units"]
