"""The browser's own fixtures: what they are there to catch is caught."""

import pytest

BAD_PAGE = """<!doctype html><html lang="fr"><head><title>x</title></head><body><main>
<img src="/static/nothing.png"></main></body></html>"""


@pytest.fixture
def bad_page(open_page, complaints):
    page = open_page()
    page.route("**/bad", lambda route: route.fulfill(body=BAD_PAGE, content_type="text/html"))
    page.goto("/bad")
    yield page
    # Closed first, so that nothing is noted after.
    page.close()
    complaints.clear()


def test_axe_complaints_of_an_image_without_a_text_are_found(bad_page, axe_complaints):
    assert "image-alt: ['img']" in axe_complaints(bad_page)


def test_console_error_is_noted(bad_page, complaints):
    complaints.clear()
    bad_page.evaluate("console.error('oh')")
    assert complaints == ["error: oh"]


def test_script_error_is_noted(bad_page, complaints):
    complaints.clear()
    with bad_page.expect_event("pageerror"):
        bad_page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert complaints == ["script: broken"]


def test_request_to_another_host_is_noted(bad_page, complaints):
    complaints.clear()
    bad_page.route("http://elsewhere.example/*", lambda route: route.abort())
    with bad_page.expect_event("requestfailed"):
        bad_page.evaluate("new Image().src = 'http://elsewhere.example/x.png'")
    assert "left the site: http://elsewhere.example/x.png" in complaints


@pytest.mark.security(33, 40)
def test_inline_script_violates_the_policy(open_page, complaints):
    page = open_page()
    page.goto("/login/")
    complaints.clear()
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    assert [one for one in complaints if "Content Security Policy" in one] == complaints
    assert len(complaints) == 1
    complaints.clear()
