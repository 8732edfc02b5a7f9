"""Cuts an expanded template into stacks that AWS takes: `Base`, one for each feature, `Edge`.

What a feature refers to lies in Base, which hands it on as outputs. Functions have fixed names, so that what lies before
them (alarms) and after them (APIs, a bucket's notifications) names them without an output.
"""

import re

from references import conditions, references, rewrite

BASE, EDGE = "Base", "Edge"
ARN = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${StackName}-"


class Partition:
    def __init__(self, whole, owners):
        """`owners` tells for each resource of the joined template which feature's it is; None for what all share."""
        self.whole, self.owners = whole, owners
        self.resources = whole["Resources"]
        self.faults = []
        self.place = {name: self.feature(name) or BASE for name in self.resources}
        self.raise_to_edge()
        self.stacks = {name: self.stack(name) for name in [BASE, *sorted(set(filter(None, owners.values()))), EDGE]}

    def feature(self, name):
        """The name of what SAM makes of a function begins with the function's."""
        found = [owner for owner in self.owners if name.startswith(owner)]
        return self.owners[max(found, key=len)] if found else None

    def raise_to_edge(self):
        """Edge has what calls functions, what refers to that, and what it alone needs and is not always there."""
        moved = True
        while moved:
            late = {name for name, resource in self.resources.items() if self.place[name] != EDGE
                    and any(self.is_late(name, *r) for r in self.needs(resource))}
            late |= {name for other, place in self.place.items() if place == EDGE
                     for name, _ in self.needs(self.resources[other])
                     if self.place.get(name) == BASE and "Condition" in self.resources[name]}
            self.place |= dict.fromkeys(late, EDGE)
            moved = late

    def needs(self, resource):
        depends = resource.get("DependsOn", [])
        named = [(name, "") for name in ([depends] if isinstance(depends, str) else depends)]
        return named + references(resource)

    def is_late(self, name, target, attribute):
        place = self.place.get(target)
        if place == EDGE:
            return True
        is_name = self.type(target) == "AWS::Lambda::Function" and attribute is None
        return self.place[name] == BASE and place not in (None, BASE) and not is_name

    def type(self, name):
        return self.resources.get(name, {}).get("Type")

    def function(self, name, attribute):
        """What names a function or its alias from another stack, in the form of `Fn::Sub`."""
        if self.type(name) == "AWS::Lambda::Function":
            return {None: "${StackName}-" + name, "Arn": ARN + name}.get(attribute)
        if self.type(name) == "AWS::Lambda::Alias" and attribute is None:
            return f"{ARN}{name.removesuffix('Aliaslive')}:live"

    def stack(self, place):
        stack = {"AWSTemplateFormatVersion": "2010-09-09", "Parameters": {}, "Conditions": {}, "Resources": {}}
        for name, resource in self.resources.items():
            if self.place[name] == place:
                stack["Resources"][name] = self.localised(resource, place)
        self.complete(stack)
        return stack

    def localised(self, resource, place):
        depends = resource.get("DependsOn", [])
        here = [name for name in ([depends] if isinstance(depends, str) else depends) if self.place[name] == place]
        resource = {name: value for name, value in resource.items() if name != "DependsOn"}
        resource = rewrite(resource, lambda name, attribute: self.local(place, name, attribute))
        return {**resource, "DependsOn": here} if here else resource

    def local(self, place, name, attribute):
        if name == "AWS::StackName":
            return "${StackName}"
        there = self.place.get(name)
        if there in (None, place):
            return None
        known = self.function(name, attribute)
        if known is None and (there != BASE or "Condition" in self.resources[name]):
            self.faults.append(f"{place} refers to {name} of {there}, which is not there before it")
        return known or "${" + key(name, attribute) + "}"

    def complete(self, stack):
        """Declares the conditions and parameters that the resources of a stack use."""
        todo = list(conditions(stack["Resources"]))
        while todo:
            name = todo.pop()
            if name not in stack["Conditions"]:
                stack["Conditions"][name] = self.whole["Conditions"][name]
                todo += conditions(stack["Conditions"][name])
        for name, _ in references([stack["Resources"], stack["Conditions"]]):
            if name in self.whole["Parameters"]:
                declaration = dict(self.whole["Parameters"][name])
                declaration.pop("Default", None)
                stack["Parameters"][name] = declaration
            elif name not in stack["Resources"] and not name.startswith("AWS::"):
                stack["Parameters"][name] = {"Type": "String"}
        for section in ("Parameters", "Conditions"):
            stack[section] = dict(sorted(stack[section].items()))
            if not stack[section]:
                del stack[section]

    def root(self):
        """The stack of stacks. It hands on parameters, and outputs of Base; Edge waits for all functions."""
        handed = {}
        resources = {}
        for place, stack in self.stacks.items():
            parameters = {name: self.handed_on(name, handed) for name in stack.get("Parameters", {})}
            resources[place] = {
                "Type": "AWS::CloudFormation::Stack",
                "Properties": {"TemplateURL": f"{place.lower()}.json", "Parameters": parameters},
            }
        resources[EDGE]["DependsOn"] = [name for name in self.stacks if name not in (BASE, EDGE)]
        outputs = {
            name: with_variables(rewrite(output, lambda n, a: self.from_root(n, a, handed)))
            for name, output in self.whole["Outputs"].items()
        }
        self.hand_out(handed)
        return {**{n: self.whole[n] for n in ("AWSTemplateFormatVersion", "Description", "Parameters")},
                "Conditions": self.root_conditions(outputs), "Resources": resources, "Outputs": outputs}

    def root_conditions(self, outputs):
        root = {"Resources": outputs, "Parameters": {}, "Conditions": {}}
        self.complete(root)
        return root.get("Conditions", {})

    def handed_on(self, name, handed):
        if name == "StackName":
            return {"Ref": "AWS::StackName"}
        if name in self.whole["Parameters"]:
            is_list = self.whole["Parameters"][name]["Type"] == "CommaDelimitedList"
            return {"Fn::Join": [",", {"Ref": name}]} if is_list else {"Ref": name}
        for resource, target in [(r, a) for r, a in self.all_references() if key(r, a) == name]:
            handed[(BASE, name)] = (resource, target)
            return {"Fn::GetAtt": [BASE, f"Outputs.{name}"]}
        raise SystemExit(f"nothing is {name}")

    def all_references(self):
        if not hasattr(self, "found"):
            self.found = sorted({r for r in references(self.resources) if r[0] in self.resources}, key=str)
        return self.found

    def from_root(self, name, attribute, handed):
        if name not in self.resources:
            return None
        place = self.place[name]
        handed[(place, key(name, attribute))] = (name, attribute)
        return f"${{{place}.Outputs.{key(name, attribute)}}}"

    def hand_out(self, handed):
        for (place, output), (name, attribute) in sorted(handed.items()):
            value = {"Fn::GetAtt": [name, attribute]} if attribute else {"Ref": name}
            condition = self.resources[name].get("Condition")
            outputs = self.stacks[place].setdefault("Outputs", {})
            outputs[output] = {"Condition": condition, "Value": value} if condition else {"Value": value}


def with_variables(output):
    """Outputs of stacks in a text as variables of its `Fn::Sub`: not every reader of templates knows them inside."""
    text = output["Value"].get("Fn::Sub")
    found = re.findall(r"\$\{(\w+)\.(Outputs\.(\w+))\}", text or "")
    if not found:
        return output
    text = re.sub(r"\$\{\w+\.Outputs\.(\w+)\}", r"${\1}", text)
    return {**output, "Value": {"Fn::Sub": [text, {name: {"Fn::GetAtt": [stack, part]} for stack, part, name in found}]}}


def key(name, attribute):
    """The name of the output and parameter that stand for a reference."""
    return name + (attribute or "").replace(".", "")
