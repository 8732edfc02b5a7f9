"""Refuses migrations that break the version before them, which runs beside the new one for minutes during a canary.

That version reads and writes by names, leaves out columns that it does not know, and waits for no lock: so a migration only
adds. What has to go goes in two steps: first no version uses it, then it is removed, with an entry in ALLOWED.
"""

import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).parent.parent / "Shared/Migrations/SQL"

# What had landed before there was this check, by file, as it is told. 0021 did break the version before it: that one
# read app_user.registration_key, and began connections without browser_sha256. It runs nowhere any more, so giving the
# column back would serve nobody.
ALLOWED = {
    "0007_organizations.sql": {
        "narrows organization by a new constraint", "narrows user_session by a new constraint"},
    "0012_platforms.sql": {"narrows account by account_platform_check"},
    "0019_take_down.sql": {"narrows delivery by delivery_removal_check"},
    "0021_registration.sql": {
        "drops a column of app_user", "takes the default of a column of connection_attempt"},
    "0025_links.sql": {
        "narrows app_user by app_user_email_check", "narrows invitation by invitation_email_check",
        "narrows registration by registration_email_check"},
    "0029_claims.sql": {"narrows delivery by a new constraint"},
    "0038_partly_out.sql": {"narrows delivery by delivery_rest_check"},
}

# Each has to be refused, else the check has gone blind.
SEEDED = [
    "alter table post drop column version;", "alter table post drop version;",
    "alter table post rename column version to edition;", "alter table post rename to message;",
    "alter table post alter column version type text;", "alter table post alter version set not null;",
    "alter table post alter column version drop default;", "alter table post add column place text not null;",
    "alter table post add place text not null, add column b int;",
    "alter table post add column b int default 0, add column place text not null;",
    "alter table post add constraint post_new check (version > 1);",
    "alter table delivery add constraint delivery_state_check check (state in ('draft'));",
    "alter table post add constraint post_one unique (version);", "create unique index on post (version);",
    "drop table comment;", "drop view delivery_wait;", "drop function steps_out(jsonb);",
    "drop function steps_out(jsonb); create function steps_out(jsonb) returns text language sql as $$ select '' $$;",
    "revoke select on post from clientnest_app;",
]
# What only adds has to pass.
HARMLESS = [
    "alter table post add column place text;", "alter table post add column n int not null default 0;",
    "create table place (id uuid primary key, name text not null); alter table place drop column name;",
    "alter table delivery drop constraint delivery_state_check, add constraint delivery_state_check check (state in"
    " ('draft', 'scheduled', 'queued', 'claimed', 'sending', 'pending_remote', 'unknown', 'published', 'failed',"
    " 'needs_review', 'cancelled', 'missed', 'removing', 'removed', 'another'));",
    "-- drop table post;\ncreate index post_place on post (version);",
    "create or replace function f() returns int language sql as $$ drop table post; select 1 $$;",
]

NAME = r'(?:only\s+)?(?:public\.)?"?(\w+)"?'
COLUMN = r"(?:column\s+)?(?:if\s+(?:not\s+)?exists\s+)?"
TOKEN = re.compile(
    r"--[^\n]*|/\*.*?\*/|(\$\w*\$).*?\1|'(?:[^']|'')*'|;|[^-/$';]+|.", re.DOTALL)


def statements(text):
    """The statements of a script without comments; what is quoted stays whole."""
    statement = ""
    for match in TOKEN.finditer(text):
        piece = match.group()
        if piece == ";":
            yield statement.strip()
            statement = ""
        elif not piece.startswith(("--", "/*")):
            statement += piece
    if statement.strip():
        yield statement.strip()


def actions(body):
    """The parts of an `alter table`, split at commas outside of parentheses and quotes."""
    depth, part, quoted = 0, "", False
    for letter in body:
        quoted ^= letter == "'"
        if not quoted:
            depth += (letter == "(") - (letter == ")")
            if letter == "," and depth == 0:
                yield part.strip()
                part = ""
                continue
        part += letter
    yield part.strip()


def values(check):
    """The texts that a check of a list allows; nothing when it is of another form."""
    found = re.fullmatch(r"\(?\s*\w+\s+in\s*\(((?:\s*'[^']*'\s*,?)+)\)\s*\)?", check.strip(), re.I | re.S)
    return set(re.findall(r"'([^']*)'", found.group(1))) if found else None


def altered(table, body, known):
    """What an `alter table` of a table that was there before breaks."""
    for action in actions(body):
        low = re.sub(r"\s+", " ", action.lower())
        if re.match(r"drop (column|constraint)?", low) and not low.startswith("drop constraint"):
            yield f"drops a column of {table}"
        elif low.startswith("rename"):
            yield f"renames in {table}"
        elif re.match(r"alter (column )?\w+ (set data )?type\b", low):
            yield f"changes the type of a column of {table}"
        elif re.match(r"alter (column )?\w+ set not null", low):
            yield f"demands a value in a column of {table}"
        elif re.match(r"alter (column )?\w+ drop default", low):
            yield f"takes the default of a column of {table}"
        elif re.match(r"add (column|(?!constraint|check|unique|primary|foreign|exclude)\w)", low):
            if " not null" in low and " default " not in low and " generated " not in low:
                yield f"demands a new column of {table}"
        elif check := re.match(r"add constraint (\w+) check (\(.*)", low, re.S):
            allowed, before = values(check.group(2)[1:-1]), known.get(check.group(1))
            if allowed is None or before is None or not before <= allowed:
                yield f"narrows {table} by {check.group(1)}"
            known[check.group(1)] = allowed
        elif re.match(r"add (constraint \w+ )?(check|unique|primary key|foreign key|exclude)", low):
            yield f"narrows {table} by a new constraint"


def broken(text, known=None):
    """The rules that a script breaks. `known` are checks of earlier scripts, by name."""
    known = {} if known is None else known
    made, all_statements = set(), list(statements(text))
    created = {m.group(1) for s in all_statements if (m := re.match(
        rf"create (?:or replace )?(?:view|function)\s+{NAME}", s, re.I))}
    for statement in all_statements:
        if match := re.match(rf"create (?:unlogged )?table\s+(?:if not exists\s+)?{NAME}", statement, re.I):
            made.add(match.group(1))
            for column, check in re.findall(r"^\s*(\w+)[^\n]*?check \((\w+ in \([^)]*\))\)", statement, re.M | re.I):
                known[f"{match.group(1)}_{column}_check"] = values(check)
        elif match := re.match(rf"create unique index.*?\son\s+{NAME}", statement, re.I | re.S):
            if match.group(1) not in made:
                yield f"narrows {match.group(1)} by a new constraint"
        elif match := re.match(rf"alter table\s+(?:if exists\s+)?{NAME}\s+(.*)", statement, re.I | re.S):
            if match.group(1) not in made:
                yield from altered(match.group(1), match.group(2), known)
        elif match := re.match(rf"drop (table|view|function|type|trigger|schema)\s+(?:if exists\s+)?{NAME}", statement, re.I):
            kind, name = match.group(1).lower(), match.group(2)
            if kind == "trigger" or name in made:
                continue
            yield f"replaces {kind} {name} by another" if name in created else f"drops {kind} {name}"
        elif re.match(r"revoke\s.*\sfrom\s+clientnest_", statement, re.I | re.S):
            yield "takes a right"


def main():
    known, failed, used = {}, 0, set()
    for path in sorted(FOLDER.glob("*.sql")):
        for rule in broken(path.read_text(), known):
            if rule in ALLOWED.get(path.name, ()):
                used.add((path.name, rule))
            else:
                failed += 1
                print(f"{path.name}: {rule}, which breaks the version before it", file=sys.stderr)
    for script in SEEDED:
        if not list(broken(script, dict(known))):
            failed += 1
            print(f"not refused: {script}", file=sys.stderr)
    for script in HARMLESS:
        for rule in broken(script, dict(known)):
            failed += 1
            print(f"refused ({rule}): {script}", file=sys.stderr)
    for name, rules in ALLOWED.items():
        for rule in rules - {rule for file, rule in used if file == name}:
            failed += 1
            print(f"{name}: no longer {rule}; remove it from ALLOWED", file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
