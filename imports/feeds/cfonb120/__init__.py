"""CFONB 120, the French banks' statement of account: lines of 120 characters."""

from imports.feeds.cfonb120.format import FORMAT
