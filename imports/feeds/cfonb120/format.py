"""What the registry of formats asks of CFONB 120."""

from imports.feeds.bank import Statements
from imports.feeds.cfonb120 import reading

FORMAT = Statements("CFONB 120", reading.begins, reading.read)
