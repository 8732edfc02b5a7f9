"""Creates the bundle's stack as AWS would: SAM's own translator, then moto's CloudFormation.

    .venv/bin/python Tests/AWSStack/create_stack.py template.yaml

Prints `stack: N resources created, M references resolve` and ends with 0, or says what is wrong.
"""

import io
import json
import os
import re
import sys
import zipfile
from collections import Counter

os.environ.update(
    AWS_DEFAULT_REGION="eu-central-1", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_REGION="eu-central-1"
)

import boto3
from moto import mock_aws
from moto.cloudformation.parsing import get_model_map
from samtranslator.translator.managed_policy_translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../.ci"))
import bundle

# A deployment with everything on: a VPC, a proxy before the database, a domain, somebody to tell of alarms.
FULL = {
    "SubnetIds": "subnet-0a1b2c3d,subnet-1a1b2c3d",
    "SecurityGroupIds": "sg-0a1b2c3d",
    "DatabaseCluster": "clientnest",
    "DatabaseSecretArn": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app-aBcDeF",
    "WorkerDatabaseSecretArn": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:worker-aBcDeF",
    "IdentityDatabaseSecretArn": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:identity-aBcDeF",
    "DomainName": "api.clientnest.example",
    "CertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    "AlarmEmail": "operator@clientnest.example",
}

# What moto does not simulate. Their references are checked all the same.
NOT_SIMULATED = {
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::ApiMapping",
    "AWS::ApiGatewayV2::DomainName",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::CodeDeploy::Application",
    "AWS::CodeDeploy::DeploymentGroup",
    "AWS::Lambda::Alias",
    "AWS::Logs::MetricFilter",
    "AWS::RDS::DBProxy",
    "AWS::RDS::DBProxyTargetGroup",
    "AWS::Scheduler::Schedule",
    "AWS::SNS::Subscription",
}


def translated(path, parameters, without=()):
    """The template as CloudFormation gets it, its code in a bucket as `sam package` leaves it there."""
    template = bundle.template(path)
    for name in without:
        del template["Globals"]["Function"][name]
    for resource in template["Resources"].values():
        code = resource.get("Properties", {}).get("CodeUri")
        if code:
            resource["Properties"]["CodeUri"] = "s3://bundle/" + os.path.basename(code)
    given = {
        name: parameters.get(name, declaration.get("Default", "given"))
        for name, declaration in template["Parameters"].items()
    }
    policies = ManagedPolicyLoader(boto3.client("iam"))
    return transform(template, given, policies), given


def references(value):
    """Every (logical id, attribute or None) that a value refers to."""
    if isinstance(value, dict):
        if len(value) == 1:
            (name, argument), = value.items()
            if name == "Ref":
                yield argument, None
                return
            if name == "Fn::GetAtt":
                parts = argument if isinstance(argument, list) else argument.split(".", 1)
                yield parts[0], parts[1]
                return
            if name == "Fn::Sub":
                text, variables = (argument, {}) if isinstance(argument, str) else argument
                for found in re.findall(r"\$\{([^!}][^}]*)\}", text):
                    if found not in variables:
                        yield found.split(".", 1)[0], (found.split(".", 1) + [None])[1]
                yield from references(variables)
                return
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def check_references(stack):
    """Every reference names something, and resources do not wait for each other in a circle."""
    resources, parameters = stack["Resources"], stack["Parameters"]
    count, waits = 0, {}
    for logical_id, resource in [*resources.items(), ("Outputs", stack.get("Outputs", {}))]:
        named = resource.get("DependsOn", [])
        waits[logical_id] = {named} if isinstance(named, str) else set(named)
        for name, attribute in references(resource):
            count += 1
            if name in resources:
                waits[logical_id].add(name)
            elif attribute or not (name in parameters or name.startswith("AWS::")):
                sys.exit(f"{logical_id} refers to {name}, which does not exist")
    while waits:
        free = {name for name, needs in waits.items() if not needs & waits.keys()}
        if not free:
            sys.exit(f"these wait for each other: {sorted(waits)}")
        for name in free:
            del waits[name]
    return count


def check_roles(stack):
    """Least privilege: a function has a role of its own, and no policy of the bundle allows everything."""
    resources = stack["Resources"]
    functions = [r["Properties"] for r in resources.values() if r["Type"] == "AWS::Lambda::Function"]
    roles = [function["Role"]["Fn::GetAtt"][0] for function in functions]
    shared = [role for role, uses in Counter(roles).items() if uses > 1]
    if shared:
        sys.exit(f"functions share the roles {shared}")
    for logical_id, resource in resources.items():
        for policy in resource["Properties"].get("Policies", []) if resource["Type"] == "AWS::IAM::Role" else []:
            for statement in policy["PolicyDocument"]["Statement"]:
                if "*" in (statement["Action"], statement.get("Resource")):
                    sys.exit(f"{logical_id} allows everything: {statement}")


def without_attributes(value, absent):
    """The same with names in place of attributes of resources that are not simulated."""
    if isinstance(value, dict):
        target = value.get("Fn::GetAtt")
        if target and target[0] in absent:
            return ".".join(target)
        return {name: without_attributes(inner, absent) for name, inner in value.items()}
    if isinstance(value, str):
        return re.sub(r"\$\{(\w+)\.\w+\}", lambda found: found[1] if found[1] in absent else found[0], value)
    return [without_attributes(inner, absent) for inner in value] if isinstance(value, list) else value


def create(stack, given):
    """Creates the stack. moto passes over what it does not simulate, but for attributes and outputs of it."""
    simulated = get_model_map()
    unknown = {r["Type"] for r in stack["Resources"].values()} - simulated.keys()
    if unknown - NOT_SIMULATED:
        sys.exit(f"moto does not simulate {unknown - NOT_SIMULATED}")
    resources = {name: r for name, r in stack["Resources"].items() if r["Type"] not in unknown}
    absent = stack["Resources"].keys() - resources.keys()
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="bundle", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("bootstrap", "#!/bin/sh\n")
    for resource in resources.values():
        if resource["Type"] == "AWS::Lambda::Function":
            s3.put_object(Bucket="bundle", Key=resource["Properties"]["Code"]["S3Key"], Body=archive.getvalue())
    s3.put_object(Bucket="bundle", Key="stack.json", Body=json.dumps(without_attributes({**stack, "Outputs": {}}, absent)))
    cloudformation = boto3.client("cloudformation")
    cloudformation.create_stack(
        StackName="clientnest",
        TemplateURL="https://bundle.s3.eu-central-1.amazonaws.com/stack.json",
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": k, "ParameterValue": str(v)} for k, v in given.items()],
    )
    status = cloudformation.describe_stacks(StackName="clientnest")["Stacks"][0]["StackStatus"]
    if status != "CREATE_COMPLETE":
        sys.exit(f"the stack ended as {status}")
    created = []
    for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName="clientnest"):
        created += page["StackResourceSummaries"]
    return resources, {r["LogicalResourceId"] for r in created}


def check_created(resources, created):
    missing = {n for n, r in resources.items() if "Condition" not in r} - created
    if missing:
        sys.exit(f"not created: {sorted(missing)}")
    functions = [r for r in resources.values() if r["Type"] == "AWS::Lambda::Function"]
    found = [f for page in boto3.client("lambda").get_paginator("list_functions").paginate() for f in page["Functions"]]
    if len(found) != len(functions):
        sys.exit(f"{len(found)} functions of {len(functions)} were created")
    for function in found:
        # moto keeps the numbers of Number parameters as numbers.
        variables = function.get("Environment", {}).get("Variables", {})
        empty = [n for n, v in variables.items() if not isinstance(v, (str, int))]
        if empty or "subnet-0a1b2c3d" not in function["VpcConfig"]["SubnetIds"]:
            sys.exit(f"{function['FunctionName']}: {empty or 'not in the VPC'}")


@mock_aws
def main(path):
    for parameters in ({}, FULL):
        stack, given = translated(path, parameters)
        count = check_references(stack)
        check_roles(stack)
    print(f"stack: {len(stack['Resources'])} resources, {count} references resolve")
    # moto has no aliases for functions.
    resources, created = create(*translated(path, FULL, without=["AutoPublishAlias", "DeploymentPreference"]))
    check_created(resources, created)
    print(f"stack: {len(created)} resources created")


main(sys.argv[1])
