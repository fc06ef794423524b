//! The lists byway knows how to ask AWS for.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One list AWS can be asked for, or one list per key (a VPC, a prefix list).
///
/// Facts declare the collections they need; the union over the chosen policies decides what a crawl asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Collection {
    /// `ec2:DescribeRegions`, once an account.
    Regions,
    /// `ec2:DescribeAvailabilityZones`.
    AvailabilityZones,
    /// `ec2:DescribeVpcs`.
    Vpcs,
    /// `ec2:DescribeVpcAttribute`, one question a VPC and attribute; the key is `<vpc-id>/<attribute>`.
    VpcAttributes,
    /// `ec2:DescribeSubnets`.
    Subnets,
    /// `ec2:DescribeRouteTables`.
    RouteTables,
    /// `ec2:DescribeVpcEndpoints`.
    VpcEndpoints,
    /// `ec2:DescribeVpcEndpointServices`.
    VpcEndpointServices,
    /// `ec2:DescribePrefixLists`: AWS's lists with their addresses.
    PrefixLists,
    /// `ec2:DescribeManagedPrefixLists`.
    ManagedPrefixLists,
    /// `ec2:GetManagedPrefixListEntries`; the key is the list's id.
    PrefixListEntries,
    /// `ec2:DescribeSecurityGroups`.
    SecurityGroups,
    /// `ec2:DescribeNetworkInterfaces`.
    NetworkInterfaces,
    /// `ec2:DescribeNatGateways`.
    NatGateways,
    /// `ec2:DescribeInternetGateways`.
    InternetGateways,
    /// `route53:ListHostedZones`, private ones, once an account.
    HostedZones,
    /// `route53:ListHostedZonesByVPC`, once an account and VPC; the key is the VPC's id.
    HostedZonesByVpc,
}

impl Collection {
    /// Every collection.
    pub const ALL: [Self; 17] = [
        Self::Regions,
        Self::AvailabilityZones,
        Self::Vpcs,
        Self::VpcAttributes,
        Self::Subnets,
        Self::RouteTables,
        Self::VpcEndpoints,
        Self::VpcEndpointServices,
        Self::PrefixLists,
        Self::ManagedPrefixLists,
        Self::PrefixListEntries,
        Self::SecurityGroups,
        Self::NetworkInterfaces,
        Self::NatGateways,
        Self::InternetGateways,
        Self::HostedZones,
        Self::HostedZonesByVpc,
    ];

    /// The operation that lists it, as `service:Operation`; also the IAM action that allows it.
    pub fn operation(self) -> &'static str {
        match self {
            Self::Regions => "ec2:DescribeRegions",
            Self::AvailabilityZones => "ec2:DescribeAvailabilityZones",
            Self::Vpcs => "ec2:DescribeVpcs",
            Self::VpcAttributes => "ec2:DescribeVpcAttribute",
            Self::Subnets => "ec2:DescribeSubnets",
            Self::RouteTables => "ec2:DescribeRouteTables",
            Self::VpcEndpoints => "ec2:DescribeVpcEndpoints",
            Self::VpcEndpointServices => "ec2:DescribeVpcEndpointServices",
            Self::PrefixLists => "ec2:DescribePrefixLists",
            Self::ManagedPrefixLists => "ec2:DescribeManagedPrefixLists",
            Self::PrefixListEntries => "ec2:GetManagedPrefixListEntries",
            Self::SecurityGroups => "ec2:DescribeSecurityGroups",
            Self::NetworkInterfaces => "ec2:DescribeNetworkInterfaces",
            Self::NatGateways => "ec2:DescribeNatGateways",
            Self::InternetGateways => "ec2:DescribeInternetGateways",
            Self::HostedZones => "route53:ListHostedZones",
            Self::HostedZonesByVpc => "route53:ListHostedZonesByVPC",
        }
    }

    /// The service part of [`Collection::operation`].
    pub fn service(self) -> &'static str {
        self.operation().split_once(':').map_or("", |(service, _)| service)
    }

    /// The member of the answer that holds the list, as the AWS CLI prints it.
    pub fn member(self) -> &'static str {
        match self {
            Self::Regions => "Regions",
            Self::AvailabilityZones => "AvailabilityZones",
            Self::Vpcs => "Vpcs",
            // NOTE: the answer is one object per call and has no list.
            Self::VpcAttributes => "",
            Self::Subnets => "Subnets",
            Self::RouteTables => "RouteTables",
            Self::VpcEndpoints => "VpcEndpoints",
            Self::VpcEndpointServices => "ServiceDetails",
            Self::PrefixLists | Self::ManagedPrefixLists => "PrefixLists",
            Self::PrefixListEntries => "Entries",
            Self::SecurityGroups => "SecurityGroups",
            Self::NetworkInterfaces => "NetworkInterfaces",
            Self::NatGateways => "NatGateways",
            Self::InternetGateways => "InternetGateways",
            Self::HostedZones => "HostedZones",
            Self::HostedZonesByVpc => "HostedZoneSummaries",
        }
    }

    /// Whether the question is asked per key and not once.
    pub fn is_keyed(self) -> bool {
        match self {
            Self::VpcAttributes | Self::PrefixListEntries | Self::HostedZonesByVpc => true,
            Self::Regions
            | Self::AvailabilityZones
            | Self::Vpcs
            | Self::Subnets
            | Self::RouteTables
            | Self::VpcEndpoints
            | Self::VpcEndpointServices
            | Self::PrefixLists
            | Self::ManagedPrefixLists
            | Self::SecurityGroups
            | Self::NetworkInterfaces
            | Self::NatGateways
            | Self::InternetGateways
            | Self::HostedZones => false,
        }
    }

    /// Whether the list belongs to the account and not to one of its Regions.
    pub fn is_global(self) -> bool {
        match self {
            Self::Regions | Self::HostedZones | Self::HostedZonesByVpc => true,
            Self::AvailabilityZones
            | Self::Vpcs
            | Self::VpcAttributes
            | Self::Subnets
            | Self::RouteTables
            | Self::VpcEndpoints
            | Self::VpcEndpointServices
            | Self::PrefixLists
            | Self::ManagedPrefixLists
            | Self::PrefixListEntries
            | Self::SecurityGroups
            | Self::NetworkInterfaces
            | Self::NatGateways
            | Self::InternetGateways => false,
        }
    }

    /// The file's stem in a folder of AWS CLI output: `ec2.describe-vpcs`.
    pub fn cli_name(self) -> &'static str {
        match self {
            Self::Regions => "ec2.describe-regions",
            Self::AvailabilityZones => "ec2.describe-availability-zones",
            Self::Vpcs => "ec2.describe-vpcs",
            Self::VpcAttributes => "ec2.describe-vpc-attribute",
            Self::Subnets => "ec2.describe-subnets",
            Self::RouteTables => "ec2.describe-route-tables",
            Self::VpcEndpoints => "ec2.describe-vpc-endpoints",
            Self::VpcEndpointServices => "ec2.describe-vpc-endpoint-services",
            Self::PrefixLists => "ec2.describe-prefix-lists",
            Self::ManagedPrefixLists => "ec2.describe-managed-prefix-lists",
            Self::PrefixListEntries => "ec2.get-managed-prefix-list-entries",
            Self::SecurityGroups => "ec2.describe-security-groups",
            Self::NetworkInterfaces => "ec2.describe-network-interfaces",
            Self::NatGateways => "ec2.describe-nat-gateways",
            Self::InternetGateways => "ec2.describe-internet-gateways",
            Self::HostedZones => "route53.list-hosted-zones",
            Self::HostedZonesByVpc => "route53.list-hosted-zones-by-vpc",
        }
    }
}

impl fmt::Display for Collection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.operation())
    }
}
