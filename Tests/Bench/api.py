"""`GET /v1/posts` as it is written plainly in FastAPI: a pool of asyncpg, tokens checked by PyJWT, row-level security by
settings of the transaction, statements that asyncpg prepares and keeps. The same rows, the same JSON.

Environment: `DATABASE_URL`, and `TOKEN_PUBLIC_KEY`, 32 bytes in base 64.
"""

import base64
import json
import os
from contextlib import asynccontextmanager
from typing import Literal
from uuid import UUID

import asyncpg
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, FastAPI, Header, HTTPException, Query

KEY = Ed25519PublicKey.from_public_bytes(base64.b64decode(os.environ["TOKEN_PUBLIC_KEY"]))

MEMBER = """
select m.role, case when o.requires_second_factor then not exists (select from second_factor f
    where f.user_id = m.user_id and f.confirmed_at is not null) else false end as lacks_factor
from membership m join user_session s on s.user_id = m.user_id
join organization o on o.id = m.organization_id
where m.organization_id = $1 and m.user_id = $2 and s.id = $3
  and s.revoked_at is null and s.expires_at > clock_timestamp()
"""
POSTS = """
select id, workspace_id, author_id, content, scheduled_at, state, version, created_at, updated_at
from post
where workspace_id = $1 and deleted_at is null
  and ($2::text is null or state = $2) and ($3::uuid is null or id < $3)
order by id desc limit $4
"""
DELIVERIES = """
select d.id, d.post_id, d.account_id, d.platform, d.state, d.variant, d.due_at, d.published_at, d.removed_at,
  d.remote_id, d.permalink, d.error_code, d.error_detail, d.rest_code, d.rest_detail, d.rest_step,
  case when d.checked_revision = d.revision and d.state in ('scheduled', 'queued') then d.risks end as risks,
  w.reason as waits_for, w.since as waits_since, w.until as waits_until
from delivery d left join delivery_wait w on (w.organization_id, w.id) = (d.organization_id, d.id)
where d.post_id = any($1) order by d.id
"""
ATTEMPTS = """
select delivery_id, step, started_at, finished_at, outcome, http_status, error_code, error_detail
from delivery_attempt where delivery_id = any($1) order by started_at
"""
State = Literal[
    "draft", "scheduled", "publishing", "published", "partial", "unknown", "needs_review", "failed", "missed", "cancelled"
]


async def prepare(connection):
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)


@asynccontextmanager
async def lifespan(app):
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=8, max_size=8, init=prepare) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


def member(authorization: str = Header()):
    try:
        return jwt.decode(authorization.removeprefix("Bearer "), KEY, algorithms=["EdDSA"], audience="clientnest")
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error


def time(value):
    if value is None:
        return None
    text = value.strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{value.microsecond:06}".rstrip("0") if value.microsecond else "") + "Z"


def attempt_json(row):
    return {
        "step": row["step"],
        "started_at": time(row["started_at"]),
        "finished_at": time(row["finished_at"]),
        "outcome": row["outcome"],
        "http_status": row["http_status"],
        "error_code": row["error_code"],
        "error_detail": row["error_detail"],
    }


def delivery_json(row, attempts):
    error = row["error_code"] and {"code": row["error_code"], "detail": row["error_detail"]}
    waiting = row["waits_for"] and {
        "reason": row["waits_for"],
        "since": time(row["waits_since"]),
        "until": time(row["waits_until"]),
    }
    warning = row["rest_code"] and {
        "step": row["rest_step"],
        "code": row["rest_code"],
        "detail": row["rest_detail"],
    }
    return {
        "id": str(row["id"]),
        "account_id": str(row["account_id"]),
        "platform": row["platform"],
        "state": row["state"],
        "variant": row["variant"],
        "due_at": time(row["due_at"]),
        "published_at": time(row["published_at"]),
        "remote_id": row["remote_id"],
        "permalink": row["permalink"],
        "removed_at": time(row["removed_at"]),
        "error": error,
        "risks": row["risks"] or [],
        "waiting_for": waiting,
        "warning": warning,
        "attempts": [attempt_json(a) for a in attempts if a["delivery_id"] == row["id"]],
    }


def post_json(row, deliveries, attempts):
    return {
        "id": str(row["id"]),
        "workspace_id": str(row["workspace_id"]),
        "author_id": str(row["author_id"]),
        "state": row["state"],
        "version": row["version"],
        "content": row["content"],
        "scheduled_at": time(row["scheduled_at"]),
        "created_at": time(row["created_at"]),
        "updated_at": time(row["updated_at"]),
        "deliveries": [delivery_json(d, attempts) for d in deliveries if d["post_id"] == row["id"]],
    }


def page(rows, limit):
    last = rows[limit - 1]["id"].bytes if len(rows) > limit else None
    return last and base64.urlsafe_b64encode(last).decode().rstrip("=")


@app.get("/v1/posts")
async def list_posts(
    workspace_id: UUID,
    state: State | None = None,
    limit: int = Query(50, ge=1, le=100),
    cursor: str | None = None,
    claims: dict = Depends(member),
):
    before = UUID(bytes=base64.urlsafe_b64decode(cursor + "==")) if cursor else None
    async with app.state.pool.acquire() as connection, connection.transaction():
        await connection.fetchval(
            "select set_config('app.organization_id', $1, true), set_config('app.user_id', $2, true), "
            "set_config('app.workspace_ids', '', true)",
            claims["org"],
            claims["sub"],
        )
        found = await connection.fetchrow(MEMBER, claims["org"], claims["sub"], claims["sid"])
        if found is None:
            raise HTTPException(401)
        if found["lacks_factor"]:
            raise HTTPException(403)
        posts = await connection.fetch(POSTS, workspace_id, state, before, limit + 1)
        deliveries = await connection.fetch(DELIVERIES, [p["id"] for p in posts])
        attempts = await connection.fetch(ATTEMPTS, [d["id"] for d in deliveries])
    return {
        "data": [post_json(p, deliveries, attempts) for p in posts[:limit]],
        "next_cursor": page(posts, limit),
    }
