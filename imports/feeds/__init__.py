"""How a partner's file is read: bytes in, lines out, nothing known of who they are about."""
