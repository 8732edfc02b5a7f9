"""What schemathesis is told besides the description: things that exist, and that each problem's code is described.

`FUZZ_KNOWN` names a JSON file: by the name of a parameter or member, values that exist in the running bundle. Half of the
values that are made are then of these, so that requests get past "there is no such post".
"""

import json
import os
import re

import schemathesis

KNOWN = json.loads(open(os.environ["FUZZ_KNOWN"]).read()) if "FUZZ_KNOWN" in os.environ else {}
# What `id` in a path is of.
PARAMETERS = {"PostId": "post", "DeliveryId": "delivery"}
# Reasons to refuse a request that its schema allows: they are about what exists, about time, about rules of the
# platforms, and about members that exclude one another (`ambiguous`, `conflict`).
REASONS = {
    "account_disconnected", "account_reconnect", "ambiguous", "common_password", "conflict", "invalid_character", "invalid_network", "media_mixed",
    "media_pending", "media_rejected", "media_required", "not_supported", "one_of", "past", "repeated", "text_required",
    "too_many_hashtags", "too_many_mentions", "unchanged", "unknown_account", "unknown_media", "unknown_option",
    "unknown_time_zone", "unknown_workspace", "wrong_code", "wrong_password",
}
# Members of which another may stand in the place: a recovery code, a cookie.
ALTERNATIVES = {"/code", "/password", "/refresh_token"}


def known(name, schema):
    values = KNOWN.get(name)
    return {"anyOf": [{"enum": values}, schema]} if values else schema


@schemathesis.hook
def before_load_schema(context, raw_schema):
    components = raw_schema["components"]
    for name, parameter in components["parameters"].items():
        parameter["schema"] = known(PARAMETERS.get(name, parameter["name"]), parameter["schema"])
    for name, schema in components["schemas"].items():
        adapt(schema)
    for path, item in raw_schema["paths"].items():
        for operation in item.values():
            if not isinstance(operation, dict):
                continue
            adapt(operation.get("requestBody", {}))
            for parameter in operation.get("parameters", []):
                if parameter.get("name") == "If-Match":
                    parameter["schema"] = {"anyOf": [{"enum": ['"1"', '"2"']}, parameter["schema"]]}


def adapt(schema):
    """Members that name something that exists."""
    if not isinstance(schema, dict):
        return
    for name, member in schema.get("properties", {}).items():
        if name in ("workspace_id", "organization_id", "email", "time_zone") and name in KNOWN:
            schema["properties"][name] = known(name, member)
        if name == "account_ids":
            schema["properties"][name] = known_list(member)
        adapt(member)
    for value in schema.values():
        if isinstance(value, dict):
            adapt(value)


def known_list(member):
    values = KNOWN.get("account_ids")
    if not values:
        return member
    return {"anyOf": [{"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": values}}, member]}


@schemathesis.check
def described_code(context, response, case):
    """A problem has one of the codes that the description of its answer names."""
    if "application/problem+json" not in (response.headers.get("content-type") or [""])[0]:
        return None
    code = response.json()["code"]
    described = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    if "$ref" in described:
        described = case.operation.schema.raw_schema["components"]["responses"][described["$ref"].split("/")[-1]]
    if code not in re.findall(r"`([a-z_]+)`", described.get("description", "")):
        raise AssertionError(f"{response.status_code} {code} is not described")
    return None


@schemathesis.check
def refused_for_a_reason(context, response, case):
    """What the schema allows is refused for reasons only that no schema can say."""
    if response.status_code != 422 or case.meta is None or case.meta.generation.mode.value != "positive":
        return None
    problem = response.json()
    if problem["code"] == "idempotency_key_reused":
        return None
    for error in problem["errors"]:
        # Rules of platforms: a post needs a text or media; a link has 23 characters, an emoji two.
        by_platform = re.match("/(content|variants)", error["pointer"]) and re.match("required|too_", error["code"])
        # An image is smaller than a video may be.
        by_type = (error["pointer"], error["code"]) == ("/bytes", "out_of_range")
        by_another = error["pointer"] in ALTERNATIVES and error["code"] == "required"
        # A name of which nobody sees anything.
        by_blank = re.fullmatch("/(name|organization|file_name)", error["pointer"]) and error["code"] == "required"
        if error["code"] not in REASONS and not (by_platform or by_type or by_another or by_blank):
            raise AssertionError(f"allowed by the schema and refused: {error}")
    return None
