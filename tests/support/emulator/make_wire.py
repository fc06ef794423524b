"""Makes wire.rs from botocore's service models and the members that byway's model keeps.

    python3 tests/support/emulator/make_wire.py && cargo fmt
"""

import pathlib
import re

import botocore
import botocore.session

HERE = pathlib.Path(__file__).parent
MODEL = HERE.parents[2] / "src/snapshot/model"

# Operation, and the member that holds its list where that is not the first list.
LISTS = {
    "ec2": {
        "DescribeRegions": None,
        "DescribeAvailabilityZones": None,
        "DescribeVpcs": None,
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
    },
    "route53": {"ListHostedZones": None, "ListHostedZonesByVPC": None},
}

# AWS's shapes that byway calls something else, or keeps in one struct.
OURS = {
    "Region": "RegionOnOffer",
    "ServiceDetail": "VpcEndpointService",
    "PrivateDnsDetails": "PrivateDnsDetail",
    "SecurityGroupIdentifier": "GroupIdentifier",
    "VpcCidrBlockState": "CidrBlockState",
    "SubnetCidrBlockState": "CidrBlockState",
}

HEAD = f"""\
//! How the wire spells what the AWS CLI prints, for the members that byway keeps.
//!
//! Made by make_wire.py from the service models of botocore {botocore.__version__} (Apache-2.0), which AWS publishes.

use super::xml::Kind::{{self, Many, One, Text, Texts}};

/// A member as the CLI spells it, as the wire spells it, and what it holds.
pub type Member = (&'static str, &'static str, Kind);

/// Operation, element of its list, element of one thing, shape of that thing.
pub const LISTS: &[(&str, &str, &str, &str)] = &[
"""


def members_kept():
    """The members of each struct of the model, as the CLI spells them."""
    kept = {}
    for file in MODEL.glob("*.rs"):
        for name, body in re.findall(r"pub struct (\w+) \{(.*?)\n\}", file.read_text(), re.S):
            words = [member.split("_") for member in re.findall(r"pub (\w+):", body)]
            kept[name] = {"".join(word[:1].upper() + word[1:] for word in member) for member in words}
    return kept


def wire_name(shape, otherwise):
    return shape.serialization.get("name", otherwise)


def visit(shape, kept, rows):
    """Adds a shape and those below it to `rows`."""
    if shape.name in rows:
        return
    names = kept[OURS.get(shape.name, shape.name)]
    if strangers := names - set(shape.members):
        raise SystemExit(f"AWS's {shape.name} has no {strangers}")
    rows[shape.name] = row = []
    for name, member in shape.members.items():
        if name not in names:
            continue
        kind = "Text"
        if member.type_name == "structure":
            visit(member, kept, rows)
            kind = f'One("{member.name}")'
        elif member.type_name == "list":
            assert wire_name(member.member, "member") == "item" and not member.serialization.get("flattened")
            kind = "Texts"
            if member.member.type_name == "structure":
                visit(member.member, kept, rows)
                kind = f'Many("{member.member.name}")'
        row.append(f'("{name}", "{wire_name(member, name)}", {kind})')


def main():
    session = botocore.session.get_session()
    kept, rows, out = members_kept(), {}, HEAD
    for service, operations in LISTS.items():
        for operation, holds in operations.items():
            answer = session.get_service_model(service).operation_model(operation).output_shape
            name = holds or next(name for name, member in answer.members.items() if member.type_name == "list")
            held = answer.members[name]
            visit(held.member, kept, rows)
            element = wire_name(held.member, "member")
            out += f'    ("{operation}", "{wire_name(held, name)}", "{element}", "{held.member.name}"),\n'
    out += "];\n\n/// Shapes and their members.\npub const SHAPES: &[(&str, &[Member])] = &[\n"
    for shape in sorted(rows):
        out += f'    ("{shape}", &[{", ".join(rows[shape])}]),\n'
    (HERE / "wire.rs").write_text(out + "];\n")


if __name__ == "__main__":
    main()
