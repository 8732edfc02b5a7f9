"""What the functions of template.yaml may do, read by PyYAML and not by the host: the other opinion for tests."""

import functools
import os
import re
import sys

import yaml

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../.ci"))
import bundle  # noqa: E402

ACCOUNT, REGION = "000000000000", "local"
PSEUDO = {"AWS::Partition": "aws", "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::StackName": "clientnest"}
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
TEMPLATES = {
    "SQSSendMessagePolicy": lambda p: [(["sqs:SendMessage*"], [f"arn:aws:sqs:{REGION}:{ACCOUNT}:{p['QueueName']}"])],
    "S3ReadPolicy": lambda p: [(
        ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion", "s3:GetLifecycleConfiguration"],
        [f"arn:aws:s3:::{p['BucketName']}", f"arn:aws:s3:::{p['BucketName']}/*"])],
}


class Loader(yaml.SafeLoader):
    pass


def tagged(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        return {"!" + suffix: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {"!" + suffix: loader.construct_sequence(node, deep=True)}
    return {"!" + suffix: loader.construct_mapping(node, deep=True)}


Loader.add_multi_constructor("!", tagged)


class Template:
    def __init__(self, path):
        self.resources = bundle.template(path, functools.partial(yaml.load, Loader=Loader))["Resources"]
        self.functions = self.of("AWS::Serverless::Function")
        self.queues = sorted(self.resolve(q.get("QueueName", name)) for name, q in self.of("AWS::SQS::Queue").items())
        self.buckets = {name: self.resolve(b.get("BucketName", f"clientnest-{name}".lower()))
                        for name, b in self.of("AWS::S3::Bucket").items()}
        self.sockets = sorted(self.of("AWS::Serverless::WebSocketApi"))

    def of(self, kind):
        return {name: body.get("Properties", {}) for name, body in self.resources.items() if body["Type"] == kind}

    def resolve(self, value):
        if isinstance(value, list):
            return [self.resolve(element) for element in value]
        if not isinstance(value, dict):
            return value
        (name, argument), = value.items() if len(value) == 1 else [(None, None)]
        if name == "!GetAtt":
            return self.attribute(*argument.split("."))
        if name == "!Ref":
            return self.reference(argument)
        if name == "!Sub":
            return re.sub(r"\$\{([^}]+)\}", lambda m: self.attribute(*m[1].split(".")) if "." in m[1]
                          else self.reference(m[1]), argument)
        return {key: self.resolve(element) for key, element in value.items()}

    def reference(self, name):
        return PSEUDO[name] if name in PSEUDO else self.buckets[name] if name in getattr(self, "buckets", {}) else name

    def attribute(self, name, attribute):
        body = self.resources[name]
        if body["Type"] == "AWS::SQS::Queue":
            queue = self.resolve(body.get("Properties", {}).get("QueueName", name))
            return queue if attribute == "QueueName" else f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"
        if body["Type"] == "AWS::S3::Bucket" and attribute == "Arn":
            return "arn:aws:s3:::" + self.resolve(body["Properties"].get("BucketName", f"clientnest-{name}".lower()))
        raise ValueError(f"{name}.{attribute}")

    def grants(self, function):
        """Pairs of actions and resources. Whatever else there may be in a policy is not in this template."""
        result = []
        for policy in self.resolve(self.functions[function].get("Policies", [])):
            (name, value), = policy.items()
            if name != "Statement":
                result += TEMPLATES[name](value)
                continue
            for statement in value:
                assert set(statement) == {"Effect", "Action", "Resource"} and statement["Effect"] == "Allow", statement
                texts = [v if isinstance(v, list) else [v] for v in (statement["Action"], statement["Resource"])]
                result.append(tuple(texts))
        return result

    def database_parameters(self, function):
        """The names of the parameters with addresses of the database that its variables are made of."""
        text = repr(self.functions[function].get("Environment", {}))
        return set(re.findall(r"\b(\w*DatabaseUrl)\b", text))


def matches(pattern, text, flags=0):
    parts = re.split(r"([*?])", pattern)
    return re.fullmatch("".join({"*": ".*", "?": "."}.get(p, re.escape(p)) for p in parts), text, flags | re.S)


def allows(grants, action, resource):
    return any(
        any(matches(a, action, re.I) for a in actions) and any(matches(r, resource) for r in resources)
        for actions, resources in grants)
