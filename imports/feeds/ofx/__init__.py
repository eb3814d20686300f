"""OFX, what a bank lets its clients download: accounts and portfolios, in SGML or XML."""

from imports.feeds.ofx.format import FORMAT
