"""Talks to a WebSocket API of the host with the library websockets, and to its `@connections` with boto3.

    python3 websocket_boto3.py ws://127.0.0.1:PORT/STAGE http://127.0.0.1:PORT/execute-api/API/STAGE SECRET_KEY

Expects the routes `answer` (which sends its answer back) and `fail`, whose report tells the connection's id. Exits
non-zero on the first thing that is not as on API Gateway.
"""

import json
import sys

import boto3
from botocore.exceptions import ClientError
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK, InvalidStatus
from websockets.sync.client import connect


def code(call, **parameters):
    """The name and the status of the error that a call must give."""
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    raise AssertionError(f"{call} with {parameters} was not refused")


def connection_id(socket):
    socket.send(json.dumps({"action": "fail"}))
    return json.loads(socket.recv(timeout=10))["connectionId"]


def check_talk(url):
    with connect(url) as socket:
        message = json.dumps({"action": "answer", "text": "Grüße 👋"})
        socket.send(message)
        assert socket.recv(timeout=10) == "answer to " + message
        # An iterable is sent as one message in fragments.
        parts = ['{"action": "answer", "text": "'] + ["x" * 30_000] * 4 + ['"}']
        socket.send(parts)
        assert socket.recv(timeout=10) == "answer to " + "".join(parts)
        socket.ping().wait(10)
    assert socket.protocol.close_code == 1000
    try:
        connect(url + "?status=403")
    except InvalidStatus as error:
        assert error.response.status_code == 403
    else:
        raise AssertionError("a refused client was let in")
    with connect(url) as socket:
        socket.send(b"binary")
        try:
            socket.recv(timeout=10)
        except ConnectionClosedError as error:
            assert error.rcvd.code == 1003, error
        else:
            raise AssertionError("a binary message was taken")


def check_management(url, api):
    with connect(url, user_agent_header="checker/1") as socket:
        identifier = connection_id(socket)
        api.post_to_connection(ConnectionId=identifier, Data="pushed: ü".encode())
        assert socket.recv(timeout=10) == "pushed: ü"
        description = api.get_connection(ConnectionId=identifier)
        assert description["Identity"] == {"SourceIp": "127.0.0.1", "UserAgent": "checker/1"}, description
        assert description["LastActiveAt"] >= description["ConnectedAt"], description
        too_large = code(api.post_to_connection, ConnectionId=identifier, Data=b"x" * 131_073)
        assert too_large == ("PayloadTooLargeException", 413), too_large
        api.delete_connection(ConnectionId=identifier)
        try:
            socket.recv(timeout=10)
        except ConnectionClosedOK as end:
            assert end.rcvd.code == 1000, end
        else:
            raise AssertionError("a deleted connection goes on")
    for call in (api.get_connection, api.delete_connection):
        assert code(call, ConnectionId=identifier) == ("GoneException", 410)
    assert code(api.post_to_connection, ConnectionId=identifier, Data=b"x") == ("GoneException", 410)


def check_signatures(url, endpoint, secret_key):
    """What is signed with another key, or by nobody, reaches no client."""
    with connect(url) as socket:
        identifier = connection_id(socket)
        for access_key, secret, name in (
            ("local", secret_key + "x", "InvalidSignatureException"),
            ("other", secret_key, "UnrecognizedClientException"),
        ):
            stranger = client(endpoint, secret, access_key)
            for call, data in (
                (stranger.post_to_connection, {"Data": b"forged"}),
                (stranger.get_connection, {}),
                (stranger.delete_connection, {}),
            ):
                refused = code(call, ConnectionId=identifier, **data)
                assert refused == (name, 403), refused
        # Nothing of it has reached the client, which is still there.
        client(endpoint, secret_key).post_to_connection(ConnectionId=identifier, Data=b"genuine")
        assert socket.recv(timeout=10) in ("genuine", b"genuine")


def client(endpoint, secret_key, access_key="local"):
    return boto3.client("apigatewaymanagementapi", endpoint_url=endpoint, region_name="local",
                        aws_access_key_id=access_key, aws_secret_access_key=secret_key)


def main(url, endpoint, secret_key):
    check_talk(url)
    check_management(url, client(endpoint, secret_key))
    check_signatures(url, endpoint, secret_key)
    print("websocket_boto3: ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
