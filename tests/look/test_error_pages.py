"""Error pages are in the look, whoever asks, and say a way forward."""

import pytest
from django.template.loader import render_to_string
from lxml import html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "registration/locked"])
def test_error_page_needs_no_context(name):
    page = html.document_fromstring(render_to_string(f"{name}.html"))
    assert page.get("lang") == "fr"
    assert page.findtext(".//title").strip() != ""
    assert len(page.xpath("//main//h1")) == 1
    assert page.xpath("//main//a/@href") == ["/"]
    assert page.xpath("//header | //form") == []


def test_page_of_a_stranger_has_no_bar(client, db):
    page = html.document_fromstring(client.get("/login/").content)
    assert page.xpath("//header | //nav") == []
    assert page.xpath("//form//input[@required]/@name") == ["username", "password"]


def test_refused_login_says_so_and_keeps_the_identifier(client, db):
    answer = client.post("/login/", {"username": "durand", "password": "wrong", "next": "/x/"})
    page = html.document_fromstring(answer.content)
    assert len(page.xpath("//*[@role='alert']")) == 1
    assert page.xpath("//input[@name='username']/@value") == ["durand"]
    assert page.xpath("//input[@name='next']/@value") == ["/x/"]
