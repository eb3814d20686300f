"""What the registry of formats asks of MT940."""

from imports.feeds.bank import Statements
from imports.feeds.mt940 import reading

FORMAT = Statements("MT940", reading.begins, reading.read)
