"""Tables in and out: Excel workbooks and CSV. The only package that knows openpyxl."""

from suggestions.sheets.containers import ACCEPT, MAX_BYTES, too_large
from suggestions.sheets.reading import read_table
from suggestions.sheets.table import Broken, Merge, Row, Table
from suggestions.sheets.writing import Column, Sheet, workbook_file, write_workbook

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "Broken",
    "Column",
    "Merge",
    "Row",
    "Sheet",
    "Table",
    "read_table",
    "too_large",
    "workbook_file",
    "write_workbook",
]
