"""What a browser would post of the form of a page that nobody touched."""

from html.parser import HTMLParser

NOT_POSTED = {"submit", "button", "reset", "file"}


class _Form(HTMLParser):
    """Reads the one form of a folder's page, as a browser without scripts does."""

    def __init__(self):
        super().__init__()
        self.fields, self.inside, self.list, self.area = {}, False, "", ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = "data-unsaved" in given
        if not self.inside:
            return
        name = given.get("name") or ""
        if tag == "input" and given.get("type") not in NOT_POSTED:
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            # A box without a value sends "on".
            value = given.get("value", "on" if given.get("type") == "checkbox" else "")
            self.add(name if ticked else "", value or "")
        elif tag == "select":
            self.list = name
        elif tag == "option" and "selected" in given:
            self.add(self.list, given.get("value") or "")
        elif tag == "textarea":
            self.area = name
            self.add(name, "")

    def handle_data(self, data):
        if self.inside and self.area:
            self.fields[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        if tag == "form":
            self.inside = False

    def add(self, name, value):
        if name:
            self.fields.setdefault(name, []).append(value)


def posted(answer):
    form = _Form()
    form.feed(answer.content.decode())
    # The HTML parser of a browser drops the line break that Django writes first.
    return {
        name: [value.removeprefix("\n") for value in values] for name, values in form.fields.items()
    }
