"""The night: from a partner's file to accounts, values and alerts, a few statements per file."""
