"""No page calls another host, and nothing inline runs in one."""

import re

import pytest

from tests.architecture import tree

OUTSIDE = re.compile(r"""(?:https?:)?//[a-z0-9][\w.-]*\.[a-z]{2,}""", re.IGNORECASE)
# Names, not addresses: nothing is fetched from them.
NAMESPACES = ("http://www.w3.org/",)
INLINE = re.compile(
    r"""<style\b|<script\b(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|hx-on[:=]""",
    re.IGNORECASE,
)
DATA_BLOCK = re.compile(r"""<script\b[^>]*type=["']application/json["'][^>]*>""")


def outside_addresses(text):
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    return OUTSIDE.findall(text)


def inline_code(text):
    return INLINE.findall(DATA_BLOCK.sub("", text))


# Licences are kept word for word.
LICENCES = {"OFL.txt"}


def served():
    kept = [*tree.files("templates/*"), *tree.files("static/*")]
    return [path for path in kept if path.name not in LICENCES]


@pytest.mark.security(41)
def test_nothing_served_names_another_host():
    texts = {path: path.read_text("utf-8", errors="replace") for path in served()}
    assert len(texts) > 5
    found = {tree.name(path): outside_addresses(text) for path, text in texts.items()}
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


@pytest.mark.security(40)
def test_no_template_holds_inline_script_or_style():
    found = {tree.name(path): inline_code(path.read_text("utf-8")) for path in tree.files("*.html")}
    assert {name: code for name, code in found.items() if code} == {}


def test_requirements_name_no_host():
    named = [
        (tree.name(path), number)
        for path in tree.files("requirements/*")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "http" in line.split("#")[0].replace("httpx", "").lower() or "--index" in line
    ]
    assert named == []


def test_locks_hold_a_hash_for_every_package():
    for name in ("run.txt", "dev.txt"):
        text = (tree.ROOT / "requirements" / name).read_text("utf-8")
        packages = re.findall(r"^[a-z][\w.\[\]-]*==", text, re.IGNORECASE | re.MULTILINE)
        assert len(packages) > 20
        assert len(re.findall(r"^[a-z][^\n]*\\\n +--hash=sha256:", text, re.MULTILINE)) == len(
            packages
        )


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        '<img src="//pictures.example.com/x.png">',
        "@import url(http://fonts.example.net/a.css);",
    ],
)
def test_an_outside_address_is_found(text):
    assert len(outside_addresses(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["<style>", "<script>", '<p style="x">', '<p onclick="x">', '<a href="javascript:x">'],
)
def test_inline_code_is_found(text):
    assert len(inline_code(text)) == 1


@pytest.mark.parametrize(
    "text",
    ['<script src="/static/x.js" defer></script>', '<script id="a" type="application/json">'],
)
def test_scripts_that_are_served_or_hold_data_pass(text):
    assert inline_code(text) == []
