"""Which version of every function is live, and back to it.

    .venv/bin/python .ci/deploy/live.py note STACK > FILE       before a deployment
    .venv/bin/python .ci/deploy/live.py back STACK < FILE       moves every alias that is elsewhere now back at once

Lambda takes 15 changes a second in all, and a hundred reads: with ten a second 300 functions are back in a minute.
"""

import json
import sys
import time

import boto3
from botocore.config import Config

ALIAS = "live"
PACE = 0.1


def client():
    # What Lambda throttles is sent again, later and later.
    return boto3.client("lambda", config=Config(retries={"mode": "adaptive", "max_attempts": 10}))


def live(client, stack):
    """The version that each function's alias points to, without one that is a canary."""
    found = {}
    for page in client.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            name = function["FunctionName"]
            if name.startswith(f"{stack}-"):
                aliases = client.list_aliases(FunctionName=name)["Aliases"]
                found |= {name: alias["FunctionVersion"] for alias in aliases if alias["Name"] == ALIAS}
    return found


def back(client, stack, noted):
    """Moves the aliases that are not where they were, and ends canaries. A function that is new stays."""
    now = live(client, stack)
    moved = 0
    for name, version in noted.items():
        if name not in now:
            print(f"{name} is not there any more", file=sys.stderr)
        else:
            client.update_alias(
                FunctionName=name, Name=ALIAS, FunctionVersion=version, RoutingConfig={"AdditionalVersionWeights": {}})
            moved += now[name] != version
            time.sleep(PACE)
    return moved


if __name__ == "__main__":
    command, stack = sys.argv[1:]
    if command == "note":
        json.dump(live(client(), stack), sys.stdout, indent=1)
    else:
        noted = json.load(sys.stdin)
        if not noted:
            sys.exit("nothing was noted")
        print(f"{back(client(), stack, noted)} of {len(noted)} functions moved back")
