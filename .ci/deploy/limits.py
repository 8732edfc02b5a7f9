"""What AWS takes of a stack, an API, a role and a function, and what is left for the next functions.

    .venv/bin/python .ci/deploy/limits.py DIRECTORY      prints the table of its stacks; 1 when one does not fit

CloudFormation itself takes 500 resources, 1 MB, 200 parameters and 200 outputs. A feature that reaches these limits is
divided into two folders; an API that reaches its own, into two behind the same domain (README.md).
"""

import json
import pathlib
import sys

from references import references

# By stack.
RESOURCES, BYTES, PARAMETERS, OUTPUTS = 400, 900_000, 150, 150
# By role: its inline policies without spaces, and its managed ones. By function. By HTTP API.
POLICY, MANAGED, ENVIRONMENT, INTEGRATIONS = 10_240, 10, 4_096, 300
# Of a name that begins with the stack's: 64 letters in all, of which the stack has 15 and a hyphen.
NAME = 48
# How long a value is at most that is only known when it is deployed, unless its parameter has a MaxLength.
VALUE, NUMBER = 128, 12


def size(value, parameters):
    """The letters that a value has at most."""
    if isinstance(value, dict) and set(value) == {"Ref"}:
        declared = parameters.get(value["Ref"], {})
        return declared.get("MaxLength", NUMBER if declared.get("Type") == "Number" else VALUE)
    if isinstance(value, dict) and set(value) == {"Fn::If"}:
        return max(size(inner, parameters) for inner in value["Fn::If"][1:])
    if isinstance(value, dict):
        literal = value["Fn::Sub"] if "Fn::Sub" in value else ""
        literal = literal if isinstance(literal, str) else literal[0]
        return len(literal) + sum(size({"Ref": name}, parameters) for name, _ in references(value))
    return sum(size(inner, parameters) for inner in value) if isinstance(value, list) else len(str(value))


def of_type(template, type):
    return ((n, r.get("Properties", {})) for n, r in template["Resources"].items() if r["Type"] == type)


def measures(template):
    """(what, how much, limit) of all that has a limit inside a stack."""
    parameters = template.get("Parameters", {})
    for name, role in of_type(template, "AWS::IAM::Role"):
        documents = [policy["PolicyDocument"] for policy in role.get("Policies", [])]
        values = VALUE * sum(not name.startswith("AWS::") for name, _ in references(documents))
        yield f"{name}: policies", len(json.dumps(documents, separators=(",", ":"))) + values, POLICY
        yield f"{name}: managed policies", len(role.get("ManagedPolicyArns", [])), MANAGED
    for name, function in of_type(template, "AWS::Lambda::Function"):
        variables = function.get("Environment", {}).get("Variables", {})
        yield f"{name}: environment", sum(len(n) + size(v, parameters) for n, v in variables.items()), ENVIRONMENT
    for name, api in of_type(template, "AWS::ApiGatewayV2::Api"):
        yield f"{name}: integrations", integrations(api, name, template), INTEGRATIONS
    for type, key in [("AWS::Lambda::Function", "FunctionName"), ("AWS::Scheduler::Schedule", "Name")]:
        for name, properties in of_type(template, type):
            yield f"{name}: name", len(properties[key]["Fn::Sub"].removeprefix("${StackName}-")), NAME


def integrations(api, name, template):
    routes = [method for path in api.get("Body", {}).get("paths", {}).values() for method in path.values()
              if isinstance(method, dict) and "x-amazon-apigateway-integration" in method]
    others = [i for _, i in of_type(template, "AWS::ApiGatewayV2::Integration") if i["ApiId"] == {"Ref": name}]
    return len(routes) + len(others)


def check(directory):
    """The lines of the table, and what does not fit."""
    lines, faults, most = [], [], {}
    for file in sorted(pathlib.Path(directory).glob("*.json")):
        text = file.read_bytes()
        template = json.loads(text)
        row = [(len(template["Resources"]), RESOURCES), (len(text), BYTES),
               (len(template.get("Parameters", {})), PARAMETERS), (len(template.get("Outputs", {})), OUTPUTS)]
        functions = len(list(of_type(template, "AWS::Lambda::Function")))
        lines.append(f"{file.stem:<16}{functions:>10}" + "".join(f"{value:>12}" for value, _ in row))
        named = zip(("resources", "bytes", "parameters", "outputs"), row)
        for what, value, limit in [*((n, *r) for n, r in named), *measures(template)]:
            if value > limit:
                faults.append(f"{file.stem}: {value} {what}, and {limit} at most")
            kind = what.rsplit(": ", 1)[-1]
            if ": " in what and value > most.get(kind, (-1,))[0]:
                most[kind] = (value, limit, what.rsplit(": ", 1)[0])
    title = f"{'stack':<16}" + "".join(f"{t:>{w}}" for t, w in zip(
        ("functions", "resources", "bytes", "parameters", "outputs"), (10, 12, 12, 12, 12)))
    limits = f"{'limit':<16}{'':>10}" + "".join(f"{limit:>12}" for limit in (RESOURCES, BYTES, PARAMETERS, OUTPUTS))
    largest = [f"most {kind} {value} of {limit} ({name})" for kind, (value, limit, name) in most.items()]
    return [title, *lines, limits, *largest], faults or ([] if lines else ["there are no stacks"])


if __name__ == "__main__":
    lines, faults = check(sys.argv[1])
    print(*lines, sep="\n")
    for fault in faults:
        print("FAULT", fault)
    sys.exit(1 if faults else 0)
