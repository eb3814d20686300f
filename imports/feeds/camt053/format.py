"""What the registry of formats asks of camt.053."""

from imports.feeds.bank import Statements
from imports.feeds.camt053 import reading

FORMAT = Statements("camt.053", reading.begins, reading.read)
