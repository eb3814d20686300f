"""What somebody presses on the way to what the FAQ promises: its own number is the most."""


class Clicks:
    def __init__(self):
        self.number = 0

    def __call__(self, locator):
        self.number += 1
        locator.click()

    def drag(self, locator, onto):
        self.number += 1
        locator.drag_to(onto)

    def choose(self, locator, value):
        self.number += 1
        locator.select_option(value)


def open_services(page, click):
    click(page.locator("header.appbar details.menu summary").last)
    click(page.get_by_role("link", name="Services", exact=True))
