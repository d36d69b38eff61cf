"""Tables in and out: Excel workbooks and CSV. The only package that knows openpyxl."""

from suggestions.sheets.writing import Column, Sheet, write_workbook

__all__ = ["Column", "Sheet", "write_workbook"]
