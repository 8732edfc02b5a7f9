"""Makes clients of the served API description with two generators that others use, without options for what they make,
and fails on each warning, on each class that a number tells from another, and on two names that differ only in case.

Arguments: the address of the description, the directory to make the clients in.
"""

import ast
import os
import pathlib
import re
import subprocess
import sys

import requests

# The generators look for the formatter on the path. A warning of Python's about the tool itself says nothing of the description.
BIN = pathlib.Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "PYTHONWARNINGS": "ignore"}


def run(*command):
    done = subprocess.run(
        [BIN / command[0], *command[1:]], env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    warned = [line for line in done.stdout.splitlines() if re.search("warning|error|unable", line, re.I)]
    assert done.returncode == 0 and not warned, done.stdout
    return done.stdout


def classes(path):
    return [node.name for file in path for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ClassDef)]


def judge(generator, names, document):
    own = document["components"]["schemas"]
    numbered = [name for name in names if re.search(r"\d$", name) and name not in own]
    assert not numbered, f"{generator} tells schemas without a name apart by numbers: {numbered}"
    folded = [name.lower() for name in names]
    clashing = sorted({name for name in names if folded.count(name.lower()) > 1})
    assert not clashing, f"{generator} makes names that clash: {clashing}"
    print(generator, len(names), "classes")


def main():
    address, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    directory.mkdir(mode=0o700)
    document = requests.get(address, timeout=10)
    file = directory / "openapi.json"
    file.write_bytes(document.content)
    client = directory / "attrs_client"
    run(
        "openapi-python-client", "generate", "--path", str(file), "--output-path", str(client), "--meta", "none",
        "--fail-on-warning")
    judge("openapi-python-client", classes((client / "models").glob("*.py")), document.json())
    models = directory / "pydantic_models.py"
    run(
        "datamodel-codegen", "--input", str(file), "--input-file-type", "openapi", "--output", str(models),
        "--output-model-type", "pydantic_v2.BaseModel")
    judge("datamodel-code-generator", classes([models]), document.json())


main()
