"""Puts resources into a moto server and prints their ids as JSON.

    seed_moto.py URL SCENARIO

A scenario is a function of this file. Its ids are random, so tests refer to the names printed here.
"""

import json
import sys

import boto3


class Account:
    """One Region of the account behind the server, with short ways to make what audits look at."""

    def __init__(self, url, region, key="testing"):
        self.region = region
        keys = dict(aws_access_key_id=key, aws_secret_access_key="testing", region_name=region, endpoint_url=url)
        self.ec2 = boto3.client("ec2", **keys)
        self.route53 = boto3.client("route53", **keys)

    def vpc(self, cidr, dns_support=True, dns_hostnames=True):
        vpc = self.ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
        self.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsSupport={"Value": dns_support})
        self.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": dns_hostnames})
        return vpc

    def subnet(self, vpc, cidr, zone="a"):
        made = self.ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=self.region + zone)
        return made["Subnet"]["SubnetId"]

    def table(self, vpc, *subnets):
        table = self.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        for subnet in subnets:
            self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        return table

    def internet(self, vpc, *tables):
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        for table in tables:
            self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        return gateway

    def nat(self, subnet, *tables):
        address = self.ec2.allocate_address(Domain="vpc")["AllocationId"]
        gateway = self.ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
        for table in tables:
            self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=gateway)
        return gateway

    def gateway_endpoint(self, vpc, service, *tables):
        made = self.ec2.create_vpc_endpoint(
            VpcId=vpc,
            VpcEndpointType="Gateway",
            ServiceName=f"com.amazonaws.{self.region}.{service}",
            RouteTableIds=list(tables),
        )
        return made["VpcEndpoint"]["VpcEndpointId"]

    def addresses(self, service):
        """The addresses of a service, as its prefix list has them."""
        name = f"com.amazonaws.{self.region}.{service}"
        lists = self.ec2.describe_managed_prefix_lists(Filters=[{"Name": "prefix-list-name", "Values": [name]}])
        entries = self.ec2.get_managed_prefix_list_entries(PrefixListId=lists["PrefixLists"][0]["PrefixListId"])
        return [entry["Cidr"] for entry in entries["Entries"]]

    def interface_endpoint(self, vpc, service, subnets, groups):
        made = self.ec2.create_vpc_endpoint(
            VpcId=vpc,
            VpcEndpointType="Interface",
            ServiceName=f"com.amazonaws.{self.region}.{service}",
            SubnetIds=subnets,
            SecurityGroupIds=groups,
            PrivateDnsEnabled=True,
        )
        return made["VpcEndpoint"]["VpcEndpointId"]

    def group(self, vpc, name, port=None, cidr="10.0.0.0/8"):
        group = self.ec2.create_security_group(VpcId=vpc, GroupName=name, Description=name)["GroupId"]
        if port:
            rule = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": cidr}]}
            self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
        return group

    def workload(self, subnet, group):
        made = self.ec2.create_network_interface(SubnetId=subnet, Groups=[group], Description="workload")
        return made["NetworkInterface"]["NetworkInterfaceId"]

    def zone(self, vpc, name):
        made = self.route53.create_hosted_zone(
            Name=name,
            CallerReference=f"{vpc}-{name}",
            HostedZoneConfig={"PrivateZone": True, "Comment": ""},
            VPC={"VPCId": vpc, "VPCRegion": self.region},
        )
        return made["HostedZone"]["Id"].rsplit("/", 1)[-1]

    def prefix_list(self, name, *cidrs):
        made = self.ec2.create_managed_prefix_list(
            PrefixListName=name,
            AddressFamily="IPv4",
            MaxEntries=10,
            Entries=[{"Cidr": cidr} for cidr in cidrs],
        )
        return made["PrefixList"]["PrefixListId"]


def good(account, cidr):
    """A VPC with nothing wrong: every table has the gateway endpoints, endpoints in two zones, DNS on."""
    net = cidr.rsplit(".", 2)[0]
    vpc = account.vpc(cidr)
    subnets = [account.subnet(vpc, f"{net}.{n}.0/24", zone) for n, zone in ((1, "a"), (2, "b"))]
    tables = [account.table(vpc, subnet) for subnet in subnets]
    group = account.group(vpc, "good", 443, cidr)
    return {
        "vpc": vpc,
        "subnets": subnets,
        "tables": tables,
        "group": group,
        "internet": account.internet(vpc, *tables),
        "s3": account.gateway_endpoint(vpc, "s3", *tables),
        "dynamodb": account.gateway_endpoint(vpc, "dynamodb", *tables),
        "sqs": account.interface_endpoint(vpc, "sqs", subnets, [group]),
        "workloads": [account.workload(subnet, group) for subnet in subnets],
        "zone": account.zone(vpc, "corp.example"),
    }


def bad(account, cidr):
    """A VPC with every defect that moto can hold; the name of each id says which."""
    net = cidr.rsplit(".", 2)[0]
    vpc = account.vpc(cidr)
    with_route, without_route, single = (
        account.subnet(vpc, f"{net}.{n}.0/24", zone) for n, zone in ((1, "a"), (2, "b"), (3, "a"))
    )
    routed, forgotten = account.table(vpc, with_route), account.table(vpc, without_route)
    closed = account.group(vpc, "closed", 22, cidr)
    used = account.prefix_list("office", "192.0.2.0/24")
    account.internet(vpc, routed, forgotten)
    ids = {
        "vpc": vpc,
        "subnet_with_route": with_route,
        "subnet_without_route": without_route,
        "table_with_route": routed,
        "table_without_route": forgotten,
        "group_without_https": closed,
        "s3": account.gateway_endpoint(vpc, "s3", routed),
        "dynamodb_without_table": account.gateway_endpoint(vpc, "dynamodb"),
        "sqs_single_zone_and_closed": account.interface_endpoint(vpc, "sqs", [single], [closed]),
        "workloads": [account.workload(subnet, closed) for subnet in (with_route, without_route)],
        "zone_shadowing": account.zone(vpc, "amazonaws.com"),
        "prefix_list": used,
        "vpc_without_endpoints": None,
        "vpc_without_dns": None,
    }
    # The list is used by a route, so that its entries are asked for.
    gateway = account.ec2.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc]}])
    account.ec2.create_route(
        RouteTableId=forgotten,
        DestinationPrefixListId=used,
        GatewayId=gateway["InternetGateways"][0]["InternetGatewayId"],
    )
    bare = account.vpc("172.20.0.0/16")
    subnet = account.subnet(bare, "172.20.1.0/24")
    account.internet(bare, account.table(bare, subnet))
    account.workload(subnet, account.group(bare, "bare"))
    ids["vpc_without_endpoints"] = bare
    dark = account.vpc("172.21.0.0/16", dns_support=False, dns_hostnames=False)
    subnet = account.subnet(dark, "172.21.1.0/24")
    account.interface_endpoint(dark, "sqs", [subnet], [account.group(dark, "dark", 443, "172.21.0.0/16")])
    ids["vpc_without_dns"] = dark
    # A route to a part of S3 that is longer than every route of the prefix list.
    over = account.vpc("172.22.0.0/16")
    subnet = account.subnet(over, "172.22.1.0/24")
    table = account.table(over, subnet)
    gateway = account.internet(over, table)
    account.workload(subnet, account.group(over, "over"))
    ids["s3_overridden"] = account.gateway_endpoint(over, "s3", table)
    account.gateway_endpoint(over, "dynamodb", table)
    first = account.addresses("s3")[0].split("/")[0]
    account.ec2.create_route(RouteTableId=table, DestinationCidrBlock=f"{first}/32", GatewayId=gateway)
    ids["vpc_overridden"] = over
    ids["table_overridden"] = table
    ids["subnet_overridden"] = subnet
    return ids


def two_regions(url):
    """eu-west-1 has a good VPC and the bad ones, us-east-1 a good one only."""
    here, there = Account(url, "eu-west-1"), Account(url, "us-east-1")
    return {
        "eu-west-1": {"good": good(here, "10.1.0.0/16"), "bad": bad(here, "10.2.0.0/16")},
        "us-east-1": {"good": good(there, "10.3.0.0/16")},
    }


if __name__ == "__main__":
    print(json.dumps({"two_regions": two_regions}[sys.argv[2]](sys.argv[1])))
