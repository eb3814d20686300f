"""What the registry of formats asks of OFX."""

from imports.feeds.bank import Statements
from imports.feeds.ofx import reading

FORMAT = Statements("OFX", reading.begins, reading.read)
