"""The O2S account workbook, as .xlsx, .xls or .csv: the files that say who owns what."""

from imports.feeds.o2s_accounts.format import AccountWorkbook
