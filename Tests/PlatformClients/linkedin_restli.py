"""Drives the sandbox's LinkedIn with LinkedIn's own client: OAuth 2.0, roles, posts, media, comments, read-back.

    python3 linkedin_restli.py http://127.0.0.1:PORT

The sandbox must run with its default application keys. Exits non-zero on the first thing that is not as on LinkedIn.
"""

import sys
import time
import uuid
from urllib.parse import parse_qs, urlsplit

import requests
from linkedin_api.clients.auth.client import AuthClient
from linkedin_api.clients.restli.client import RestliClient

from rewriting import SandboxAdapter, consent, session

VERSION = "202609"
REDIRECT_URI = "http://127.0.0.1:8080/v1/accounts/callback/linkedin"
MEMBER = ["openid", "profile", "w_member_social"]
PAGES = MEMBER + ["rw_organization_admin", "w_organization_social", "r_organization_social"]


def auth(base):
    result = AuthClient("sandbox-linkedin", "sandbox-linkedin-secret", REDIRECT_URI)
    result.session.mount("https://", SandboxAdapter(base))
    return result


def sign_in(base, username, scopes):
    """The token answer for a member who agrees."""
    client = auth(base)
    back = consent(session(base), client.generate_member_auth_url(scopes, "s 1"), username)
    query = parse_qs(urlsplit(back).query)
    assert query["state"] == ["s 1"], back
    token = client.exchange_auth_code_for_access_token(query["code"][0])
    assert token.status_code == 200 and token.expires_in == 5184000, token.response.text
    assert client.exchange_auth_code_for_access_token(query["code"][0]).status_code == 400
    return token


def check_tokens(base, mark):
    http, client = session(base), auth(base)
    refused = http.get(
        client.generate_member_auth_url(MEMBER + ["r_member_social"], "s"), allow_redirects=False)
    assert refused.status_code == 302 and "unauthorized_scope_error" in refused.headers["location"], refused.text
    denied = consent(http, client.generate_member_auth_url(MEMBER, "s"), decision="deny")
    assert "error=user_cancelled_authorize" in denied, denied

    plain = sign_in(base, f"tok_{mark}", MEMBER)
    assert plain.refresh_token is None and plain.scope == "openid,profile,w_member_social", plain.scope
    assert client.introspect_access_token(plain.access_token).status == "active"
    partner = sign_in(base, f"tok_{mark}", PAGES)
    assert client.introspect_access_token(plain.access_token).status == "revoked"
    assert partner.refresh_token and 31535990 < partner.refresh_token_expires_in <= 31536000
    renewed = client.exchange_refresh_token_for_access_token(partner.refresh_token)
    assert renewed.status_code == 200 and renewed.access_token != partner.access_token
    assert renewed.refresh_token == partner.refresh_token
    assert client.exchange_refresh_token_for_access_token("nothing").status_code == 400

    def me(token):
        return http.get("https://api.linkedin.com/v2/userinfo", headers={"authorization": f"Bearer {token}"})

    assert me(partner.access_token).json()["name"] == f"tok_{mark}"
    revoked = http.post("https://www.linkedin.com/oauth/v2/revoke", data={
        "client_id": client.client_id, "client_secret": client.client_secret, "token": renewed.access_token})
    assert revoked.status_code == 200
    assert me(renewed.access_token).json()["code"] == "REVOKED_ACCESS_TOKEN"
    assert me("x").json()["code"] == "INVALID_ACCESS_TOKEN" and me("").json()["code"] == "EMPTY_ACCESS_TOKEN"


class LinkedIn:
    """The client with a token, and what its author needs."""

    def __init__(self, base, token):
        self.base, self.token = base, token
        self.rest = RestliClient()
        self.rest.session.mount("https://", SandboxAdapter(base))

    def post(self, author, commentary, content=None, **more):
        entity = {
            "author": author, "commentary": commentary, "visibility": "PUBLIC", "lifecycleState": "PUBLISHED",
            "distribution": {"feedDistribution": "MAIN_FEED"}, **more}
        if content:
            entity["content"] = content
        return self.rest.create(
            resource_path="/posts", entity=entity, access_token=self.token, version_string=VERSION)

    def action(self, path, name, params):
        return self.rest.action(
            resource_path=path, action_name=name, action_params=params, access_token=self.token,
            version_string=VERSION)

    def find(self, path, finder, **params):
        return self.rest.finder(
            resource_path=path, finder_name=finder, query_params=params, access_token=self.token,
            version_string=VERSION)

    def get(self, path, **keys):
        return self.rest.get(
            resource_path=path, path_keys=keys, access_token=self.token, version_string=VERSION)


def refusal(response, status, code):
    body = response.response.json()
    codes = [body.get("code")] + [item["code"] for item in body.get("errorDetails", {}).get("inputErrors", [])]
    assert response.status_code == status and code in codes, (response.status_code, body)


def check_posts(linkedin, page, person, mark):
    made = linkedin.post(page, f"Hello \\#world {{hashtag|\\#|spring}} {mark}")
    assert made.status_code == 201 and made.response.content == b"", made.response.text
    urn = made.decoded_entity_id
    assert urn.startswith("urn:li:share:7"), urn
    again = linkedin.post(page, f"Hello \\#world {{hashtag|\\#|spring}} {mark}")
    refusal(again, 422, "DUPLICATE_POST")
    assert urn in again.response.json()["message"]
    cut = linkedin.post(page, f"{mark} cut (here")
    card = linkedin.post(page, f"card {mark}", {"article": {"source": "https://a.example", "title": "A"}})
    assert cut.status_code == 201 and card.status_code == 201

    refusal(linkedin.post(page, "x" * 3001), 400, "FIELD_LENGTH_TOO_LONG")
    refusal(linkedin.post(page, "x", visibility="ALL"), 400, "INVALID_VALUE_FOR_FIELD")
    refusal(linkedin.post(page, "x", {"article": {"source": "https://a.example"}}), 400, "MISSING_FIELD")
    refusal(linkedin.post(page, "x", {"media": {"id": "urn:li:image:none"}}), 400, "INVALID_IMAGE_ID")
    refusal(linkedin.post(page, "x", {"media": {"id": "urn:li:thing:1"}}), 400, "INVALID_URN_TYPE")
    refusal(linkedin.post("urn:li:organization:1", "x"), 403, "ACCESS_DENIED")
    assert linkedin.post(page, "x", colour="red").status_code == 422

    listed = linkedin.find("/posts", "author", author=page, count=2, sortBy="CREATED")
    assert [item["id"] for item in listed.elements] == [card.decoded_entity_id, cut.decoded_entity_id]
    assert listed.paging.total == 3 and listed.elements[0]["content"]["article"]["title"] == "A"
    assert abs(listed.elements[0]["createdAt"] / 1000 - time.time()) < 60
    assert linkedin.get("/posts/{urn}", urn=urn).entity["commentary"].startswith("Hello \\#world")
    refusal(linkedin.find("/posts", "author", author=person), 403, "ACCESS_DENIED")

    edited = linkedin.rest.partial_update(
        resource_path="/posts/{urn}", path_keys={"urn": urn}, patch_set_object={"commentary": f"Edited {mark}"},
        access_token=linkedin.token, version_string=VERSION)
    assert edited.status_code == 204
    assert linkedin.get("/posts/{urn}", urn=urn).entity["commentary"] == f"Edited {mark}"
    return [urn, cut.decoded_entity_id, card.decoded_entity_id]


def check_comments(linkedin, page, urn, mark):
    made = linkedin.rest.create(
        resource_path="/socialActions/{urn}/comments", path_keys={"urn": urn}, access_token=linkedin.token,
        entity={"actor": page, "object": urn, "message": {"text": f"First! {mark}"}}, version_string=VERSION)
    assert made.status_code == 201 and made.entity["commentUrn"].startswith(f"urn:li:comment:({urn},"), made.entity
    listed = linkedin.rest.get_all(
        resource_path="/socialActions/{urn}/comments", path_keys={"urn": urn}, access_token=linkedin.token,
        version_string=VERSION)
    assert [item["message"]["text"] for item in listed.elements] == [f"First! {mark}"]
    gone = linkedin.rest.delete(
        resource_path="/socialActions/{urn}/comments/{id}", path_keys={"urn": urn, "id": made.entity["id"]},
        query_params={"actor": page}, access_token=linkedin.token, version_string=VERSION)
    assert gone.status_code == 204
    for _ in range(2):
        gone = linkedin.rest.delete(
            resource_path="/posts/{urn}", path_keys={"urn": urn}, access_token=linkedin.token,
            version_string=VERSION)
        assert gone.status_code == 204
    assert linkedin.get("/posts/{urn}", urn=urn).status_code == 404


def check_media(linkedin, page, mark):
    http = session(linkedin.base)
    bearer = {"authorization": f"Bearer {linkedin.token}"}
    picture = requests.get(f"{linkedin.base}/media/a.jpg").content
    urns = []
    for _ in range(2):
        slot = linkedin.action("/images", "initializeUpload", {"initializeUploadRequest": {"owner": page}}).value
        early = linkedin.post(page, f"early {mark}", {"media": {"id": slot["image"]}})
        refusal(early, 400, "MEDIA_ASSET_WAITING_UPLOAD")
        assert http.put(slot["uploadUrl"], data=picture).status_code == 401
        assert http.put(slot["uploadUrl"], data=b"<svg/>", headers=bearer).status_code == 415
        assert http.put(slot["uploadUrl"], data=picture, headers=bearer).status_code == 201
        assert linkedin.get("/images/{urn}", urn=slot["image"]).entity["status"] == "AVAILABLE"
        urns.append(slot["image"])
    one = linkedin.post(page, f"one {mark}", {"media": {"id": urns[0], "altText": "grey"}})
    two = linkedin.post(page, f"two {mark}", {"multiImage": {"images": [{"id": urn} for urn in urns]}})
    assert one.status_code == 201 and two.decoded_entity_id.startswith("urn:li:ugcPost:"), two.response.text

    video = requests.get(f"{linkedin.base}/media/a.mp4?bytes=5000000").content
    slot = linkedin.action("/videos", "initializeUpload", {"initializeUploadRequest": {
        "owner": page, "fileSizeBytes": len(video), "uploadCaptions": False, "uploadThumbnail": False}}).value
    parts = slot["uploadInstructions"]
    assert [(part["firstByte"], part["lastByte"]) for part in parts] == [(0, 4194303), (4194304, 4999999)], parts
    assert http.put(parts[0]["uploadUrl"], data=b"short").status_code == 400
    tags = []
    for part in parts:
        sent = http.put(part["uploadUrl"], data=video[part["firstByte"]:part["lastByte"] + 1])
        assert sent.status_code == 200, sent.text
        tags.append(sent.headers["etag"])
    assert http.put(parts[0]["uploadUrl"], data=video[:4194304], headers=bearer).status_code == 400
    done = {"finalizeUploadRequest": {"video": slot["video"], "uploadToken": slot["uploadToken"]}}
    done["finalizeUploadRequest"]["uploadedPartIds"] = tags[::-1]
    wrong = http.post(
        "https://api.linkedin.com/rest/videos?action=finalizeUpload", json=done,
        headers={**bearer, "linkedin-version": VERSION, "x-restli-protocol-version": "2.0.0"})
    assert wrong.status_code == 400, wrong.text
    done["finalizeUploadRequest"]["uploadedPartIds"] = tags
    right = http.post(
        "https://api.linkedin.com/rest/videos?action=finalizeUpload", json=done,
        headers={**bearer, "linkedin-version": VERSION, "x-restli-protocol-version": "2.0.0"})
    assert right.status_code == 200 and right.content == b"", right.text
    content = {"media": {"id": slot["video"], "title": "clip"}}
    refusal(linkedin.post(page, f"clip {mark}", content), 400, "MEDIA_ASSET_WAITING_UPLOAD")
    deadline = time.time() + 10
    while linkedin.get("/videos/{urn}", urn=slot["video"]).entity["status"] != "AVAILABLE":
        assert time.time() < deadline
        time.sleep(0.05)
    assert linkedin.post(page, f"clip {mark}", content).status_code == 201
    return 3


def check_headers(base, token):
    http = session(base)

    def call(**headers):
        answer = http.get(
            "https://api.linkedin.com/rest/organizationAcls?q=roleAssignee",
            headers={"authorization": f"Bearer {token}", **headers})
        return answer.status_code, answer.json().get("code")

    good = {"linkedin-version": VERSION, "x-restli-protocol-version": "2.0.0"}
    assert call(**good) == (200, None)
    assert call(**{"x-restli-protocol-version": "2.0.0"}) == (400, "VERSION_MISSING")
    assert call(**{**good, "linkedin-version": "202401"}) == (426, "NONEXISTENT_VERSION")
    assert call(**{"linkedin-version": VERSION})[0] == 400


def main(base):
    mark = uuid.uuid4().hex[:8]
    check_tokens(base, mark)
    token = sign_in(base, f"ana_{mark}", PAGES).access_token
    check_headers(base, token)
    linkedin = LinkedIn(base, token)
    roles = linkedin.find("/organizationAcls", "roleAssignee", role="ADMINISTRATOR", state="APPROVED").elements
    page, person = roles[0]["organization"], roles[0]["roleAssignee"]
    name = linkedin.get("/organizations/{id}", id=int(page.split(":")[-1])).entity["localizedName"]
    assert name == f"ana_{mark} Ltd", name
    ids = check_posts(linkedin, page, person, mark)
    check_comments(linkedin, page, ids[0], mark)
    media = check_media(linkedin, page, mark)
    assert linkedin.post(person, f"as myself {mark}").status_code == 201

    ledger = requests.get(f"{base}/ledger", params={"platform": "linkedin", "text": mark}).json()
    entries = ledger["data"]
    assert [entry["id"] for entry in entries[:3]] == ids and len(entries) == 3 + 1 + media + 1, ledger
    assert entries[0]["text"] == f"Hello #world #spring {mark}" and entries[1]["text"] == f"{mark} cut ", entries
    assert {entry["kind"] for entry in entries} == {"post", "article", "comment", "image", "multi_image", "video"}
    assert entries[-1]["account_id"] == person
    print("linkedin_restli: ok")


if __name__ == "__main__":
    main(sys.argv[1])
