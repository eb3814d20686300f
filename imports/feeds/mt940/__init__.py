"""MT940, the statement of account that banks send over SWIFT."""

from imports.feeds.mt940.format import FORMAT
