"""What the functions of a deployed stack may do, compared with what their entries in the template say: neither less nor
more, and that the comparison sees both."""

import ast
import json
import os
import sys

import boto3

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../AWSClients"))
import template_rights  # noqa: E402

template_rights.REGION, template_rights.ACCOUNT = "eu-central-1", "123456789012"
template_rights.PSEUDO |= {"AWS::Region": "eu-central-1", "AWS::AccountId": "123456789012"}
NAMED = {"AWS::SQS::Queue", "AWS::S3::Bucket", "AWS::Serverless::WebSocketApi"}
MANAGED = {"AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess", "AWSLambdaVPCAccessExecutionRole"}


def names(url, rights):
    """What stands in the template's place for names that the stack made up."""
    client = boto3.client("cloudformation", endpoint_url=url)
    result = {}
    for stack in client.list_stacks()["StackSummaries"]:
        for resource in client.describe_stack_resources(StackName=stack["StackName"])["StackResources"]:
            # moto lists what a condition leaves out, without a name.
            logical = resource.get("LogicalResourceId")
            if rights.resources.get(logical, {}).get("Type") in NAMED:
                physical = resource["PhysicalResourceId"].rsplit("/", 1)[-1]
                result[physical] = rights.buckets.get(logical, logical)
    return result


def pairs(statements):
    """Every action with every resource that it is allowed on."""
    found = set()
    for actions, resources in statements:
        found |= {(action, resource) for action in actions for resource in resources}
    return found


def listed(value):
    return value if isinstance(value, list) else [value]


def document(iam, role, policy):
    found = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    # moto keeps that of a stack as Python writes it.
    return ast.literal_eval(found) if isinstance(found, str) else found


def allowed(iam, role, names):
    statements = []
    for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        text = json.dumps(document(iam, role, policy))
        for physical, logical in names.items():
            text = text.replace(physical, logical)
        for statement in json.loads(text)["Statement"]:
            if set(statement) != {"Effect", "Action", "Resource"} or statement["Effect"] != "Allow":
                sys.exit(f"{role}: {statement}")
            statements.append((listed(statement["Action"]), listed(statement["Resource"])))
    managed = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    return pairs(statements), {policy["PolicyName"] for policy in managed}


def differences(url, rights, only=None):
    iam, client = boto3.client("iam", endpoint_url=url), boto3.client("lambda", endpoint_url=url)
    known, found = names(url, rights), {}
    for name in only or rights.functions:
        role = client.get_function(FunctionName=f"clientnest-{name}")["Configuration"]["Role"].rsplit("/", 1)[-1]
        events = rights.functions[name].get("Events", {}).values()
        polls = {"AWSLambdaSQSQueueExecutionRole"} if any(event["Type"] == "SQS" for event in events) else set()
        expected = pairs(rights.grants(name)), MANAGED | polls
        for is_, should in zip(allowed(iam, role, known), expected):
            if is_ != should:
                found.setdefault(name, []).append(f"lacks {sorted(should - is_)}, has besides {sorted(is_ - should)}")
    return found


def compare(url):
    rights = template_rights.Template("template.yaml")
    wrong = differences(url, rights)
    if wrong:
        sys.exit(f"allowed otherwise than in the template: {json.dumps(wrong, indent=1)}")
    count = sum(len(pairs(rights.grants(name))) for name in rights.functions)
    seed(url, rights)
    print(f"allowed {count} pairs of action and resource, as the template says")


def seed(url, rights):
    """A permission less and one more are found. Both are set right again."""
    iam, client = boto3.client("iam", endpoint_url=url), boto3.client("lambda", endpoint_url=url)
    role = client.get_function(FunctionName="clientnest-LogOut")["Configuration"]["Role"].rsplit("/", 1)[-1]
    policy, = iam.list_role_policies(RoleName=role)["PolicyNames"]
    removed = json.dumps({"Version": "2012-10-17", **document(iam, role, policy)})
    more = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
    iam.delete_role_policy(RoleName=role, PolicyName=policy)
    less = differences(url, rights, ["LogOut"])
    iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=removed)
    iam.put_role_policy(RoleName=role, PolicyName="more", PolicyDocument=json.dumps(more))
    besides = differences(url, rights, ["LogOut"])
    iam.delete_role_policy(RoleName=role, PolicyName="more")
    if not less or not besides or differences(url, rights, ["LogOut"]):
        sys.exit(f"a removed permission is seen as {less}, one more as {besides}")
