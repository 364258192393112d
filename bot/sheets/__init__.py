"""Sheets: rows as Excel workbooks and as CSV, in a reader's words, safe to open whatever people wrote."""

from bot.sheets.columns import Cell, Column, shown
from bot.sheets.csvs import Table, safe
from bot.sheets.workbook import Sheet, Workbook

__all__ = ["Cell", "Column", "Sheet", "Table", "Workbook", "safe", "shown"]
