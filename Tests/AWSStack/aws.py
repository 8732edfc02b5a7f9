"""A moto server as an account at AWS. What moto's CloudFormation does not simulate is only kept in its place, and an alias,
which moto has but not by CloudFormation, is made."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../.ci/deploy"))
from references import references  # noqa: E402

os.environ.update(
    AWS_DEFAULT_REGION="eu-central-1", AWS_REGION="eu-central-1", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
    MOTO_IAM_LOAD_MANAGED_POLICIES="true",
)

import moto.backends  # noqa: E402
from moto.awslambda.models import LambdaBackend, LambdaVersion, lambda_backends  # noqa: E402
from moto.cloudformation import parsing  # noqa: E402
from moto.cloudformation.models import ChangeSet, Stack  # noqa: E402
from moto.cloudformation.utils import get_stack_from_s3_url  # noqa: E402
from moto.core.common_models import CloudFormationModel  # noqa: E402
from moto.iam.models import Role, iam_backends  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

NOT_SIMULATED = """
    ApiGatewayV2::Api ApiGatewayV2::ApiMapping ApiGatewayV2::DomainName ApiGatewayV2::Integration ApiGatewayV2::Route
    ApiGatewayV2::Stage CloudWatch::Alarm CloudWatch::Dashboard CodeDeploy::Application CodeDeploy::DeploymentGroup
    Lambda::Alias Logs::MetricFilter RDS::DBProxy RDS::DBProxyTargetGroup Scheduler::Schedule SNS::Subscription
""".split()


class Kept:
    """A resource that has an id and attributes, and does nothing."""

    def __init__(self, name, properties):
        self.physical_resource_id, self.properties = name, properties

    def get_cfn_attribute(self, attribute):
        return f"{self.physical_resource_id}.{attribute}"

    def is_created(self):
        return True

    @classmethod
    def has_cfn_attr(cls, attribute):
        return True

    @classmethod
    def create_from_cloudformation_json(cls, name, resource, account_id, region_name, **others):
        return cls(name, resource["Properties"])

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        return cls(original_resource.physical_resource_id, cloudformation_json["Properties"])

    @classmethod
    def delete_from_cloudformation_json(cls, name, resource, account_id, region_name):
        pass


class Alias(Kept):
    @classmethod
    def create_from_cloudformation_json(cls, name, resource, account_id, region_name, **others):
        properties = resource["Properties"]
        alias = lambda_backends[account_id][region_name].create_alias(
            properties["Name"], properties["FunctionName"], str(properties["FunctionVersion"]), "", "")
        return cls(alias.arn, properties)


def output(stack, attribute):
    """`!GetAtt Stack.Outputs.Name`, which moto leaves out."""
    return stack.output_map[attribute.removeprefix("Outputs.")].value


def answer(backend, function_name, qualifier, body, headers, response_headers):
    """Instead of running the function, which takes Docker."""
    return b"{}" if backend.get_function(function_name, qualifier) else b""


def update_nested(kind, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    """In place; moto would remove the stack and make another."""
    properties = cloudformation_json["Properties"]
    template = get_stack_from_s3_url(properties["TemplateURL"], account_id=account_id, partition="aws")
    original_resource.update(template, parameters=properties["Parameters"])
    return original_resource


apply_change_set = ChangeSet.apply


def apply(change_set):
    """A stack made by a change set has outputs, and defaults among its parameters, which moto leaves out."""
    apply_change_set(change_set)
    stack = change_set.stack
    stack.template = change_set.template
    stack._parse_template()
    stack.output_map = stack._create_output_map()
    defaults = {name: str(p["Default"]) for name, p in stack.template_dict["Parameters"].items() if "Default" in p}
    stack.parameters = {**defaults, **change_set.parameters}


def given(stack):
    """Parameters as they were given: moto has numbers and lists, and cannot read these again as previous values."""
    resolved = stack.resource_map.resolved_parameters
    return {name: ",".join(value) if isinstance(value, list) else str(value) for name, value in resolved.items()}


create_role = Role.create_from_cloudformation_json.__func__


def role(kind, name, resource, account_id, region_name, **others):
    """With its managed policies, which moto leaves out."""
    made = create_role(kind, name, resource, account_id, region_name, **others)
    for arn in resource["Properties"].get("ManagedPolicyArns", []):
        iam_backends[account_id]["aws"].attach_role_policy(arn, made.name)
    return made


def simulate():
    Role.create_from_cloudformation_json = classmethod(role)
    LambdaBackend.invoke = answer
    Stack.get_cfn_attribute = output
    Stack.update_from_cloudformation_json = classmethod(update_nested)
    ChangeSet.apply = apply
    Stack.stack_parameters = property(given)
    # moto knows `Ref` alone, and would leave what names a parameter in a text.
    parsing.get_references_from_template = lambda value: [name for name, _ in references(value)]
    LambdaVersion.get_cfn_attribute = lambda version, attribute: version.version
    for service in NOT_SIMULATED:
        kind = f"AWS::{service}"
        type(service.replace("::", ""), (Alias if kind == "AWS::Lambda::Alias" else Kept, CloudFormationModel), {
            "cloudformation_type": staticmethod(lambda kind=kind: kind),
            "cloudformation_name_type": staticmethod(lambda: ""),
        })


def serve():
    """A running server. Functions answer without being run."""
    moto.backends.get_backend("cloudformation"), moto.backends.get_backend("sqs")
    simulate()
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    # By this name moto finds templates in its buckets.
    return server, f"http://localhost:{port}"
