"""Puts resources into a moto server and prints their ids as JSON.

    seed_moto.py URL SCENARIO

A scenario is a function of this file. Its ids are random, so tests refer to the names printed here.
"""

import json
import sys

import boto3


class Account:
    """One Region of the account behind the server, with short ways to make what audits look at."""

    def __init__(self, url, region, number=None):
        """The server's own account, or the one of this number."""
        self.region = region
        keys = dict(aws_access_key_id="testing", aws_secret_access_key="testing", region_name=region, endpoint_url=url)
        if number:
            role = dict(RoleArn=f"arn:aws:iam::{number}:role/seed", RoleSessionName="seed")
            session = boto3.client("sts", **keys).assume_role(**role)["Credentials"]
            keys |= dict(
                aws_access_key_id=session["AccessKeyId"],
                aws_secret_access_key=session["SecretAccessKey"],
                aws_session_token=session["SessionToken"],
            )
        self.ec2 = boto3.client("ec2", **keys)
        self.route53 = boto3.client("route53", **keys)
        servers = [{"Key": "domain-name-servers", "Values": ["AmazonProvidedDNS"]}]
        self.options = self.ec2.create_dhcp_options(DhcpConfigurations=servers)["DhcpOptions"]["DhcpOptionsId"]

    def vpc(self, cidr, dns_support=True, dns_hostnames=True):
        vpc = self.ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
        self.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsSupport={"Value": dns_support})
        self.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": dns_hostnames})
        # moto gives new VPCs no options, which leaves clients without a DNS server; AWS gives them the account's own.
        self.ec2.associate_dhcp_options(DhcpOptionsId=self.options, VpcId=vpc)
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

    def service_list(self, service):
        lists = self.ec2.describe_managed_prefix_lists()["PrefixLists"]
        name = f"com.amazonaws.{self.region}.{service}"
        return next(one["PrefixListId"] for one in lists if one["PrefixListName"] == name)

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


# One VPC for each defect, sound in every other way, and the same VPC mended. Each function makes either and gives the
# subjects: policy, resource id, key, and the verdict that byway owes the one with the defect.


def s3_missing(account, mended):
    """Workloads reach S3 through a NAT gateway."""
    vpc = account.vpc("10.1.0.0/16")
    front, app = account.subnet(vpc, "10.1.0.0/24"), account.subnet(vpc, "10.1.1.0/24")
    tables = [account.table(vpc, front), account.table(vpc, app)]
    account.internet(vpc, tables[0])
    account.nat(front, tables[1])
    account.workload(app, account.group(vpc, "app"))
    account.gateway_endpoint(vpc, "dynamodb", *tables)
    if mended:
        account.gateway_endpoint(vpc, "s3", *tables)
    yield "gateway-endpoint-s3-missing", vpc, "", "fail:via-nat"


def dynamodb_missing(account, mended):
    """Workloads reach DynamoDB through the internet gateway."""
    vpc = account.vpc("10.2.0.0/16")
    subnet = account.subnet(vpc, "10.2.0.0/24")
    table = account.table(vpc, subnet)
    account.internet(vpc, table)
    account.workload(subnet, account.group(vpc, "app"))
    account.gateway_endpoint(vpc, "s3", table)
    if mended:
        account.gateway_endpoint(vpc, "dynamodb", table)
    yield "gateway-endpoint-dynamodb-missing", vpc, "", "fail:via-igw"


def without_route_table(account, mended):
    """One endpoint has no table, one a table that no subnet follows."""
    vpc = account.vpc("10.3.0.0/16")
    used, unused = account.table(vpc, account.subnet(vpc, "10.3.0.0/24")), account.table(vpc)
    policy = "gateway-endpoint-without-route-table"
    endpoint = account.gateway_endpoint(vpc, "s3", *([used] if mended else []))
    yield policy, endpoint, "", "fail:no-route-table"
    endpoint = account.gateway_endpoint(vpc, "dynamodb", used if mended else unused)
    yield policy, endpoint, "", "fail:tables-unused"


def subnet_not_routed(account, mended):
    """The table of the second subnet was forgotten when the S3 endpoint was made."""
    vpc = account.vpc("10.4.0.0/16")
    subnets = [account.subnet(vpc, "10.4.0.0/24"), account.subnet(vpc, "10.4.1.0/24", "b")]
    tables = [account.table(vpc, subnet) for subnet in subnets]
    account.internet(vpc, *tables)
    group = account.group(vpc, "app")
    for subnet in subnets:
        account.workload(subnet, group)
    account.gateway_endpoint(vpc, "s3", *(tables if mended else tables[:1]))
    account.gateway_endpoint(vpc, "dynamodb", *tables)
    policy = "gateway-endpoint-subnet-not-routed"
    yield policy, subnets[0], "s3/ipv4", "pass"
    yield policy, subnets[1], "s3/ipv4", "fail:public-path"
    yield policy, subnets[1], "dynamodb/ipv4", "pass"


def route_overridden(account, mended):
    """A static route is longer than an entry of S3's list, which has 3.5.0.0/19 in moto; mended, it is shorter."""
    vpc = account.vpc("10.5.0.0/16")
    subnet = account.subnet(vpc, "10.5.0.0/24")
    table = account.table(vpc, subnet)
    gateway = account.internet(vpc)
    account.workload(subnet, account.group(vpc, "app"))
    account.gateway_endpoint(vpc, "s3", table)
    account.gateway_endpoint(vpc, "dynamodb", table)
    cidr = "3.0.0.0/9" if mended else "3.5.0.0/20"
    account.ec2.create_route(RouteTableId=table, DestinationCidrBlock=cidr, GatewayId=gateway)
    policy = "gateway-endpoint-route-overridden"
    yield policy, table, account.service_list("s3"), "fail:overridden"
    yield policy, table, account.service_list("dynamodb"), "pass"


def single_zone(account, mended):
    """An interface endpoint has a subnet in one of the VPC's two zones."""
    vpc = account.vpc("10.6.0.0/16")
    subnets = [account.subnet(vpc, f"10.6.{n}.0/24", zone) for n, zone in enumerate("ab")]
    group = account.group(vpc, "endpoint", 443)
    endpoint = account.interface_endpoint(vpc, "sqs", subnets if mended else subnets[:1], [group])
    yield "interface-endpoint-single-az", endpoint, "", "fail:single-az"


def closed_group(account, mended):
    """The endpoint's group admits SSH and not HTTPS."""
    vpc = account.vpc("10.7.0.0/16")
    subnets = [account.subnet(vpc, f"10.7.{n}.0/24", zone) for n, zone in enumerate("ab")]
    group = account.group(vpc, "endpoint", 443 if mended else 22)
    yield "endpoint-sg-blocks-https", account.interface_endpoint(vpc, "sqs", subnets, [group]), "", "fail:port-closed"


def no_dns(account, mended):
    """The VPC of an endpoint has DNS support off."""
    vpc = account.vpc("10.8.0.0/16", dns_support=mended, dns_hostnames=mended)
    subnets = [account.subnet(vpc, f"10.8.{n}.0/24", zone) for n, zone in enumerate("ab")]
    account.interface_endpoint(vpc, "sqs", subnets, [account.group(vpc, "endpoint", 443)])
    yield "vpc-dns-support-disabled", vpc, "", "fail:dns-support-off"


def apex_zone(account, mended):
    """A private zone answers for every AWS name; mended, for one service's."""
    vpc = account.vpc("10.9.0.0/16")
    name = f"sqs.{account.region}.amazonaws.com" if mended else "amazonaws.com"
    yield "phz-apex-shadows-aws-names", account.zone(vpc, name), vpc, "fail:apex"


def endpoint_states(account, mended):
    """moto's endpoints are available or deleted, never failed, rejected, expired, partial or pending: the policy can
    only pass here, and must not judge what was deleted."""
    vpc = account.vpc("10.10.0.0/16")
    subnets = [account.subnet(vpc, f"10.10.{n}.0/24", zone) for n, zone in enumerate("ab")]
    group = account.group(vpc, "endpoint", 443)
    live, gone = (account.interface_endpoint(vpc, service, subnets, [group]) for service in ("sqs", "sns"))
    account.ec2.delete_vpc_endpoints(VpcEndpointIds=[gone])
    yield "endpoint-not-available", live, "", "pass"
    yield "endpoint-not-available", gone, "", "not-applicable"


DEFECTS = [
    s3_missing,
    dynamodb_missing,
    without_route_table,
    subnet_not_routed,
    route_overridden,
    single_zone,
    closed_group,
    no_dns,
    apex_zone,
    endpoint_states,
]


def defects(url):
    """Every defect in one account and everything mended in another, both in two Regions."""
    subjects = {}
    for number in ("111111111111", "222222222222"):
        for region in ("eu-west-1", "us-east-1"):
            account = Account(url, region, number)
            made = [subject for defect in DEFECTS for subject in defect(account, number == "222222222222")]
            subjects.setdefault(number, {})[region] = made
    return subjects


if __name__ == "__main__":
    print(json.dumps({"two_regions": two_regions, "defects": defects}[sys.argv[2]](sys.argv[1])))
