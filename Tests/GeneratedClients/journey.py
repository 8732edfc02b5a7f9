"""Publishes a post with the client that openapi-python-client made, and reads what is answered with it and with the models
of datamodel-code-generator. Arguments: the API's address, the directory of the clients, address and password of a person,
their workspace, an account of X.
"""

import secrets
import sys
import time
import uuid

api, directory, email, password, workspace, account = sys.argv[1:]
sys.path.insert(0, directory)

import pydantic_models  # noqa: E402
from attrs_client import AuthenticatedClient, Client, models  # noqa: E402
from attrs_client.api.identity import log_in, show_current_user  # noqa: E402
from attrs_client.api.posts import (  # noqa: E402
    create_post, delete_post, list_posts, preflight_post, publish_post, show_post, update_post)


def refused(answer, status, code):
    """A typed problem, and the same to the other generator's model."""
    problem = answer.parsed
    assert isinstance(problem, models.Problem), answer
    assert answer.status_code == status and problem.status == status and problem.code == code, problem
    assert pydantic_models.Problem.model_validate_json(answer.content).status == status
    return problem


def posts(client):
    """Every post of the workspace, read two a page."""
    cursor, found = None, []
    while True:
        page = list_posts.sync(client=client, workspace_id=uuid.UUID(workspace), limit=2, **({"cursor": cursor} if cursor else {}))
        assert isinstance(page, models.PostPage) and len(page.data) <= 2, page
        found += page.data
        cursor = page.next_cursor
        if not cursor:
            return [post.id for post in found]


def draft(text):
    return models.NewPost(
        workspace_id=uuid.UUID(workspace), content=models.ContentMembers(text=text), account_ids=[uuid.UUID(account)])


def published(client, post):
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        shown = show_post.sync_detailed(client=client, id=post)
        pydantic_models.Post.model_validate_json(shown.content)
        if shown.parsed.state == models.PostState.PUBLISHED:
            return shown.parsed
        time.sleep(0.2)
    raise AssertionError(f"not published: {shown.parsed}")


stranger = Client(base_url=api)
wrong = models.Credentials(email=email, password="of somebody else")
refused(log_in.sync_detailed(client=stranger, body=wrong), 401, models.ProblemCode.WRONG_CREDENTIALS)
session = log_in.sync(client=stranger, body=models.Credentials(email=email, password=password))
assert isinstance(session, models.OpenSession | models.Session), session
client = AuthenticatedClient(base_url=api, token=session.access_token)

me = show_current_user.sync(client=client)
assert me.user.email == email and str(me.memberships[0].workspaces[0].id) == workspace, me

key = secrets.token_hex(16)
first = create_post.sync_detailed(client=client, body=draft("from a generated client"), idempotency_key=key)
again = create_post.sync_detailed(client=client, body=draft("from a generated client"), idempotency_key=key)
assert first.status_code == 201 and again.parsed.id == first.parsed.id, again
assert again.headers["idempotent-replayed"] == "true" and "idempotent-replayed" not in first.headers
refused(
    create_post.sync_detailed(client=client, body=draft("another text"), idempotency_key=key),
    422, models.ProblemCode.IDEMPOTENCY_KEY_REUSED)
made = {first.parsed.id} | {create_post.sync(client=client, body=draft(f"post {n}")).id for n in range(4)}
listed = posts(client)
assert len(listed) == len(set(listed)) and set(listed) == made, listed

judged = preflight_post.sync(client=client, body=draft("fine"))
assert isinstance(judged, models.Preflight), judged
invalid = refused(
    create_post.sync_detailed(client=client, body=draft("x" * 300)), 422, models.ProblemCode.INVALID_REQUEST)
assert [error.code for error in invalid.errors] == [models.FieldErrorCode.TOO_LONG], invalid
refused(show_post.sync_detailed(client=client, id=uuid.uuid4()), 404, models.ProblemCode.NOT_FOUND)
refused(
    update_post.sync_detailed(client=client, id=first.parsed.id, body=models.PostPatch(), if_match='"9"'),
    412, models.ProblemCode.STALE_VERSION)
refused(list_posts.sync_detailed(client=AuthenticatedClient(base_url=api, token="none"), workspace_id=uuid.UUID(workspace)),
    401, models.ProblemCode.INVALID_TOKEN)

publish_post.sync_detailed(client=client, id=first.parsed.id)
out = published(client, first.parsed.id)
assert out.deliveries[0].permalink, out
for post in made - {out.id}:
    assert delete_post.sync_detailed(client=client, id=post).status_code == 204
print("published", out.deliveries[0].permalink)
