"""That the bundle fits with 300 functions of today's mix, and that what does not fit, or is mistaken, is found.

    .venv/bin/python Tests/AWSStack/limits_hold.py
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[2] / folder) for folder in (".ci", ".ci/deploy")]
import bundle  # noqa: E402
import limits  # noqa: E402
import write  # noqa: E402

FUNCTIONS = 300
# What cfn-lint has to find in the smallest stack, by its rule, and how it gets there.
MISTAKES = {
    "E1010": lambda stack: stack["Outputs"].update(Seeded={"Value": {"Fn::GetAtt": ["ListEvents", "Nothing"]}}),
    "E1020": lambda stack: stack["Outputs"].update(Seeded={"Value": {"Ref": "Nothing"}}),
    "E3002": lambda stack: stack["Resources"]["ListEvents"]["Properties"].update(Timeouts=10),
    "E3003": lambda stack: stack["Resources"]["ListEvents"]["Properties"].pop("Role"),
    "E3006": lambda stack: stack["Resources"].update(Seeded={"Type": "AWS::Lambda::Functions"}),
    "E3012": lambda stack: stack["Resources"]["ListEvents"]["Properties"].update(Timeout="soon"),
    "E2531": lambda stack: stack["Resources"]["ListEvents"]["Properties"].update(Runtime="provided"),
}


def stretch(template, owners):
    """Adds copies of the functions in turn, with routes of their own, until there are so many."""
    resources = template["Resources"]
    functions = [name for name, r in resources.items() if r["Type"] == "AWS::Serverless::Function"]
    for number in range(FUNCTIONS - len(functions)):
        name, turn = functions[number % len(functions)], number // len(functions) + 2
        twin = copy.deepcopy(resources[name])
        for event in twin["Properties"].get("Events", {}).values():
            if event["Type"] == "HttpApi":
                # Without a path it is what answers where there is no route, of which there is one.
                path = event["Properties"].get("Path", f"/{name}")
                event["Properties"] = {"Method": "GET", **event["Properties"], "Path": f"{path}/copy{turn}"}
        resources[f"{name}{turn}"], owners[f"{name}{turn}"] = twin, owners[name]


def check_stretched(directory):
    template, owners = bundle.template_and_owners()
    stretch(template, owners)
    write.write(write.stacks(template, owners, directory), directory)
    lines, faults = limits.check(directory)
    print(*lines, sep="\n")
    if faults:
        sys.exit("\n".join(faults))
    count = sum(int(line.split()[1]) for line in lines[1:] if line.split()[-1].isdigit() and line.split()[0] != "limit")
    if count != FUNCTIONS:
        sys.exit(f"the stretched bundle has {count} functions")


def check_seeds(directory):
    """One resource, parameter, output or letter too many, each alone, is the one fault."""
    write.write(write.stacks(*bundle.template_and_owners(), directory), directory)
    file = pathlib.Path(directory) / "identity.json"
    whole = json.loads(file.read_text())
    filler = {
        "resources": ("Resources", limits.RESOURCES, {"Type": "AWS::CloudFormation::WaitConditionHandle"}),
        "parameters": ("Parameters", limits.PARAMETERS, {"Type": "String"}),
        "outputs": ("Outputs", limits.OUTPUTS, {"Value": "1"}),
    }
    for what, (section, most, value) in filler.items():
        for count in (most, most + 1, 501):
            stack = copy.deepcopy(whole)
            members = stack.setdefault(section, {})
            members.update({f"Seeded{n}": value for n in range(count - len(members))})
            file.write_text(json.dumps(stack))
            expected = [] if count <= most else [f"identity: {count} {what}, and {most} at most"]
            if limits.check(directory)[1] != expected:
                sys.exit(f"with {count} {what}: {limits.check(directory)[1]}")
    for change, word in [
        (lambda s: s["Resources"]["LogIn"]["Properties"]["Environment"]["Variables"].update(SEEDED="x" * 4096), "environment"),
        (lambda s: s["Resources"]["LogInRole"]["Properties"]["Policies"].append(
            {"PolicyName": "seeded", "PolicyDocument": {"Statement": ["x" * 10_240]}}), "policies"),
        (lambda s: s.update(Metadata={"seeded": "x" * limits.BYTES}), "bytes"),
    ]:
        stack = copy.deepcopy(whole)
        stack["Resources"]["LogInRole"]["Properties"].setdefault("Policies", [])
        change(stack)
        file.write_text(json.dumps(stack))
        faults = limits.check(directory)[1]
        if len(faults) != 1 or word not in faults[0]:
            sys.exit(f"{word}: {faults}")


def check_lint(directory):
    """cfn-lint finds every mistake, and none in the stack without."""
    audit = write.stacks(*bundle.template_and_owners(), directory)["audit"]
    for rule, seed in [(None, lambda stack: None), *MISTAKES.items()]:
        stack = json.loads(json.dumps(audit))
        stack.setdefault("Outputs", {})
        seed(stack)
        stack = {name: section for name, section in stack.items() if section or name != "Outputs"}
        file = pathlib.Path(directory) / f"{rule}.json"
        file.write_text(json.dumps(stack))
        done = subprocess.run(
            [".venv/bin/cfn-lint", "--ignore-checks", "W3002", "--", str(file)], capture_output=True, text=True)
        if (done.returncode != 0) != (rule is not None) or (rule and rule not in done.stdout):
            sys.exit(f"{rule}: cfn-lint ends with {done.returncode}: {done.stdout}{done.stderr}")


def check_integrations(directory):
    """An API with more routes than AWS takes is a fault."""
    stacks = write.stacks(*bundle.template_and_owners(), directory)
    paths = stacks["edge"]["Resources"]["Api"]["Properties"]["Body"]["paths"]
    paths.update({f"/{n}": {"get": {"x-amazon-apigateway-integration": {}}} for n in range(limits.INTEGRATIONS)})
    write.write(stacks, directory)
    faults = limits.check(directory)[1]
    if len(faults) != 1 or "integrations" not in faults[0]:
        sys.exit(f"integrations: {faults}")


def check_doors(directory):
    """Every route may call its function, by its method and path alone."""
    template, owners = bundle.template_and_owners()
    expected = set()
    for name, resource in template["Resources"].items():
        for event in resource.get("Properties", {}).get("Events", {}).values():
            if event["Type"] == "HttpApi":
                method, path = event["Properties"].get("Method", ""), event["Properties"].get("Path", "/*")
                expected.add((name, method.upper() + re.sub(r"\{[^}]+\}", "*", path)))
    found = doors(write.stacks(template, owners, directory)["edge"]["Resources"])
    if found != expected or len(expected) < 80:
        sys.exit(f"routes that may not call, or may besides: {sorted(found ^ expected)}")


def doors(resources):
    """The function and the route of each permission of the HTTP API; those of the WebSocket API name no stage."""
    found = set()
    for resource in resources.values():
        source = resource["Properties"].get("SourceArn", {}).get("Fn::Sub")
        if resource["Type"] == "AWS::Lambda::Permission" and isinstance(source, list):
            function = resource["Properties"]["FunctionName"]["Fn::Sub"].split("${StackName}-")[1].removesuffix(":live")
            route = source[0].split("${__Stage__}/")[1]
            found.add((function, "/*" if route == "*" else route))
    return found


def versions(directory, code):
    """The names of the versions when an archive has this code."""
    template, owners = bundle.template_and_owners()
    archive = pathlib.Path(directory) / "ListEvents.zip"
    archive.write_text(code)
    template["Resources"]["ListEvents"]["Properties"]["CodeUri"] = str(archive)
    stacks = write.stacks(template, owners, directory)
    return {n for s in stacks.values() for n, r in s["Resources"].items() if r["Type"] == "AWS::Lambda::Version"}


def check_versions(directory):
    """Other code is another version of that function alone; the same code is the same version."""
    once, other, again = (versions(directory, code) for code in "121")
    if once != again or {name[:10] for name in once ^ other} != {"ListEvents"}:
        sys.exit(f"other code: {sorted(once ^ other)}; the same code: {sorted(once ^ again)}")


for check in (check_stretched, check_seeds, check_integrations, check_doors, check_versions, check_lint):
    with tempfile.TemporaryDirectory(prefix="clientnest-stacks-") as directory:
        check(directory)
print(f"{FUNCTIONS} functions fit; {len(MISTAKES)} mistakes were found")
