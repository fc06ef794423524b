"""Makes wire.rs from botocore's service models and the members that byway's model keeps.

    python3 tests/support/emulator/make_wire.py && cargo fmt
"""

import pathlib
import re

import botocore
import botocore.session

HERE = pathlib.Path(__file__).parent
MODEL = HERE.parents[2] / "src/snapshot/model"

# Operations by botocore's name of the service, and the member that holds the list where that is not the first list;
# an empty one for an operation that answers with one thing.
OPERATIONS = {
    "ec2": {
        "DescribeRegions": None,
        "DescribeAvailabilityZones": None,
        "DescribeVpcs": None,
        "DescribeVpcAttribute": "",
        "DescribeSubnets": None,
        "DescribeRouteTables": None,
        "DescribeVpcEndpoints": None,
        "DescribeVpcEndpointServices": "ServiceDetails",
        "DescribePrefixLists": None,
        "DescribeManagedPrefixLists": None,
        "GetManagedPrefixListEntries": None,
        "DescribeSecurityGroups": None,
        "DescribeNetworkInterfaces": None,
        "DescribeNatGateways": None,
        "DescribeInternetGateways": None,
        "DescribeDhcpOptions": None,
        "DescribeSecurityGroupRules": None,
        "DescribeSecurityGroupVpcAssociations": None,
        "DescribeNetworkAcls": None,
        "DescribeVpcPeeringConnections": None,
        "DescribeTransitGateways": None,
        "DescribeTransitGatewayAttachments": None,
        "DescribeTransitGatewayVpcAttachments": None,
        "DescribeTransitGatewayRouteTables": None,
        "GetTransitGatewayRouteTablePropagations": None,
        "SearchTransitGatewayRoutes": None,
        "DescribeVpnGateways": None,
        "DescribeVpnConnections": None,
        "DescribeEgressOnlyInternetGateways": None,
        "DescribeFlowLogs": None,
        "DescribeVpcEndpointServiceConfigurations": None,
        "DescribeVpcEndpointServicePermissions": None,
        "DescribeVpcEndpointConnections": None,
        "DescribeVpcEndpointConnectionNotifications": None,
        "DescribeVpcEndpointAssociations": None,
        "DescribeVpcBlockPublicAccessOptions": "",
        "DescribeVpcBlockPublicAccessExclusions": None,
    },
    "route53": {
        "ListHostedZones": None,
        "ListHostedZonesByVPC": None,
        "GetHostedZone": "VPCs",
        "ListResourceRecordSets": None,
    },
    "elbv2": {
        "DescribeLoadBalancers": None,
        "DescribeLoadBalancerAttributes": None,
        "DescribeTargetGroups": None,
        "DescribeTargetHealth": None,
    },
    "route53resolver": {
        "ListResolverEndpoints": None,
        "ListResolverEndpointIpAddresses": None,
        "ListResolverRules": None,
        "ListResolverRuleAssociations": None,
        "ListResolverQueryLogConfigAssociations": None,
    },
    "route53profiles": {
        "ListProfiles": None,
        "ListProfileAssociations": None,
        "ListProfileResourceAssociations": None,
    },
    "organizations": {"DescribeOrganization": "", "ListAccounts": None},
    "cloudwatch": {"GetMetricData": None},
}

# AWS's shapes that byway calls something else, or keeps in one struct; by botocore's name of the service where it matters.
OURS = {
    "Account": "OrganizationAccount",
    "DescribeVpcAttributeResult": "VpcAttribute",
    "IpAddressResponse": "ResolverEndpointIpAddress",
    "PrivateDnsDetails": "PrivateDnsDetail",
    "ProfileSummary": "Profile",
    "Region": "RegionOnOffer",
    "SecurityGroupIdentifier": "GroupIdentifier",
    "ServiceDetail": "VpcEndpointService",
    "SubnetCidrBlockState": "CidrBlockState",
    "VPC": "HostedZoneVpc",
    "VpcCidrBlockState": "CidrBlockState",
    "elasticloadbalancing.AvailabilityZone": "LoadBalancerZone",
}

# What byway reads and does not keep.
READ = {"MetricDataResult": {"Id", "Label", "Timestamps", "Values", "StatusCode"}}

HEAD = f"""\
//! How the wire spells what the AWS CLI prints, for the operations that byway asks for and the members it keeps.
//!
//! Made by make_wire.py from the service models of botocore {botocore.__version__} (Apache-2.0), which AWS publishes.

use super::shape::Kind::{{Flag, Many, Number, Numbers, One, Text, Texts, Time, Times, Word}};
use super::shape::Member;

/// An operation.
#[derive(Debug)]
pub struct Operation {{
    /// The service's name in signatures.
    pub service: &'static str,
    pub name: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// The shape of its output.
    pub output: &'static str,
    /// The member of the output that holds the list, empty if it is no listing.
    pub list: &'static str,
    /// The parameter that says where a page begins, empty if there are no pages.
    pub token_in: &'static str,
    /// The member of the output that says where the next page begins.
    pub token_out: &'static str,
    /// The parameter that says how long a page may be.
    pub size_in: &'static str,
    /// Whether the output says in a member of its own that more follows.
    pub truncated: bool,
}}

/// Every operation but STS's.
pub const OPERATIONS: &[Operation] = &[
"""


def members_kept():
    """The members of each struct of the model, as the CLI spells them."""
    kept = {}
    for file in sorted(MODEL.rglob("*.rs")):
        for name, body in re.findall(r"pub struct (\w+) \{(.*?)\n\}", file.read_text(), re.S):
            kept[name] = members = set()
            for attributes, member in re.findall(r"((?:^\s*#\[.*\]\n)*)^\s*pub (?:r#)?(\w+):", body, re.M):
                renamed = re.search(r'rename = "(\w+)"', attributes)
                words = member.removeprefix("r#").split("_")
                camel = "".join(word[:1].upper() + word[1:] for word in words)
                members.add(renamed.group(1) if renamed else camel)
    return kept


def wire_name(shape, otherwise):
    return shape.serialization.get("name", otherwise)


def ours(service, shape):
    return OURS.get(f"{service}.{shape.name}", OURS.get(shape.name, shape.name))


def is_scalar(shape):
    return shape.type_name not in ("structure", "list", "map")


KINDS = {"boolean": "Flag", "timestamp": "Time", "string": "Text"}


def scalar_kind(shape):
    if shape.type_name == "string" and shape.enum:
        return f'Word("{shape.enum[0]}")'
    return KINDS.get(shape.type_name, "Number")


class Shapes:
    def __init__(self):
        self.kept = members_kept() | READ
        self.rows = {}

    def known(self, service, shape):
        """Whether byway's model keeps something of a shape."""
        if shape.type_name == "list":
            return self.known(service, shape.member)
        return is_scalar(shape) or (shape.type_name == "structure" and ours(service, shape) in self.kept)

    def visit(self, service, shape, names=None):
        """Adds a shape and those below it."""
        if (service, shape.name) in self.rows:
            return
        self.rows[service, shape.name] = row = []
        if names is None:
            names = self.kept[ours(service, shape)]
        if strangers := names - set(shape.members):
            raise SystemExit(f"AWS's {shape.name} has no {strangers}")
        for name, member in shape.members.items():
            if name in names:
                row.append(f'("{name}", "{wire_name(member, name)}", {self.kind(service, member)})')

    def kind(self, service, member):
        if member.type_name == "structure":
            self.visit(service, member)
            return f'One("{member.name}")'
        if member.type_name == "list":
            assert not member.serialization.get("flattened"), member.name
            element = wire_name(member.member, "member")
            if member.member.type_name == "structure":
                self.visit(service, member.member)
                return f'Many("{element}", "{member.member.name}")'
            assert is_scalar(member.member), member.name
            return f'{KINDS.get(member.member.type_name, "Number")}s("{element}")'
        assert is_scalar(member), member.name
        return scalar_kind(member)


def first_of(names, shape):
    """The first of some members that a shape has, as the CLI and as the wire spells it."""
    name = next((name for name in names if shape and name in shape.members), "")
    return name, wire_name(shape.members[name], name) if name else ""


def operation_row(service, model, holds):
    output = model.output_shape
    if holds is None:
        holds = next(name for name, member in output.members.items() if member.type_name == "list")
    token, token_in = first_of(["NextToken", "Marker", "StartRecordName"], model.input_shape)
    _, size_in = first_of(["MaxResults", "MaxItems", "PageSize"], model.input_shape)
    if model.service_model.metadata["protocol"] == "ec2":
        # NOTE: EC2's inputs have names of their own on the wire, capitals first.
        token_in, size_in = token_in[:1].upper() + token_in[1:], size_in[:1].upper() + size_in[1:]
    token_out, _ = first_of(["NextToken", "NextMarker", "NextRecordName"], output)
    if not token or not token_out:
        token_in = token_out = size_in = ""
    path = model.http["requestUri"]
    truncated = "true" if "IsTruncated" in output.members else "false"
    return f"""\
    Operation {{
        service: "{service}",
        name: "{model.name}",
        method: "{model.http["method"]}",
        path: "{path}",
        output: "{output.name}",
        list: "{holds}",
        token_in: "{token_in}",
        token_out: "{token_out}",
        size_in: "{size_in}",
        truncated: {truncated},
    }},
"""


def main():
    session = botocore.session.get_session()
    shapes, out = Shapes(), HEAD
    for name, operations in OPERATIONS.items():
        model = session.get_service_model(name)
        service = model.signing_name
        for operation, holds in operations.items():
            operation = model.operation_model(operation)
            out += operation_row(service, operation, holds)
            output = operation.output_shape
            whole = ours(service, output) in shapes.kept
            kept = {name for name, member in output.members.items() if shapes.known(service, member)}
            shapes.visit(service, output, None if whole else kept)
    out += "];\n\n/// Services, their shapes, and the members of these.\n"
    out += "pub const SHAPES: &[(&str, &str, &[Member])] = &[\n"
    for service, shape in sorted(shapes.rows):
        out += f'    ("{service}", "{shape}", &[{", ".join(shapes.rows[service, shape])}]),\n'
    (HERE / "wire.rs").write_text(out + "];\n")


if __name__ == "__main__":
    main()
