"""How pages look: icons, and where the fields of a form stand. Nothing here knows the domain."""
