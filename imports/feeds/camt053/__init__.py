"""camt.053, the statement of account of ISO 20022: XML."""

from imports.feeds.camt053.format import FORMAT
