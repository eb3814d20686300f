"""FP1, our own partner feed: clients, accounts and who holds them, as CSV, JSON lines or .xlsx."""

from imports.feeds.fp1 import model
from imports.feeds.fp1.format import Fp1
