"""Whether the stacks fit, today and with 300 functions of today's mix, and whether the checks see what does not.

    .venv/bin/python Tests/AWSStack/stretch.py
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci/deploy"))
import limits  # noqa: E402
import write  # noqa: E402

FUNCTION = "AWS::Serverless::Function"


def stretch(template, owners, count):
    """Copies functions in turn, each with routes of its own."""
    names = [name for name, resource in template["Resources"].items() if resource["Type"] == FUNCTION]
    for number in range(count - len(names)):
        name = names[number % len(names)]
        made = copy.deepcopy(template["Resources"][name])
        for event in made["Properties"].get("Events", {}).values():
            # The bucket and the rest of the paths are taken.
            if event["Type"] == "HttpApi" and "Path" in event["Properties"]:
                event["Properties"]["Path"] = f"/copies/{number}{event['Properties']['Path']}"
        events = made["Properties"].get("Events", {})
        made["Properties"]["Events"] = {n: e for n, e in events.items() if e["Type"] != "S3" and (
            e["Type"] != "HttpApi" or "Path" in e["Properties"])}
        template["Resources"][f"Copy{number}{name}"] = made
        owners[f"Copy{number}{name}"] = owners[name]


def expect(is_right, what):
    if not is_right:
        sys.exit(what)


def files(directory, change=None, count=None):
    template = write.bundle.template(ROOT / "template.yaml")
    owners = write.owners(template, ROOT / "template.yaml")
    if count:
        stretch(template, owners, count)
    stacks = write.stacks(template, owners, directory)
    if change:
        change(stacks)
    write.write(stacks, directory)
    return stacks


def filled(stack, count):
    """Seeds a stack with queues until it has so many resources."""
    def change(stacks):
        resources = stacks[stack]["Resources"]
        resources |= {f"Seeded{n}": {"Type": "AWS::SQS::Queue"} for n in range(count - len(resources))}
    return change


def check_limits(directory):
    lines, faults = limits.check(directory) if files(directory, count=300) else ([], [])
    expect(not faults, f"300 functions do not fit: {faults}")
    expect(sum(int(line.split()[1]) for line in lines[1:] if line.split()[0] in names(directory)) == 300, "not 300")
    print(*lines, sep="\n")
    for count, is_fine in [(400, True), (401, False), (501, False)]:
        files(directory, filled("identity", count))
        faults = limits.check(directory)[1]
        expect(faults == ([] if is_fine else [f"identity: {count} resources, and 400 at most"]), f"{count}: {faults}")
    seeds = {
        "environment": lambda s: variables(s).update(LONG="x" * 4096),
        "integrations": lambda s: s["edge"]["Resources"]["Api"]["Properties"]["Body"]["paths"].update(
            {f"/{n}": {"get": {"x-amazon-apigateway-integration": {}}} for n in range(300)}),
        "policies": lambda s: s["identity"]["Resources"]["LogInRole"]["Properties"].update(
            Policies=[{"PolicyDocument": {"Statement": ["x" * 10_240]}}]),
        "parameters": lambda s: s["audit"]["Parameters"].update({f"P{n}": {"Type": "String"} for n in range(150)}),
        "outputs": lambda s: s["base"]["Outputs"].update({f"O{n}": {"Value": "x"} for n in range(150)}),
        "bytes": lambda s: s["audit"].update(Description="x" * 900_000),
    }
    for what, change in seeds.items():
        files(directory, change)
        faults = limits.check(directory)[1]
        expect(len(faults) == 1 and what in faults[0], f"{what}: {faults}")


def names(directory):
    return {file.stem for file in pathlib.Path(directory).glob("*.json")}


def variables(stacks):
    return stacks["identity"]["Resources"]["LogIn"]["Properties"]["Environment"]["Variables"]


def check_linter(directory):
    """The version of cfn-lint that is installed finds these mistakes, each by its rule."""
    function = {"Type": "AWS::Lambda::Function", "Properties": {
        "Code": {"S3Bucket": "b", "S3Key": "k"}, "Handler": "bootstrap", "Runtime": "provided.al2023",
        "Role": {"Ref": "Role"}, "Timeout": 10}}
    mistakes = {
        "E1010": {"Environment": {"Variables": {"A": {"Fn::GetAtt": ["Nobody", "Arn"]}}}},
        "E1020": {"Handler": {"Ref": "Nobody"}},
        "E3002": {"Timeouts": 10},
        "E3012": {"Timeout": "long"},
        "E3034": {"Timeout": 901},
        "E2531": {"Runtime": "python2.7"},
    }
    for number, (rule, properties) in enumerate(mistakes.items()):
        resource = copy.deepcopy(function)
        resource["Properties"] |= properties
        lint(directory, number, {"Seeded": resource}, rule)
    queues = {f"Seeded{n}": {"Type": "AWS::SQS::Queue"} for n in range(501)}
    lint(directory, "many", queues, "E3010")
    lint(directory, "none", {"Seeded": {"Type": "AWS::SQS::Queues"}}, "E3006")


def lint(directory, name, resources, rule):
    file = pathlib.Path(directory) / f"seeded{name}.template"
    file.write_text(json.dumps({"Parameters": {"Role": {"Type": "String"}}, "Resources": resources}))
    done = subprocess.run([ROOT / ".venv/bin/cfn-lint", "--format", "parseable", "--", str(file)], capture_output=True, text=True)
    expect(f":{rule}:" in done.stdout, f"cfn-lint does not find {rule}: {done.stdout}{done.stderr}")


def check_doors(stacks):
    """Every route may call its function, by its method and path alone."""
    template = write.bundle.template(ROOT / "template.yaml")
    expected = set()
    for name, resource in template["Resources"].items():
        events = resource["Properties"].get("Events", {}) if resource["Type"] == FUNCTION else {}
        for event in events.values():
            if event["Type"] == "HttpApi":
                route = event["Properties"].get("Method", ""), event["Properties"].get("Path", "*")
                path = re.sub(r"\{[^}]+\}", "*", route[1]).lstrip("/")
                expected.add((name, f"{route[0].upper()}/{path}".lstrip("/")))
    text = [(r["Properties"]["FunctionName"]["Fn::Sub"], r["Properties"]["SourceArn"]) for r in
            stacks["edge"]["Resources"].values() if r["Type"] == "AWS::Lambda::Permission"]
    found = {(n.split("${StackName}-")[1].removesuffix(":live"), s["Fn::Sub"][0].split("${__Stage__}/")[1])
             for n, s in text if isinstance(s["Fn::Sub"], list)}
    expect(found == expected and len(expected) > 80, f"routes that may not, or should not: {sorted(found ^ expected)}")


def versions(directory, archive):
    """The names of versions when an archive has this content."""
    template = write.bundle.template(ROOT / "template.yaml")
    file = pathlib.Path(directory) / "ListEvents.zip"
    file.write_text(archive)
    template["Resources"]["ListEvents"]["Properties"]["CodeUri"] = str(file)
    stacks = write.stacks(template, write.owners(template, ROOT / "template.yaml"), directory)
    return {n for s in stacks.values() for n, r in s["Resources"].items() if r["Type"] == "AWS::Lambda::Version"}


def main():
    with tempfile.TemporaryDirectory() as directory:
        check_limits(directory)
        check_doors(files(directory))
        changed = versions(directory, "1") ^ versions(directory, "2")
        expect(len(changed) == 2 and all(n.startswith("ListEvents") for n in changed), f"other code made {changed}")
        expect(versions(directory, "1") == versions(directory, "1"), "the same code made another version")
        check_linter(directory)
    print("300 functions fit, and every seeded fault was seen")


main()
