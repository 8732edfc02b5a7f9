"""Watches over a WebSocket as a browser would, by the library `websockets`; prints a JSON line for each message.

    watch.py ws://127.0.0.1:8080/live [<access token> [<cookies> [<origin>]]]

An empty argument is left out. With cookies, `clientnest` alone is asked for.
"""

import asyncio
import json
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus


def tell(message):
    print(json.dumps(message), flush=True)


async def main(url, token="", cookies="", origin=""):
    subprotocols = ["clientnest", token] if token else ["clientnest"] if cookies else None
    headers = {"Cookie": cookies} if cookies else {}
    try:
        async with connect(
            url, subprotocols=subprotocols, additional_headers=headers, origin=origin or None
        ) as socket:
            tell({"type": "connected", "subprotocol": socket.subprotocol})
            await socket.send(json.dumps({"action": "ping"}))
            async for message in socket:
                tell(json.loads(message))
            tell({"type": "closed", "code": socket.close_code})
    except InvalidStatus as error:
        tell({"type": "refused", "status": error.response.status_code})


asyncio.run(main(*sys.argv[1:]))
