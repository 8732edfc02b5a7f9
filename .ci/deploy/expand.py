"""The joined template as CloudFormation gets it, in one piece: SAM's translator does here what the transform does at AWS."""

import hashlib
import json
import logging
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import bundle

logging.getLogger("samtranslator").setLevel(logging.ERROR)
# The translator asks for a region, which no line of its result has.
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
from samtranslator.translator.transform import transform  # noqa: E402

# When it has another value, every function is published anew: what a parameter or a secret says is part of a version.
SETTINGS = {
    "Type": "String",
    "Default": "1",
    "AllowedPattern": "[A-Za-z0-9-]{1,64}",
    "Description": "Another value after a change of settings or secrets publishes all functions with them.",
}


class NoManagedPolicies:
    """Those of AWS by name; the template writes its own."""

    def load(self):
        return {}


def expand(template, directory):
    """`directory` is where the result is to lie: code is named relative to it."""
    archives = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            archives[name] = properties["CodeUri"]
            properties["CodeUri"] = f"s3://bundle/{name}"
            properties["FunctionName"] = {"Fn::Sub": f"${{AWS::StackName}}-{name}"}
    template["Parameters"]["SettingsVersion"] = SETTINGS
    # Each stands for itself: the translator would put in defaults, and the parameters of the stack would count for nothing.
    values = {name: {"Ref": name} for name in template["Parameters"]}
    whole = transform(template, values, NoManagedPolicies())
    whole.pop("Transform", None)
    for name, archive in archives.items():
        publish(whole["Resources"], name, archive, directory)
    for name, resource in whole["Resources"].items():
        if resource["Type"] == "AWS::Scheduler::Schedule":
            resource["Properties"]["Name"] = {"Fn::Sub": f"${{AWS::StackName}}-{name}"}
    return whole


def publish(resources, name, archive, directory):
    """Names the version by what it consists of: another archive or another property is another version, nothing else is."""
    properties = resources[name]["Properties"]
    properties["Code"] = os.path.basename(archive)
    content = hashlib.sha256(json.dumps(properties, sort_keys=True).encode())
    if os.path.exists(archive):
        with open(archive, "rb") as file:
            content.update(file.read())
    properties["Code"] = os.path.relpath(archive, directory)
    digest = content.hexdigest()[:10]
    # Lambda publishes nothing when a function is as it was: the description differs whenever the version does.
    properties["Description"] = {"Fn::Sub": f"{digest} ${{SettingsVersion}}"}
    old = next(n for n in resources if re.fullmatch(f"{name}Version[0-9a-f]{{10}}", n))
    version = resources.pop(old)
    version["UpdateReplacePolicy"] = "Retain"
    version["Properties"]["Description"] = {"Ref": "SettingsVersion"}
    resources[f"{name}Version{digest}"] = version
    resources[f"{name}Aliaslive"]["Properties"]["FunctionVersion"] = {"Fn::GetAtt": [f"{name}Version{digest}", "Version"]}
