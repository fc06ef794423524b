//! The nouns, one file each. Members keep AWS's names and shapes, as the AWS CLI prints them.
//!
//! Enumerations stay strings: the SDK's own types lose values they do not know and disagree with the wire
//! (`available` against `Available`), and a value byway does not know must survive to become an Unknown.

mod availability_zone;
mod block_public_access;
mod dhcp_options;
mod endpoint_service;
mod flow_log;
mod gateway;
mod hosted_zone;
mod load_balancer;
mod metric;
mod network_acl;
mod network_interface;
mod organization;
mod peering;
mod prefix_list;
mod profile;
mod record;
mod region;
mod resolver;
mod route_table;
mod security_group;
mod security_group_rule;
mod subnet;
mod tag;
mod transit_gateway;
mod vpc;
mod vpc_endpoint;
mod vpc_endpoint_service;
mod vpn;

pub use availability_zone::AvailabilityZone;
pub use block_public_access::{VpcBlockPublicAccessExclusion, VpcBlockPublicAccessOptions};
pub use dhcp_options::{AttributeValue, DhcpConfiguration, DhcpOptions};
pub use endpoint_service::{
    AllowedPrincipal, ConnectionNotification, PrivateDnsNameConfiguration, ServiceConfiguration, SupportedRegionDetail,
    VpcEndpointAssociation, VpcEndpointConnection,
};
pub use flow_log::{DestinationOptionsResponse, FlowLog};
pub use gateway::{
    EgressOnlyInternetGateway, InternetGateway, InternetGatewayAttachment, NatGateway, NatGatewayAddress,
};
pub use hosted_zone::{HostedZone, HostedZoneConfig, HostedZoneOwner, HostedZoneSummary, LinkedService};
pub use load_balancer::{
    LoadBalancer, LoadBalancerAddress, LoadBalancerAttribute, LoadBalancerState, LoadBalancerZone, TargetDescription,
    TargetGroup, TargetHealth, TargetHealthDescription,
};
pub use metric::MetricSum;
pub use network_acl::{IcmpTypeCode, NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange};
pub use network_interface::{
    NetworkInterface, NetworkInterfaceAssociation, NetworkInterfaceAttachment, NetworkInterfaceIpv6Address,
    NetworkInterfacePrivateIpAddress,
};
pub use organization::{Organization, OrganizationAccount};
pub use peering::{
    CidrBlock, Ipv6CidrBlock, VpcPeeringConnection, VpcPeeringConnectionOptionsDescription,
    VpcPeeringConnectionStateReason, VpcPeeringConnectionVpcInfo,
};
pub use prefix_list::{ManagedPrefixList, PrefixList, PrefixListEntry};
pub use profile::{Profile, ProfileAssociation, ProfileResourceAssociation};
pub use record::{
    AliasTarget, CidrRoutingConfig, GeoLocation, GeoProximityLocation, HostedZoneVpc, ResourceRecord, ResourceRecordSet,
};
pub use region::RegionOnOffer;
pub use resolver::{
    ResolverEndpoint, ResolverEndpointIpAddress, ResolverQueryLogConfigAssociation, ResolverRule,
    ResolverRuleAssociation, TargetAddress,
};
pub use route_table::{PropagatingVgw, Route, RouteTable, RouteTableAssociation, RouteTableAssociationState};
pub use security_group::{
    GroupIdentifier, IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroup, UserIdGroupPair,
};
pub use security_group_rule::{ReferencedSecurityGroup, SecurityGroupRule, SecurityGroupVpcAssociation};
pub use subnet::{Subnet, SubnetIpv6CidrBlockAssociation};
pub use tag::Tag;
pub use transit_gateway::{
    EncryptionSupport, TransitGateway, TransitGatewayAttachment, TransitGatewayAttachmentAssociation,
    TransitGatewayOptions, TransitGatewayRoute, TransitGatewayRouteAttachment, TransitGatewayRouteTable,
    TransitGatewayRouteTablePropagation, TransitGatewayVpcAttachment, TransitGatewayVpcAttachmentOptions,
};
pub use vpc::{
    AttributeBooleanValue, CidrBlockState, Vpc, VpcAttribute, VpcCidrBlockAssociation, VpcIpv6CidrBlockAssociation,
};
pub use vpc_endpoint::{DnsEntry, DnsOptions, LastError, VpcEndpoint};
pub use vpc_endpoint_service::{PrivateDnsDetail, ServiceTypeDetail, VpcEndpointService};
pub use vpn::{VpcAttachment, VpnConnection, VpnConnectionOptions, VpnGateway, VpnStaticRoute};

/// A thing as AWS describes it, at rest.
pub trait Described: serde::Serialize + serde::de::DeserializeOwned + Clone + std::fmt::Debug + PartialEq {
    /// The id that orders a collection and names the thing: `vpc-…`, `Z…`.
    fn id(&self) -> &str;

    /// Tells things apart that AWS lists more than once under one id; empty where an id is one thing's alone.
    fn variant(&self) -> String {
        String::new()
    }

    /// Puts members that AWS returns in no order of its own into one, and times into one spelling, so that two
    /// answers that mean the same have the same bytes. Must not drop or add anything.
    fn canonicalise(&mut self);
}

/// One spelling for one instant: RFC 3339, UTC, no empty fraction. What is no time stays as it was answered.
fn canonical_time(time: &mut Option<String>) {
    if let Some(parsed) = time.as_deref().and_then(|text| text.parse::<jiff::Timestamp>().ok()) {
        *time = Some(parsed.to_string());
    }
}
