"""Takes a picture of every page of the demo: wide, narrow and dark, in screenshots/.

Pages are found as a person finds them, by following links from the first page, one for each route.
A new page that is linked from another is therefore pictured without being named here.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import django
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts import chromium, demo

FOLDER = demo.ROOT / "screenshots"
PORT = int(os.environ.get("PORT", "8765"))
SITE = f"http://127.0.0.1:{PORT}"
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
MODES: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "narrow": {"viewport": NARROW},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
}
# Pages that no link leads to, and the one before the login.
MORE = ("/no-such-page/",)
LEFT_OUT = re.compile(r"^(logout|admin:(logout|jsi18n|autocomplete|view_on_site))")
# The demo firm is made first.
PATIENCE_S = 180


def wait_for_server(process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; say so if it died or never does."""
    for _ in range(PATIENCE_S * 10):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(SITE):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The demo's server does not answer.")


@contextmanager
def served(folder: str) -> Iterator[None]:
    environment = os.environ | {"DEMO_FOLDER": folder, "PORT": str(PORT)}
    command = [sys.executable, "-m", "scripts.demo"]
    process = subprocess.Popen(command, cwd=demo.ROOT, env=environment)
    try:
        wait_for_server(process)
        yield
    finally:
        process.terminate()
        process.wait()


def route_of(address: str) -> str:
    """Return the name of the route behind an address of the site; empty where there is none."""
    parts = urlsplit(address)
    if parts.netloc != urlsplit(SITE).netloc:
        return ""
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return ""


def log_in(page: Page, login: str, password: str) -> None:
    page.goto(f"{SITE}/")
    page.fill("[name=username]", login)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "next=" not in url)


def links(page: Page) -> list[str]:
    """Return where the page's links lead; those drawn in a chart have no address of their own."""
    written = "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)"
    found: list[str] = page.eval_on_selector_all("a[href]", written)
    return found


def crawl(page: Page) -> dict[str, str]:
    """Return one address for each route that links lead to, beginning where the page is."""
    found: dict[str, str] = {}
    waiting = [page.url]
    while waiting:
        address = urljoin(SITE, waiting.pop(0).split("#")[0])
        route = route_of(address)
        if not route or route in found or LEFT_OUT.match(route):
            continue
        response = page.goto(address) if is_page(page, address) else None
        if response and response.ok:
            found[route] = address
            waiting += links(page)
    return found


def is_page(page: Page, address: str) -> bool:
    """Tell a page from a file to download, which a browser would not show."""
    answer = page.request.get(address)
    return answer.headers.get("content-type", "").startswith("text/html")


def picture(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    print(path.relative_to(demo.ROOT), flush=True)


def pictures(browser: Browser, login: str, password: str) -> None:
    page = new_context(browser, {}).new_page()
    picture(page, f"{SITE}/", FOLDER / "wide" / "login.png")
    log_in(page, login, password)
    pages = crawl(page) | {address.strip("/"): SITE + address for address in MORE}
    state = page.context.storage_state()
    for mode, options in MODES.items():
        page = new_context(browser, options | {"storage_state": state}).new_page()
        for name, address in sorted(pages.items()):
            picture(page, address, FOLDER / mode / f"{name.replace(':', '-')}.png")


def new_context(browser: Browser, options: dict[str, Any]) -> BrowserContext:
    return browser.new_context(
        locale="fr-FR", reduced_motion="reduce", **({"viewport": WIDE} | options)
    )


def main() -> None:
    path = chromium.find()
    if path is None:
        sys.exit(f"Chromium is not here: {chromium.HOW_TO_GET_IT}.")
    login, password = os.environ.get("DEMO_LOGIN", "administrateur:demo").split(":", 1)
    with tempfile.TemporaryDirectory(prefix="o2s-screenshots-") as folder:
        os.environ.update(demo.environment(Path(folder)))
        django.setup()
        shutil.rmtree(FOLDER, ignore_errors=True)
        with served(folder), sync_playwright() as playwright:
            pictures(
                playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS)),
                login,
                password,
            )


if __name__ == "__main__":
    main()
