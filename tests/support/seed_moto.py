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
        self.resolver = boto3.client("route53resolver", **keys)
        self.elb = boto3.client("elbv2", **keys)
        servers = [{"Key": "domain-name-servers", "Values": ["AmazonProvidedDNS"]}]
        self.options = self.ec2.create_dhcp_options(DhcpConfigurations=servers)["DhcpOptions"]["DhcpOptionsId"]
        # moto gives VPCs no options, which leaves clients without a DNS server; AWS gives them the account's own.
        for vpc in self.ec2.describe_vpcs()["Vpcs"]:
            self.ec2.associate_dhcp_options(DhcpOptionsId=self.options, VpcId=vpc["VpcId"])

    def vpc(self, cidr, dns_support=True, dns_hostnames=True):
        vpc = self.ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
        self.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsSupport={"Value": dns_support})
        self.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": dns_hostnames})
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

    def interface_endpoint(self, vpc, service, subnets, groups, private_dns=True):
        made = self.ec2.create_vpc_endpoint(
            VpcId=vpc,
            VpcEndpointType="Interface",
            ServiceName=f"com.amazonaws.{self.region}.{service}",
            SubnetIds=subnets,
            SecurityGroupIds=groups,
            PrivateDnsEnabled=private_dns,
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

    def pair(self, vpc, zones="ab"):
        """A subnet in each zone; the VPC's block is 10.n.0.0/16."""
        net = self.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlock"].rsplit(".", 2)[0]
        return [self.subnet(vpc, f"{net}.{n}.0/24", zone) for n, zone in enumerate(zones)]

    def default_group(self, vpc):
        """The VPC's default group; moto's has no inbound rules, AWS's admits its own members."""
        filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
        return self.ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]

    def admit(self, group, protocol, ports, *cidrs, lists=()):
        self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(protocol, ports, cidrs, lists)])

    def let_out(self, group, protocol, ports, *cidrs, lists=()):
        """The group's only outbound rule is this."""
        held = self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissionsEgress"]
        self.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=held)
        self.ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rule(protocol, ports, cidrs, lists)])

    def acl(self, subnet, *denied):
        """The subnet's own ACL allows everything but what is (egress, from port, to port, block)."""
        vpc = self.ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["VpcId"]
        acl = self.ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
        for egress in (False, True):
            self.ec2.create_network_acl_entry(
                NetworkAclId=acl,
                RuleNumber=100,
                Protocol="-1",
                RuleAction="allow",
                Egress=egress,
                CidrBlock="0.0.0.0/0",
            )
        for number, (egress, first, last, cidr) in enumerate(denied, 10):
            self.ec2.create_network_acl_entry(
                NetworkAclId=acl,
                RuleNumber=number,
                Protocol="6",
                RuleAction="deny",
                Egress=egress,
                CidrBlock=cidr,
                PortRange={"From": first, "To": last},
            )
        acls = self.ec2.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])
        held = next(one for one in acls["NetworkAcls"][0]["Associations"] if one["SubnetId"] == subnet)
        self.ec2.replace_network_acl_association(
            AssociationId=held["NetworkAclAssociationId"],
            NetworkAclId=acl,
        )
        return acl

    def address(self, endpoint):
        """The address of an endpoint's first interface."""
        ids = self.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]["NetworkInterfaceIds"]
        found = self.ec2.describe_network_interfaces(NetworkInterfaceIds=ids[:1])["NetworkInterfaces"]
        return found[0]["PrivateIpAddress"]

    def record(self, zone, name, kind, *values):
        change = {
            "Action": "CREATE",
            "ResourceRecordSet": {
                "Name": name,
                "Type": kind,
                "TTL": 60,
                "ResourceRecords": [{"Value": value} for value in values],
            },
        }
        self.route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})

    def alias(self, zone, name, target):
        """A record that is an alias of an endpoint's name, wherever that is hosted."""
        target = {"DNSName": target, "HostedZoneId": "Z0ENDPOINTS", "EvaluateTargetHealth": False}
        change = {"Action": "CREATE", "ResourceRecordSet": {"Name": name, "Type": "A", "AliasTarget": target}}
        self.route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})

    def name_of(self, endpoint):
        """The endpoint's name, which moto makes otherwise than AWS."""
        return self.ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"][0]["DnsEntries"][0]["DnsName"]

    def peer(self, requester, accepter):
        made = self.ec2.create_vpc_peering_connection(VpcId=requester, PeerVpcId=accepter)["VpcPeeringConnection"]
        self.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=made["VpcPeeringConnectionId"])
        return made["VpcPeeringConnectionId"]

    def resolver_endpoint(self, name, direction, subnets, group):
        made = self.resolver.create_resolver_endpoint(
            CreatorRequestId=name,
            Name=name,
            SecurityGroupIds=[group],
            Direction=direction,
            IpAddresses=[{"SubnetId": subnet} for subnet in subnets],
        )
        return made["ResolverEndpoint"]["Id"]

    def forward(self, name, domain, endpoint, vpc):
        """A rule that forwards a domain to a server elsewhere, or a system rule where there is no endpoint."""
        kind = dict(RuleType="SYSTEM")
        if endpoint:
            targets = [{"Ip": "192.0.2.53", "Port": 53}]
            kind = dict(RuleType="FORWARD", TargetIps=targets, ResolverEndpointId=endpoint)
        made = self.resolver.create_resolver_rule(CreatorRequestId=name, Name=name, DomainName=domain, **kind)
        rule = made["ResolverRule"]["Id"]
        # moto sorts associations by name, and answers 500 where two have none.
        self.resolver.associate_resolver_rule(ResolverRuleId=rule, VPCId=vpc, Name=name)
        return rule

    def service_list(self, service):
        lists = self.ec2.describe_managed_prefix_lists()["PrefixLists"]
        name = f"com.amazonaws.{self.region}.{service}"
        return next(one["PrefixListId"] for one in lists if one["PrefixListName"] == name)

    def prefix_list(self, name, *cidrs, most=5):
        made = self.ec2.create_managed_prefix_list(
            PrefixListName=name,
            AddressFamily="IPv4",
            MaxEntries=most,
            Entries=[{"Cidr": cidr} for cidr in cidrs],
        )
        return made["PrefixList"]["PrefixListId"]


def rule(protocol, ports, cidrs, lists):
    return {
        "IpProtocol": protocol,
        "FromPort": ports[0],
        "ToPort": ports[1],
        "IpRanges": [{"CidrIp": cidr} for cidr in cidrs],
        "PrefixListIds": [{"PrefixListId": one} for one in lists],
    }


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
    groups = [account.group(dark, "dark", 443, "172.21.0.0/16")]
    ids["sqs_without_dns"] = account.interface_endpoint(dark, "sqs", [subnet], groups)
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
    """The VPC of two endpoints has DNS support off, so that no name of the one without private DNS leads to it either;
    mended, a private zone does."""
    vpc = account.vpc("10.8.0.0/16", dns_support=mended, dns_hostnames=mended)
    subnets = account.pair(vpc)
    groups = [account.group(vpc, "endpoint", 443)]
    account.interface_endpoint(vpc, "sqs", subnets, groups)
    endpoint = account.interface_endpoint(vpc, "sns", subnets, groups, private_dns=False)
    if mended:
        name = f"sns.{account.region}.amazonaws.com"
        account.alias(account.zone(vpc, name), name, account.name_of(endpoint))
    yield "vpc-dns-support-disabled", vpc, "", "fail:dns-support-off"
    yield "vpc-dns-hostnames-disabled", vpc, "", "fail:dns-hostnames-off"
    yield "interface-endpoint-private-dns-disabled", endpoint, "", "fail:no-name"


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
    yield "endpoint-ip-family-gap", live, "", "unknown"
    yield "cross-region-endpoint-review", live, "", "pass"
    yield "endpoint-not-available", gone, "", "not-applicable"


def other_servers(account, mended):
    """Clients are told to ask a server that does not know the endpoint's names."""
    vpc = account.vpc("10.11.0.0/16")
    account.interface_endpoint(vpc, "sqs", account.pair(vpc), [account.group(vpc, "endpoint", 443)])
    if not mended:
        servers = [{"Key": "domain-name-servers", "Values": ["192.0.2.53"]}]
        options = account.ec2.create_dhcp_options(DhcpConfigurations=servers)["DhcpOptions"]["DhcpOptionsId"]
        account.ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=vpc)
    yield "dhcp-dns-bypasses-resolver", vpc, "", "fail:other-servers"


def no_inbound(account, mended):
    """Networks behind a virtual private gateway cannot ask for the endpoint's names."""
    vpc = account.vpc("10.12.0.0/16")
    subnets = account.pair(vpc)
    account.interface_endpoint(vpc, "sqs", subnets, [account.group(vpc, "endpoint", 443)])
    gateway = account.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    account.ec2.attach_vpn_gateway(VpcId=vpc, VpnGatewayId=gateway)
    if mended:
        group = account.group(vpc, "resolver", 53)
        account.admit(group, "udp", (53, 53), "10.0.0.0/8")
        account.resolver_endpoint("inbound", "INBOUND", subnets, group)
    yield "hybrid-without-inbound-resolver", vpc, "", "fail:no-inbound", "unknown"


def stale_records(account, mended):
    """A record leads to an address that no network interface has any more, another to the name of an endpoint that is
    deleted; moto gives its endpoints no such name, so the record has the one of AWS's kind."""
    vpc = account.vpc("10.13.0.0/16")
    subnets = account.pair(vpc)
    if mended:
        account.ec2.create_network_interface(SubnetId=subnets[0], PrivateIpAddress="10.13.0.77", Description="proxy")
    sqs, sns = (f"{service}.{account.region}.amazonaws.com" for service in ("sqs", "sns"))
    zone = account.zone(vpc, sqs)
    account.record(zone, sqs, "A", "10.13.0.77")
    yield "phz-endpoint-record-stale", zone, f"{sqs}./A", "fail:gone-address"
    zone = account.zone(vpc, sns)
    if mended:
        account.record(zone, sns, "A", "10.13.0.77")
    else:
        gone = account.interface_endpoint(vpc, "sns", subnets, [account.group(vpc, "endpoint", 443)])
        account.ec2.delete_vpc_endpoints(VpcEndpointIds=[gone])
        account.alias(zone, sns, f"{gone}-0a1b2c3d.sns.{account.region}.vpce.amazonaws.com")
    yield "phz-endpoint-record-stale", zone, f"{sns}./A", "fail:dead-endpoint"


def pinned_record(account, mended):
    """A record in another VPC holds the address of a central endpoint; mended, of a proxy elsewhere."""
    hub, spoke = account.vpc("10.14.0.0/16"), account.vpc("10.15.0.0/16")
    endpoint = account.interface_endpoint(hub, "sqs", account.pair(hub), [account.group(hub, "endpoint", 443)])
    name = f"sqs.{account.region}.amazonaws.com"
    zone = account.zone(spoke, name)
    account.record(zone, name, "A", "192.0.2.77" if mended else account.address(endpoint))
    yield "phz-pins-endpoint-addresses", zone, f"{name}./A", "fail:pinned"


def missing_names(account, mended):
    """A zone leads to a central endpoint for ecr.dkr and has none of the registries' names."""
    hub, spoke = account.vpc("10.16.0.0/16"), account.vpc("10.17.0.0/16")
    endpoint = account.interface_endpoint(hub, "ecr.dkr", account.pair(hub), [account.group(hub, "endpoint", 443)])
    name = f"dkr.ecr.{account.region}.amazonaws.com"
    zone = account.zone(spoke, name)
    for name in (name, f"*.{name}") if mended else (name,):
        account.alias(zone, name, account.name_of(endpoint))
    yield "phz-missing-service-names", zone, spoke, "fail:wildcard-missing"


def dynamodb_zone(account, mended):
    """A private zone answers for DynamoDB; mended, for names of the customer's own."""
    vpc = account.vpc("10.18.0.0/16")
    name = "corp.example" if mended else f"dynamodb.{account.region}.amazonaws.com"
    yield "phz-overrides-dynamodb", account.zone(vpc, name), vpc, "fail:overridden"


def shadowing_zone(account, mended):
    """A private zone takes the endpoint's own name and has no record for it."""
    vpc = account.vpc("10.19.0.0/16")
    endpoint = account.interface_endpoint(vpc, "sqs", account.pair(vpc), [account.group(vpc, "endpoint", 443)])
    account.zone(vpc, "corp.example" if mended else f"sqs.{account.region}.amazonaws.com")
    yield "phz-shadows-endpoint-dns", endpoint, "", "fail:shadowed", "unknown"


def rules(account, mended):
    """One rule forwards an endpoint's name, another those of every AWS service; mended, the first is for a domain of
    the customer's and a system rule keeps the Region's names from the second."""
    vpc, wide = account.vpc("10.20.0.0/16"), account.vpc("10.21.0.0/16")
    subnets = account.pair(vpc)
    account.interface_endpoint(vpc, "sqs", subnets, [account.group(vpc, "endpoint", 443)])
    outbound = account.resolver_endpoint("outbound", "OUTBOUND", subnets, account.group(vpc, "resolver"))
    domain = "corp.example" if mended else f"sqs.{account.region}.amazonaws.com"
    rule = account.forward("narrow", domain, outbound, vpc)
    yield "resolver-rule-captures-aws-names", rule, vpc, "fail:captured"
    rule = account.forward("wide", "amazonaws.com", outbound, wide)
    if mended:
        account.forward("system", f"{account.region}.amazonaws.com", None, wide)
    yield "resolver-rule-forwards-aws-suffix", rule, wide, "unknown", "pass"
    yield "resolver-rule-association-failed", rule, wide, "pass"
    yield "resolver-component-unhealthy", outbound, "", "pass"


def one_zone_resolver(account, mended):
    """Both addresses of an outbound Resolver endpoint are in one zone."""
    vpc = account.vpc("10.22.0.0/16")
    endpoint = account.resolver_endpoint(
        "one-zone", "OUTBOUND", account.pair(vpc, "ab" if mended else "aa"), account.group(vpc, "resolver")
    )
    yield "resolver-endpoint-single-zone", endpoint, "", "fail:single-zone"


def closed_resolver(account, mended):
    """The group of an outbound Resolver endpoint lets no query out to the server that a rule forwards to."""
    vpc = account.vpc("10.23.0.0/16")
    group = account.group(vpc, "resolver")
    if not mended:
        account.let_out(group, "tcp", (443, 443), "10.0.0.0/8")
    endpoint = account.resolver_endpoint("closed", "OUTBOUND", account.pair(vpc), group)
    account.forward("closed", "partner.example", endpoint, vpc)
    yield "resolver-inbound-sg-blocks-dns", endpoint, "", "fail:targets-stopped"


def no_hostnames(account, mended):
    """DNS support is on and DNS hostnames are off."""
    vpc = account.vpc("10.24.0.0/16", dns_hostnames=mended)
    account.zone(vpc, "corp.example")
    yield "vpc-dns-hostnames-disabled", vpc, "", "fail:dns-hostnames-off"


def few_addresses(account, mended):
    """A subnet with an endpoint is of sixteen addresses, of which few are free."""
    vpc = account.vpc("10.25.0.0/16")
    small, other = account.subnet(vpc, "10.25.0.0/28"), account.subnet(vpc, "10.25.1.0/24", "b")
    group = account.group(vpc, "endpoint", 443)
    for _ in range(1 if mended else 4):
        account.workload(small, group)
    account.interface_endpoint(vpc, "sqs", [small, other], [group])
    yield "endpoint-subnet-ip-exhaustion", small, "", "fail:interface"


def execute_api(account, mended):
    """Private DNS of an endpoint for execute-api takes the names of public APIs."""
    vpc = account.vpc("10.26.0.0/16")
    groups = [account.group(vpc, "endpoint", 443)]
    endpoint = account.interface_endpoint(vpc, "execute-api", account.pair(vpc), groups, private_dns=mended is False)
    yield "execute-api-private-dns-shadows-public-apis", endpoint, "", "fail:private-dns-on"


def s3_names(account, mended):
    """S3 traffic goes by an interface endpoint though there is a gateway endpoint; mended, there is none."""
    vpc = account.vpc("10.27.0.0/16")
    subnets = account.pair(vpc)
    if not mended:
        account.gateway_endpoint(vpc, "s3", account.table(vpc, *subnets))
    endpoint = account.interface_endpoint(vpc, "s3", subnets, [account.group(vpc, "endpoint", 443)])
    yield "s3-interface-dns-mode", endpoint, "", "fail:vpc-traffic-billed"


def peering_routes(account, mended):
    """A route leads the whole of the peer's block to it, another what it has no endpoint for."""
    near, far = account.vpc("10.28.0.0/16"), account.vpc("10.29.0.0/16")
    peering = account.peer(near, far)
    table = account.table(near, account.subnet(near, "10.28.0.0/24"))
    subnet = account.subnet(far, "10.29.0.0/24")
    dynamodb = account.service_list("dynamodb")
    cidr = "10.29.1.0/24" if mended else "10.29.0.0/16"
    for destination in (dict(DestinationCidrBlock=cidr), dict(DestinationPrefixListId=dynamodb)):
        account.ec2.create_route(RouteTableId=table, VpcPeeringConnectionId=peering, **destination)
    if mended:
        groups = [account.group(far, "endpoint", 443)]
        account.interface_endpoint(far, "dynamodb", [subnet], groups, private_dns=False)
    yield "peering-route-too-broad", table, cidr, "fail:whole-block"
    yield "gateway-endpoint-remote-clients", table, dynamodb, "fail:remote"


def gone_peering(account, mended):
    """A group names a group over a peering connection that is gone, and a route leads there: in moto the rule has no
    word of it and the route stays active, so both pass."""
    near, far = account.vpc("10.40.0.0/16"), account.vpc("10.41.0.0/16")
    peering = account.peer(near, far)
    table = account.table(near, account.subnet(near, "10.40.0.0/24"))
    account.ec2.create_route(
        RouteTableId=table, DestinationCidrBlock="10.41.0.0/24", VpcPeeringConnectionId=peering
    )
    group, other = account.group(near, "app"), account.group(far, "app")
    pair = {"GroupId": other, "VpcId": far, "VpcPeeringConnectionId": peering}
    permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [pair]}
    account.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    if not mended:
        account.ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=peering)
    yield "sg-stale-peer-reference", group, "", "pass"
    yield "route-target-blackhole", table, "10.41.0.0/24", "pass"


def prefix_lists(account, mended):
    """Lists that groups name: one copies S3's addresses, one has room for many, one holds half of all addresses."""
    vpc = account.vpc("10.30.0.0/16")
    group = account.group(vpc, "app")
    copied = account.prefix_list("copied", *(["192.0.2.0/24"] if mended else account.addresses("s3")))
    large = account.prefix_list("large", "198.51.100.0/24", most=5 if mended else 20)
    half = account.prefix_list("half", "203.0.113.0/24" if mended else "128.0.0.0/1")
    account.let_out(group, "tcp", (443, 443), lists=[copied])
    account.admit(group, "tcp", (443, 443), lists=[large, half])
    yield "prefix-list-copies-service-ranges", copied, "", "fail:copied"
    yield "prefix-list-oversized", large, "", "fail:oversized"
    yield "prefix-list-hides-any-cidr", half, "", "fail:any-source"
    yield "prefix-list-failed-state", half, "", "pass"
    spelled = account.group(vpc, "spelled")
    lists = [account.service_list("dynamodb")] if mended else []
    account.let_out(spelled, "tcp", (443, 443), *([] if mended else account.addresses("dynamodb")[:3]), lists=lists)
    yield "security-group-copies-service-ranges", spelled, "", "fail:drifted"


def contradicting_lists(account, mended):
    """Lists with a block in common lead to different gateways."""
    vpc = account.vpc("10.31.0.0/16")
    subnet = account.subnet(vpc, "10.31.0.0/24")
    table = account.table(vpc, subnet)
    partners = account.prefix_list("partners", "198.51.100.0/24")
    offices = account.prefix_list("offices", "203.0.113.0/24" if mended else "198.51.100.0/24")
    internet, nat = account.internet(vpc), account.nat(subnet)
    account.ec2.create_route(RouteTableId=table, DestinationPrefixListId=partners, GatewayId=internet)
    account.ec2.create_route(RouteTableId=table, DestinationPrefixListId=offices, NatGatewayId=nat)
    yield "prefix-list-routes-ambiguous", table, "", "fail:ambiguous"


def one_zone_service(account, mended):
    """The load balancer of an endpoint service has a subnet in one of the VPC's two zones."""
    vpc = account.vpc("10.32.0.0/16")
    subnets = account.pair(vpc)[: 2 if mended else 1]
    made = account.elb.create_load_balancer(Name="orders", Type="network", Scheme="internal", Subnets=subnets)
    made = account.ec2.create_vpc_endpoint_service_configuration(
        NetworkLoadBalancerArns=[made["LoadBalancers"][0]["LoadBalancerArn"]], AcceptanceRequired=True
    )
    yield "endpoint-service-single-zone", made["ServiceConfiguration"]["ServiceId"], "", "fail:single-zone"


def inspection(account, mended):
    """Workloads of two zones leave by the Gateway Load Balancer endpoint of one."""
    vpc = account.vpc("10.33.0.0/16")
    apps = account.pair(vpc)
    firewalls = [account.subnet(vpc, f"10.33.{n}.0/24", zone) for n, zone in ((10, "a"), (11, "b"))]
    endpoints = [
        account.ec2.create_vpc_endpoint(
            VpcId=vpc,
            VpcEndpointType="GatewayLoadBalancer",
            ServiceName=f"com.amazonaws.vpce.{account.region}.vpce-svc-0123456789abcdef0",
            SubnetIds=[firewall],
        )["VpcEndpoint"]["VpcEndpointId"]
        for firewall in firewalls
    ]
    tables = [account.table(vpc, app) for app in apps]
    for table, endpoint in zip(tables, endpoints if mended else endpoints[:1] * 2):
        account.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", VpcEndpointId=endpoint)
    yield "gwlbe-cross-zone-route", tables[0], "0.0.0.0/0", "pass"
    yield "gwlbe-cross-zone-route", tables[1], "0.0.0.0/0", "fail:cross-zone"


def zone_gap(account, mended):
    """An endpoint is in two zones, and a workload runs in the third."""
    vpc = account.vpc("10.34.0.0/16")
    subnets = account.pair(vpc, "abc")
    group = account.group(vpc, "endpoint", 443)
    account.workload(subnets[2], group)
    endpoint = account.interface_endpoint(vpc, "sqs", subnets if mended else subnets[:2], [group])
    yield "interface-endpoint-zone-gap", endpoint, "", "fail:zone-gap"


def one_nat(account, mended):
    """A subnet leaves by the NAT gateway of another zone, the VPC's only one."""
    vpc = account.vpc("10.35.0.0/16")
    fronts, app = account.pair(vpc), account.subnet(vpc, "10.35.10.0/24", "b")
    outer, inner = account.table(vpc, *fronts), account.table(vpc, app)
    account.internet(vpc, outer)
    account.nat(fronts[1 if mended else 0], inner)
    # The interfaces of moto's NAT gateways look like a workload's.
    for service in ("s3", "dynamodb"):
        account.gateway_endpoint(vpc, service, outer, inner)
    yield "nat-zone-dependency", app, "", "fail:single-nat"


def client_group(account, mended):
    """A workload's group lets HTTPS out to the VPC only, and not to the gateway endpoint's list."""
    vpc = account.vpc("10.36.0.0/16")
    subnet = account.subnet(vpc, "10.36.0.0/24")
    table = account.table(vpc, subnet)
    group = account.group(vpc, "app")
    account.let_out(group, "tcp", (443, 443), "10.36.0.0/16", lists=[account.service_list("s3")] if mended else [])
    account.workload(subnet, group)
    account.gateway_endpoint(vpc, "s3", table)
    yield "client-sg-egress-misses-gateway-prefix-list", subnet, "s3/ipv4", "fail:blocked"


def default_groups(account, mended):
    """One endpoint has the VPC's default group, another has it among others."""
    vpc = account.vpc("10.37.0.0/16")
    subnets = account.pair(vpc)
    default, group = account.default_group(vpc), account.group(vpc, "endpoint", 443)
    account.admit(default, "tcp", (443, 443), "10.0.0.0/8")
    endpoint = account.interface_endpoint(vpc, "sqs", subnets, [group if mended else default])
    yield "endpoint-uses-default-sg", endpoint, "", "fail:default-only"
    endpoint = account.interface_endpoint(vpc, "sns", subnets, [group] if mended else [default, group])
    yield "endpoint-default-sg-among-others", endpoint, "", "fail:default-attached"


def wide_groups(account, mended):
    """The groups of three endpoints: one admits every port, one everybody, one not every client."""
    vpc = account.vpc("10.38.0.0/16")
    subnets = account.pair(vpc)
    ports, sources, clients = (account.group(vpc, name) for name in ("ports", "sources", "clients"))
    account.admit(ports, "tcp", (443, 443) if mended else (0, 65535), "10.0.0.0/8")
    account.admit(sources, "tcp", (443, 443), "10.0.0.0/8" if mended else "0.0.0.0/0")
    account.admit(clients, "tcp", (443, 443), "10.0.0.0/8" if mended else "10.38.0.0/24")
    account.workload(account.subnet(vpc, "10.38.10.0/24"), account.group(vpc, "app"))
    endpoints = [
        account.interface_endpoint(vpc, service, subnets, [group])
        for service, group in (("sqs", ports), ("sns", sources), ("kms", clients))
    ]
    yield "endpoint-sg-excess-ports", ports, "", "fail:more-ports"
    yield "endpoint-sg-too-broad", sources, "", "fail:any-source"
    yield "endpoint-sg-misses-clients", endpoints[2], "", "fail:subnet-not-admitted"


def closed_acls(account, mended):
    """The ACL of one subnet stops requests to S3, that of another replies to clients of an interface endpoint."""
    vpc = account.vpc("10.39.0.0/16")
    app, *subnets = account.pair(vpc, "aab")
    account.gateway_endpoint(vpc, "s3", account.table(vpc, app))
    group = account.group(vpc, "endpoint", 443)
    account.workload(app, group)
    account.interface_endpoint(vpc, "sqs", subnets, [group])
    first = account.addresses("s3")[0]
    account.acl(app, *([] if mended else [(True, 443, 443, first)]))
    account.acl(subnets[0], *([] if mended else [(True, 1024, 65535, "10.39.0.0/24")]))
    yield "nacl-blocks-gateway-endpoint", app, "s3/ipv4", "fail:requests-denied"
    yield "nacl-blocks-interface-endpoint", subnets[0], "", "fail:replies-denied"


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
    other_servers,
    no_inbound,
    stale_records,
    pinned_record,
    missing_names,
    dynamodb_zone,
    shadowing_zone,
    rules,
    one_zone_resolver,
    closed_resolver,
    no_hostnames,
    few_addresses,
    execute_api,
    s3_names,
    peering_routes,
    gone_peering,
    prefix_lists,
    contradicting_lists,
    one_zone_service,
    inspection,
    zone_gap,
    one_nat,
    client_group,
    default_groups,
    wide_groups,
    closed_acls,
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
