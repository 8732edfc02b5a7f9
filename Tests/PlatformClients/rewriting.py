"""Sends what a client means for a platform's host to the sandbox, which takes the host as the first part of
the path: https://api.x.com/2/tweets becomes BASE/api.x.com/2/tweets."""

from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter


class SandboxAdapter(HTTPAdapter):
    """Mounted on a session for `https://`, it redirects every call to the sandbox."""

    def __init__(self, base):
        super().__init__()
        self.base = base.rstrip("/")

    def send(self, request, **options):
        parts = urlsplit(request.url)
        query = f"?{parts.query}" if parts.query else ""
        request.url = f"{self.base}/{parts.netloc}{parts.path}{query}"
        return super().send(request, **options)


def session(base):
    """A session whose https calls all go to the sandbox."""
    result = requests.Session()
    result.mount("https://", SandboxAdapter(base))
    return result


def consent(http, url, username="ana", decision="approve"):
    """Opens a consent page, submits its form as a browser would, and gives the address it leads back to."""
    page = http.get(url)
    assert page.status_code == 200, (page.status_code, page.text)
    assert 'name="username"' in page.text and "<form" in page.text
    answer = http.post(url, data={"username": username, "decision": decision}, allow_redirects=False)
    assert answer.status_code == 302, (answer.status_code, answer.text)
    return answer.headers["location"]


def refused(action, error):
    """The exception of the given class that the action raises."""
    try:
        action()
    except error as caught:
        return caught
    raise AssertionError(f"{error.__name__} expected")
