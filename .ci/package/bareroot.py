"""Runs packaged functions in a root with nothing but the C library, against a Runtime API, a PostgreSQL and an SQS that
are only what the test needs: EchoRequest without a database, ShowStatus with TLS to the database and HTTPS to queues.
"""

import contextlib
import http.server
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ROOT / ".build/packages"
SECONDS = 20


class RuntimeAPI(http.server.BaseHTTPRequestHandler):
    """Hands out one event and keeps the answer; lets functions register as extensions, to be told of their end."""

    protocol_version = "HTTP/1.1"
    event, answer, done = b"", None, None

    def do_GET(self):
        if self.answer is not None or not self.path.endswith("/invocation/next"):
            self.done.wait(SECONDS)  # The next event never comes.
            return
        self.reply(200, self.event, {
            "Lambda-Runtime-Aws-Request-Id": "1", "Lambda-Runtime-Deadline-Ms": int((time.time() + SECONDS) * 1000),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:000000000000:function:f",
        })

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/extension/register"):
            return self.reply(200, b"{}", {"Lambda-Extension-Identifier": "1"})
        type(self).answer = (self.path, body)
        self.reply(202, b"{}", {})
        self.done.set()

    def reply(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json", "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Queues(RuntimeAPI):
    """SQS: three messages wait in every queue."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(200, b'{"Attributes":{"ApproximateNumberOfMessages":"3"}}', {})


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A function is killed when it has answered: connections that break are no error."""


def serve(handler, tls=None):
    server = Server(("127.0.0.1", 0), handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def serve_database(tls, seen):
    """Accepts TLS as PostgreSQL does, notes who comes, and closes the connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            connection, _ = listener.accept()
            with contextlib.suppress(OSError), connection:
                if connection.recv(8)[4:] == bytes([4, 210, 22, 47]):  # SSLRequest
                    connection.sendall(b"S")
                    with tls.wrap_socket(connection, server_side=True) as secure:
                        seen.append((secure.version(), secure.recv(1024)))

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def libraries(program):
    """The files that a program's loader opens."""
    output = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    return [word for line in output.splitlines() for word in line.split() if word.startswith("/")]


@contextlib.contextmanager
def bare_root(function):
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        os.chmod(root, 0o755)
        shutil.copy(PACKAGES / "bin" / function, root / "bootstrap")
        for library in libraries(root / "bootstrap"):
            (root / library[1:]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(library, root / library[1:])
        yield root


def run(function, event, environment, prepare=lambda root: None):
    """The answer of a function to an event."""
    done = threading.Event()
    api = type("API", (RuntimeAPI,), {"event": event, "answer": None, "done": done})
    variables = {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{serve(api)}", "AWS_LAMBDA_FUNCTION_NAME": function,
                 "AWS_REGION": "eu-central-1", **environment}
    with bare_root(function) as root:
        prepare(root)
        files = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
        enter = ["chroot", root] if os.geteuid() == 0 else ["unshare", "--map-root-user", f"--root={root}"]
        with tempfile.TemporaryFile() as output:
            child = subprocess.Popen([*enter, "/bootstrap"], env=variables | {"PATH": os.environ["PATH"]},
                                     stdout=output, stderr=output)
            finished = done.wait(SECONDS)
            child.kill()
            child.wait()
            output.seek(0)
            if not finished:
                sys.exit(f"FAULT {function} did not answer in a bare root:\n{output.read().decode()}")
    path, body = api.answer
    if not path.endswith("/response"):
        sys.exit(f"FAULT {function} failed in a bare root: {body.decode()}")
    return json.loads(body), files


def expect(condition, what):
    if not condition:
        sys.exit(f"FAULT {what}")


def certificate(directory):
    """A TLS context of 127.0.0.1, and the certificate that a client has to trust."""
    key, file = directory / "key.pem", directory / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", file, "-days", "1", "-subj", "/CN=127.0.0.1", "-addext",
                    "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return context, file


def main():
    event = (ROOT / "events/ShowStatus.json").read_bytes()
    answer, files = run("EchoRequest", event, {})
    expect(answer["statusCode"] == 200 and "/v1/status" in answer["body"], f"EchoRequest answered {answer}")
    print(f"bare root: EchoRequest answered 200 with nothing but {' '.join(files)}")
    with tempfile.TemporaryDirectory() as directory:
        tls, file = certificate(pathlib.Path(directory))
        seen = []
        database, queues = serve_database(tls, seen), serve(Queues, tls)
        answer, _ = run("ShowStatus", event, {
            "DATABASE_URL": f"postgresql://app:x@127.0.0.1:{database}/x?sslmode=verify-full&sslrootcert=/ca.pem",
            "AWS_ENDPOINT_URL_SQS": f"https://127.0.0.1:{queues}", "SSL_CERT_FILE": "/ca.pem",
            "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "PUBLISH_QUEUE_URL": "https://q/1/publish",
            "UPLOAD_QUEUE_URL": "https://q/1/upload", "INBOX_QUEUE_URL": "https://q/1/inbox",
        }, prepare=lambda root: shutil.copy(file, root / "ca.pem"))
    status = json.loads(answer["body"])
    expect(seen and b"user\0app" in seen[0][1], f"ShowStatus did not reach the database by TLS: {status}")
    expect(status.get("queues") == {"healthy": True, "publish": 3, "upload": 3, "inbox": 3}, f"ShowStatus answered {status}")
    print(f"bare root: ShowStatus spoke {seen[0][0]} to the database and HTTPS to SQS")


main()
