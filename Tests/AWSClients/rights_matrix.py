"""Becomes the user of every function's environment and tries everything that there is on the machine, with its key:
what its entry in the template allows is done, everything else is refused.

    .venv/bin/python3 rights_matrix.py TEMPLATE STATE-DIRECTORY

Prints `checked N allowed N refused N` and ends with 0, or with what was otherwise. Without root nobody can become
another user: it then says what it did not look at.
"""

import glob
import hashlib
import http.client
import json
import os
import re
import socket
import stat
import subprocess
import sys
import traceback

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

sys.path.insert(0, os.path.dirname(__file__))
from template_rights import ACCOUNT, REGION, Template, allows  # noqa: E402

QUEUE_OPERATIONS = [
    "SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch",
    "ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "GetQueueAttributes", "SetQueueAttributes", "PurgeQueue",
    "TagQueue", "UntagQueue", "ListQueueTags", "ListDeadLetterSourceQueues", "DeleteQueue",
]
ROLES = {
    "DatabaseUrl": "clientnest_app", "WorkerDatabaseUrl": "clientnest_worker", "OwnerDatabaseUrl": "clientnest_owner",
    "IdentityDatabaseUrl": "clientnest_identity", "PrivacyDatabaseUrl": "clientnest_privacy",
}
SUPERUSERS = ["clientnest_admin", "postgres"]
STATE_FILES = [
    "parameters.json", "queues.sqlite", "events.sqlite", "objects.sqlite", "objects", "host.json", "ticks.json", "lock",
    "logs", "logs/clientnest.jsonl", "logs/sandbox.log", "sandbox-ledger.jsonl", "sandbox-state.jsonl",
]
PROCESS_FILES = ["environ", "mem", "maps", "fd", "cwd", "exe", "root", "stack"]
SANDBOX_CALLS = [
    ("GET", "/"), ("GET", "/health"), ("GET", "/ledger"), ("GET", "/ledger/duplicates"), ("DELETE", "/ledger"),
    ("GET", "/uploads"), ("GET", "/faults"), ("POST", "/faults"), ("DELETE", "/faults"), ("GET", "/mail"),
    ("POST", "/comments"), ("POST", "/keys/rotate"), ("POST", "/clock"), ("GET", "/none"),
]
STATE_CALLS = ["/host/functions", "/host/timers", "/host/websockets", "/host/queues", "/metrics", "/host/none"]


class Findings:
    """What was tried, and what was otherwise than it should be."""

    def __init__(self):
        self.allowed, self.refused, self.wrong = 0, 0, []

    def expect(self, is_allowed, seen, what):
        """`seen`: whether it was done. None is neither done nor properly refused."""
        if is_allowed:
            self.allowed += 1
        else:
            self.refused += 1
        if seen is None or seen != is_allowed:
            self.wrong.append(f"{what}: should be {'done' if is_allowed else 'refused'}, was {seen}")


class Service:
    """A port of 127.0.0.1, by one connection for many requests."""

    def __init__(self, port, key=None):
        self.host, self.key = f"127.0.0.1:{port}", key
        self.connection = http.client.HTTPConnection(self.host, timeout=30)

    def call(self, method, path, service=None, body=b"", headers=None):
        headers = dict(headers or {})
        if service:
            request = AWSRequest(method, f"http://{self.host}{path}", headers=headers, data=body)
            signer = S3SigV4Auth if service == "s3" else SigV4Auth
            signer(Credentials(*self.key), service, REGION).add_auth(request)
            headers = dict(request.headers.items())
        self.connection.request(method, path, body=body or None, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode(errors="replace"), answer


def environment_of(pid):
    with open(f"/proc/{pid}/environ", "rb") as file:
        return dict(v.split("=", 1) for v in file.read().decode().split("\0") if "=" in v)


def identity_of(pid):
    """User, group and further groups, as the kernel says."""
    with open(f"/proc/{pid}/status") as file:
        fields = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
    return int(fields["Uid"].split()[0]), int(fields["Gid"].split()[0]), [int(g) for g in fields["Groups"].split()]


class Matrix:
    def __init__(self, template, state):
        self.template, self.state = Template(template), state
        with open(f"{state}/host.json") as file:
            self.ports = json.load(file)
        with open(f"{state}/parameters.json") as file:
            self.parameters = json.load(file)
        self.operator = {"Authorization": "Bearer " + self.parameters["OperatorToken"]}
        self.host = Service(self.ports["services_port"], ("local", self.parameters["HostSecretKey"]))
        self.others = {}

    def start(self, function):
        """The process of an environment that is there now."""
        for _ in range(3):
            self.host.call("POST", f"/2015-03-31/functions/{function}/invocations", "lambda", b"{}")
            status, text, _ = self.host.call("GET", "/host/functions", headers=self.operator)
            assert status == 200, text
            found = next(f for f in json.loads(text) if f["name"] == function)["environments"]
            live = [e["pid"] for e in found if e["state"] in ("idle", "busy") and e["pid"]]
            if live:
                return live[-1]
        raise SystemExit(f"{function} does not start")

    def run(self, function, findings):
        pid = self.start(function)
        variables = environment_of(pid)
        probe = Probe(self, function, variables, findings)
        probe.check_services()
        probe.check_objects()
        if os.geteuid() == 0:
            in_user(identity_of(pid), probe, findings)
        self.others[pid] = variables["AWS_LAMBDA_RUNTIME_API"]


def in_user(identity, probe, findings):
    """Runs the checks that are about the user in a process of that user, and takes over what it found."""
    user, group, groups = identity
    assert user >= 400_000, f"{probe.function} runs as {user}"
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            os.setgroups(groups)
            os.setresgid(group, group, group)
            os.setresuid(user, user, user)
            probe.findings = Findings()
            probe.check_user()
        except BaseException:
            probe.findings.wrong.append(f"{probe.function}: {traceback.format_exc()}")
        with os.fdopen(writing, "w") as pipe:
            json.dump(vars(probe.findings), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    assert text, f"{probe.function}: the process that became its user has died"
    found = json.loads(text)
    findings.allowed += found["allowed"]
    findings.refused += found["refused"]
    findings.wrong += found["wrong"]


class Probe:
    """One function's environment."""

    def __init__(self, matrix, function, variables, findings):
        self.matrix, self.function, self.variables, self.findings = matrix, function, variables, findings
        self.template = matrix.template
        self.grants = self.template.grants(function)
        self.key = (variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"])
        self.services = Service(matrix.ports["services_port"], self.key)

    def expect(self, action, resource, seen, what):
        self.findings.expect(allows(self.grants, action, resource), seen, f"{self.function}: {action} {what}")

    # With its key

    def check_services(self):
        for queue in self.template.queues:
            arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"
            url = f"http://{self.services.host}/{ACCOUNT}/{queue}"
            # What is asked for is incomplete where it would change something: rights are looked at before that.
            for operation in QUEUE_OPERATIONS:
                self.expect(f"sqs:{operation.removesuffix('Batch')}", arn, self.queue(operation, QueueUrl=url), queue)
            self.expect("sqs:GetQueueUrl", arn, self.queue("GetQueueUrl", QueueName=queue), queue)
            for operation in ("StartMessageMoveTask", "ListMessageMoveTasks"):
                self.expect(f"sqs:{operation}", arn, self.queue(operation, SourceArn=arn), queue)
        self.expect("sqs:ListQueues", "*", self.queue("ListQueues"), "")
        self.expect("sqs:CreateQueue", f"arn:aws:sqs:{REGION}:{ACCOUNT}:mine", self.queue("CreateQueue", QueueName="mine"),
                    "")
        for function in self.template.functions:
            arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}"
            path = f"/2015-03-31/functions/{function}/invocations"
            status, text, answer = self.services.call(
                "POST", path, "lambda", b"{}", {"X-Amz-Invocation-Type": "DryRun"})
            self.expect("lambda:InvokeFunction", arn, seen(status, answer.headers["x-amzn-errortype"]), function)
        self.unsigned()
        for api in self.template.sockets:
            for method in ("POST", "GET", "DELETE"):
                status, text, answer = self.services.call(
                    method, f"/execute-api/{api}/live/%40connections/x", "execute-api", b"x" if method == "POST" else b"")
                arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/live/{method}/@connections/x"
                self.expect("execute-api:ManageConnections", arn, seen(status, answer.headers["x-amzn-errortype"]), method)

    def unsigned(self):
        """Without a signature nothing is done, and with a function's nothing is told of the host."""
        for method, path, headers in [
            ("POST", "/2015-03-31/functions/SendMail/invocations", {}),
            ("POST", "/", {"X-Amz-Target": "AmazonSQS.ListQueues"}),
            ("POST", "/execute-api/LiveApi/live/%40connections/x", {}),
        ]:
            status, text, _ = self.services.call(method, path, None, b"{}", headers)
            self.findings.expect(False, None if status != 403 else False, f"{self.function}: unsigned {path} {status}")
        for path in STATE_CALLS:
            status, _, _ = self.services.call("GET", path, "host")
            self.findings.expect(False, refused(status, 401), f"{self.function}: GET {path} signed: {status}")
        status, _, _ = self.services.call("GET", "/health")
        self.findings.expect(True, status == 200, f"{self.function}: GET /health {status}")

    def queue(self, operation, **request):
        status, text, answer = self.services.call(
            "POST", "/", "sqs", json.dumps(request).encode(),
            {"X-Amz-Target": f"AmazonSQS.{operation}", "Content-Type": "application/x-amz-json-1.0"})
        return seen(status, answer.headers["x-amzn-query-error"])

    def check_objects(self):
        store = Service(self.matrix.ports["objects_port"], self.key)

        def ask(action, resource, method, path, body=b"", headers=None):
            headers = {"x-amz-content-sha256": hashlib.sha256(body).hexdigest()} | (headers or {})
            status, text, _ = store.call(method, path, "s3", body, headers)
            code = (re.findall("<Code>(.*?)</Code>", text) or ["AccessDenied" if method == "HEAD" else ""])[0]
            self.expect(f"s3:{action}", resource, seen(status, code), f"{method} {path} ({status} {code})")

        for bucket in self.template.buckets.values():
            arn = f"arn:aws:s3:::{bucket}"
            for query, action in [("", "ListBucket"), ("?list-type=2", "ListBucket"), ("?location=", "GetBucketLocation"),
                                  ("?cors=", "GetBucketCORS"), ("?uploads=", "ListBucketMultipartUploads")]:
                ask(action, arn, "GET", f"/{bucket}{query}")
            ask("ListBucket", arn, "HEAD", f"/{bucket}")
            for prefix in ("media", "variants", "other"):
                key, path = f"{arn}/{prefix}/x", f"/{bucket}/{prefix}/x"
                ask("GetObject", key, "GET", path)
                ask("GetObject", key, "HEAD", path)
                # Neither stores anything: the conditions and the uploads are none that there are.
                ask("PutObject", key, "PUT", path, b"x", {"if-none-match": "x"})
                ask("PutObject", key, "PUT", path + "?partNumber=1&uploadId=x", b"x")
                ask("PutObject", key, "POST", path + "?uploadId=x", b"<x/>")
                ask("AbortMultipartUpload", key, "DELETE", path + "?uploadId=x")
                ask("ListMultipartUploadParts", key, "GET", path + "?uploadId=x")
                ask("DeleteObject", key, "DELETE", path)
                ask("GetObjectTagging", key, "GET", path + "?tagging=")
                ask("DeleteObjectTagging", key, "DELETE", path + "?tagging=")
        ask("ListAllMyBuckets", "*", "GET", "/")

    # As its user

    def check_user(self):
        # Connections of a process that is another user now: the kernel says so only of new ones.
        self.services = Service(self.matrix.ports["services_port"], self.key)
        for path in STATE_CALLS:
            status, _, _ = self.services.call("GET", path)
            self.findings.expect(False, refused(status, 401), f"{self.function}: GET {path} {status}")
        self.check_sandbox()
        self.check_runtimes()
        self.check_files()
        self.check_processes()
        self.check_database()

    def check_sandbox(self):
        sandbox = Service(self.matrix.ports["sandbox_port"])
        for method, path in SANDBOX_CALLS:
            status, _, _ = sandbox.call(method, path, body=b"{}" if method == "POST" else b"")
            self.findings.expect(False, refused(status, 401), f"{self.function}: sandbox {method} {path} {status}")
        for path, right in [("/media/sample.jpg", 200), ("/api.x.com/2/users/me", 401)]:
            status, _, _ = sandbox.call("GET", path)
            self.findings.expect(True, status == right, f"{self.function}: sandbox {path} {status}")
        status, _, _ = sandbox.call("GET", "/mail", headers=self.matrix.operator)
        self.findings.expect(True, status == 200, f"{self.function}: the mailbox by the operator's word {status}")

    def check_runtimes(self):
        for address in list(self.matrix.others.values())[-3:]:
            self.findings.expect(False, self.reaches(address), f"{self.function}: the Runtime API {address}")
        own = self.variables["AWS_LAMBDA_RUNTIME_API"]
        self.findings.expect(True, self.reaches(own), f"{self.function}: its own Runtime API {own}")

    @staticmethod
    def reaches(address):
        host, port = address.split(":")
        try:
            with socket.create_connection((host, int(port)), timeout=10) as connection:
                connection.sendall(f"GET /2018-06-01/ping HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
                return connection.recv(1024).startswith(b"HTTP/1.1 200 ")
        except ConnectionError:
            return False

    def check_files(self):
        for name in STATE_FILES:
            path = f"{self.matrix.state}/{name}"
            self.findings.expect(False, opens(path), f"{self.function}: {path}")
        self.findings.expect(False, opens(self.matrix.state), f"{self.function}: the list of {self.matrix.state}")

    def check_processes(self):
        for name, pid in self.matrix.processes(self.variables):
            for file in PROCESS_FILES:
                self.findings.expect(False, opens(f"/proc/{pid}/{file}"), f"{self.function}: {file} of {name} ({pid})")
            try:
                os.kill(pid, 0)
                signals = True
            except PermissionError:
                signals = False
            except ProcessLookupError:
                continue
            self.findings.expect(False, signals, f"{self.function}: signals {name}")
            # Everybody may read this one: nothing of what the host keeps may stand in it.
            with open(f"/proc/{pid}/cmdline", "rb") as command:
                text = command.read().decode(errors="replace")
            told = [n for n, value in self.matrix.parameters.items() if len(value) > 8 and value in text]
            self.findings.expect(False, bool(told), f"{self.function}: {told} in the arguments of {name}")

    def check_database(self):
        named = self.template.database_parameters(self.function)
        directory = self.matrix.sockets
        self.findings.expect(bool(named), enters(directory), f"{self.function}: {directory}")
        passwords = [re.search(r"//([^:@/]+):([^@/]+)@", value) for value in self.variables.values()
                     if value.startswith("postgres")]
        password = next((m[2] for m in passwords if m), "none")
        for parameter, role in list(ROLES.items()) + [("", name) for name in SUPERUSERS]:
            self.findings.expect(parameter in named, self.logs_in(role, password), f"{self.function}: as {role}")

    def logs_in(self, role, password):
        result = subprocess.run(
            [self.matrix.psql, "-XAtqw", "-h", self.matrix.sockets, "-U", role, "-d", "clientnest", "-c",
             "select current_user"], env={"PGPASSWORD": password, "PATH": "/usr/bin"}, capture_output=True, text=True)
        return result.stdout.strip() == role


def seen(status, error):
    """Whether a signed call was done: 403 with AWS's word is a refusal, and other 403s are mistakes of the test."""
    if status == 403:
        return False if error and error.startswith("AccessDenied") else None
    return None if status >= 500 and status != 501 else True


def refused(status, right):
    return False if status == right else None


def opens(path):
    try:
        if os.path.isdir(path):
            os.listdir(path)
        else:
            with open(path, "rb") as file:
                file.read(1)
        return True
    except (PermissionError, ProcessLookupError):
        return False
    except OSError:
        # Not there, or of a kind that cannot be read by anybody.
        return False


def enters(directory):
    try:
        os.stat(f"{directory}/.s.PGSQL.5432")
        return True
    except PermissionError:
        return False


def check_entries(template, findings):
    """An entry that names a queue or a bucket says what for; a queue's function may postpone what it cannot do yet."""
    for function, properties in template.functions.items():
        grants = template.grants(function)
        variables = properties.get("Environment", {}).get("Variables", {})
        queues = {q["!Ref"] for name, q in variables.items() if name.endswith("_QUEUE_URL")}
        sources = {e["Properties"]["Queue"]["!GetAtt"].split(".")[0] for e in properties.get("Events", {}).values()
                   if e["Type"] == "SQS"}
        for queue in queues:
            arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"
            actions = ["ChangeMessageVisibility"] if queue in sources else ["SendMessage", "GetQueueAttributes"]
            has = any(allows(grants, f"sqs:{action}", arn) for action in actions)
            findings.expect(True, has, f"{function}: its entry names {queue} and allows nothing with it")
        if any(name.endswith("_BUCKET") for name in variables):
            has = any(action.startswith("s3:") for actions, _ in grants for action in actions)
            findings.expect(True, has, f"{function}: its entry names a bucket and allows nothing with it")


def find_processes(matrix):
    """Whose memory and variables are somebody else's, with names: the host, what it started, and two environments."""
    host = matrix.ports["pid"]
    children = []
    for status in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(status) as file:
                text = file.read()
        except OSError:
            continue
        pid, name, parent = int(text.split()[0]), text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 4:]
        if int(parent.split()[0]) == host and name in ("sandbox", "postgres"):
            children.append((name, pid))
    found = {name for name, _ in children}
    assert found == {"sandbox", "postgres"}, f"of the host's children there are {found}"
    return [("host", host)] + children


def socket_directory(matrix, processes):
    """Of the private PostgreSQL, as it was told by its arguments or by its lock file."""
    for path in (f"{matrix.state}/socket", *glob.glob("/var/lib/clientnest/*/socket")):
        if os.path.exists(f"{path}/.s.PGSQL.5432") and str(dict(processes)["postgres"]) == lock_owner(path):
            return path
    raise SystemExit("the socket of PostgreSQL is not found")


def lock_owner(path):
    with open(f"{path}/.s.PGSQL.5432.lock") as file:
        return file.readline().strip()


def main(template, state):
    matrix, findings = Matrix(template, state), Findings()
    known = find_processes(matrix)
    matrix.sockets = socket_directory(matrix, known)
    matrix.psql = sorted(glob.glob("/usr/lib/postgresql/*/bin/psql"))[-1]
    matrix.processes = lambda own: known + [
        ("an environment", pid) for pid, address in list(matrix.others.items())[-2:]
        if address != own["AWS_LAMBDA_RUNTIME_API"] and os.path.exists(f"/proc/{pid}")]
    check_entries(matrix.template, findings)
    functions = sorted(matrix.template.functions)
    for function in functions:
        matrix.run(function, findings)
    keys = len(functions)
    queues, buckets = len(matrix.template.queues), len(matrix.template.buckets)
    least = keys * (queues * (len(QUEUE_OPERATIONS) + 3) + keys + buckets * 36 + 13)
    if os.geteuid() == 0:
        least += keys * (len(SANDBOX_CALLS) + 3 + len(STATE_CALLS) + len(STATE_FILES) + 3 * len(PROCESS_FILES) + 8)
    else:
        print("not root: users, files, processes, the database, the sandbox and foreign Runtime APIs were not looked at")
    checked = findings.allowed + findings.refused
    for line in findings.wrong[:60]:
        print(line)
    print(f"functions {keys} wrong {len(findings.wrong)} at least {least}")
    print(f"checked {checked} allowed {findings.allowed} refused {findings.refused}")
    if findings.wrong or checked < least or findings.allowed == 0:
        sys.exit(1)


if __name__ == "__main__":
    assert stat.S_IMODE(os.stat(sys.argv[2] + "/parameters.json").st_mode) == 0o600
    main(*sys.argv[1:])
