"""The API description: Functions/openapi.yaml and those beside the features are the source,
Shared/Description/APIDescription+Text.swift is what is served.

    description.py           makes the text
    description.py --check   compares it, and finds what is incomplete

Complete is: every operation names its errors, every body has an example, every example is as its schema says, and a
problem's code is one of those that its answer's example shows.

For generators of clients: a value stands in an `enum` once, what they make a type of has a name of its own, and no two
names differ in case alone.
"""

import datetime
import json
import pathlib
import re
import sys

from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

import bundle

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Shared/Description/APIDescription+Text.swift"
METHODS = ("get", "post", "put", "patch", "delete")


# A text in the source: the compiler takes a tenth of a second for it, and nine for the array that SwiftPM embeds files as.
SOURCE = """\
// Made from the openapi.yaml files of Functions by `make description`.
// swift-format-ignore-file

extension APIDescription {
  static let text: StaticString = ##\"""
%s
\"""##
}
"""


def text(value):
    # One member per line: two changes in different places can be merged.
    return SOURCE % json.dumps(value, ensure_ascii=False, indent=1, default=refuse)


def refuse(value):
    what = "a time" if isinstance(value, (datetime.date, datetime.datetime)) else "no JSON"
    raise SystemExit(f"openapi.yaml: {value} is read as {what}; put it into quotes")


class Lint:
    def __init__(self, document):
        self.document = document
        self.faults = []
        self.examples = 0
        self.registry = Registry().with_resource(
            "urn:description", Resource.from_contents(document, default_specification=DRAFT202012)
        )

    def resolve(self, value):
        while "$ref" in value:
            found = self.document
            for name in value["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            value = found
        return value

    def fault(self, where, what):
        self.faults.append(f"{where}: {what}")

    def run(self):
        known = set(self.document["components"]["schemas"]["ProblemCode"]["enum"])
        shown = set()
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    shown |= self.operation(f"{method.upper()} {path}", item, item[method])
        for code in sorted(known - shown):
            self.fault("ProblemCode", f"{code} is in no answer")
        self.names()
        for error in OpenAPIV31SpecValidator(json.loads(json.dumps(self.document, default=refuse))).iter_errors():
            self.fault("/".join(map(str, error.absolute_path)), f"not OpenAPI: {error.message[:200]}")
        self.types("paths", self.document["paths"])
        for name, schema in self.document["components"]["schemas"].items():
            self.type_members(name, schema)
        return self.faults

    def names(self):
        spelt = {}
        for name in self.document["components"]["schemas"]:
            other = spelt.setdefault(name.lower(), name)
            if other != name:
                self.fault(name, f"differs from {other} in case alone")

    def types(self, where, value):
        """What lies below is in no schema's name: types in it would get one that a generator makes up."""
        if isinstance(value, list):
            for place, item in enumerate(value):
                self.types(f"{where}/{place}", item)
        elif isinstance(value, dict):
            if isinstance(value.get("properties"), dict) or isinstance(value.get("enum"), list):
                self.fault(where, "needs a schema of its own with a name")
            self.type_members(where, value)

    def type_members(self, where, schema):
        values = schema.get("enum")
        if isinstance(values, list) and len(values) != len({json.dumps(value) for value in values}):
            self.fault(where, "a value stands in its enum twice")
        for member, value in schema.items():
            if member == "allOf":  # Parts of one type.
                for part in value:
                    self.type_members(f"{where}/allOf", part)
            elif member == "properties":
                for name, property in value.items():
                    self.types(f"{where}/{name}", property)
            elif member not in ("example", "examples", "default", "enum", "const", "discriminator"):
                self.types(f"{where}/{member}", value)

    def operation(self, where, item, operation):
        for member in ("operationId", "tags", "summary"):
            if not operation.get(member):
                self.fault(where, f"no {member}")
        parameters = [self.resolve(p) for p in item.get("parameters", []) + operation.get("parameters", [])]
        declared = {p["name"] for p in parameters if p["in"] == "path"}
        if declared != set(re.findall(r"{(\w+)}", where)):
            self.fault(where, "its path parameters are not those of its path")
        responses = {status: self.resolve(r) for status, r in operation["responses"].items()}
        expected = {"500"}
        if operation.get("security", self.document["security"]):
            expected |= {"401", "503"}
        if operation.get("security") != [] and "json" in str(operation.get("requestBody", "")):
            expected |= {"400", "413", "415", "422"}
        if "{id}" in where:
            expected |= {"404"}
        for status in sorted(expected - set(responses)):
            self.fault(where, f"no {status}")
        self.bodies(f"{where} request", operation.get("requestBody", {}))
        codes = set()
        for status, response in responses.items():
            codes |= self.problems(f"{where} {status}", status, response)
            self.bodies(f"{where} {status}", response)
        return codes

    def problems(self, where, status, response):
        content = response.get("content", {}).get("application/problem+json")
        if content is None:
            if int(status) >= 400 and "Status" not in str(response):
                self.fault(where, "no problem")
            return set()
        values = self.values(content)
        for value in values:
            if str(value["status"]) != status:
                self.fault(where, f"{value['code']} has the status {value['status']}")
            if f"`{value['code']}`" not in response["description"]:
                self.fault(where, f"the text does not name {value['code']}")
        return {value["code"] for value in values}

    def values(self, content):
        if "example" in content:
            return [content["example"]]
        return [example["value"] for example in content.get("examples", {}).values()]

    def bodies(self, where, body):
        for media, content in body.get("content", {}).items():
            values = self.values(content)
            # A message of the gateway stands beside our own form, which has its example.
            gateway = content["schema"].get("$ref", "").endswith("/GatewayMessage")
            if not values and media.endswith("json") and not gateway:
                self.fault(where, f"no example of {media}")
            for value in values:
                self.examples += 1
                schema = self.absolute(content["schema"])
                validator = OAS31Validator(schema, registry=self.registry, format_checker=OAS31Validator.FORMAT_CHECKER)
                for error in validator.iter_errors(value):
                    self.fault(where, f"the example is not as the schema says: {error.message[:200]}")

    def absolute(self, schema):
        """The schema with references that hold outside of the document."""
        return json.loads(json.dumps(schema, default=refuse).replace('"#/', '"urn:description#/'))


def main():
    document = bundle.description(ROOT)
    if sys.argv[1:] != ["--check"]:
        TARGET.write_text(text(document))
        return
    lint = Lint(document)
    faults = lint.run()
    if not TARGET.exists() or TARGET.read_text() != text(document):
        faults.append(f"{TARGET.name} is not what Functions describe: run `make description`")
    for fault in faults:
        print(fault)
    operations = sum(method in item for item in document["paths"].values() for method in METHODS)
    print(f"operations {operations} examples {lint.examples} faults {len(faults)}")
    sys.exit(1 if faults else 0)


main()
