//! What decides about a name, as hops.

use crate::finding::Hop;
use crate::id::Kind;
use crate::network::{Place, Seat};
use crate::snapshot::Collection;
use crate::snapshot::model::{DhcpOptions, Profile, ResolverRule, Vpc, VpcEndpoint};
use serde_json::Value;

pub(super) const VPC_DNS: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html";
pub(super) const DHCP: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html";
pub(super) const ZONES: &str =
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html";
pub(super) const RULES: &str = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network-domain-name-matches.html";
pub(super) const PROFILES: &str = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html";
pub(super) const PRIVATE_DNS: &str =
    "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html";

/// An attribute of a VPC: `EnableDnsSupport` or `EnableDnsHostnames`.
pub(super) fn of_attribute(vpc: Seat<'_, Vpc>, member: &str, value: bool, action: &str) -> Hop {
    Hop {
        resource: vpc.place.resource(Kind::Vpc, vpc.it.owner_id.as_deref(), &vpc.it.vpc_id),
        action: action.to_owned(),
        operation: Collection::VpcAttributes.operation().to_owned(),
        pointer: format!("/{member}/Value"),
        value: Value::Bool(value),
        see: VPC_DNS,
    }
}

/// The VPC itself, by the set of DHCP options it names.
pub(super) fn of_vpc(vpc: Seat<'_, Vpc>, action: &str) -> Hop {
    Hop {
        resource: vpc.place.resource(Kind::Vpc, vpc.it.owner_id.as_deref(), &vpc.it.vpc_id),
        action: action.to_owned(),
        operation: Collection::Vpcs.operation().to_owned(),
        pointer: "/DhcpOptionsId".to_owned(),
        value: vpc.it.dhcp_options_id.clone().map_or(Value::Null, Value::String),
        see: DHCP,
    }
}

/// The name servers of a set of DHCP options.
pub(super) fn of_options(place: &Place<'_>, options: &DhcpOptions, at: Option<usize>, action: String) -> Hop {
    let held = at.and_then(|at| options.dhcp_configurations.get(at));
    Hop {
        resource: place.resource(Kind::DhcpOptions, options.owner_id.as_deref(), &options.dhcp_options_id),
        action,
        operation: Collection::DhcpOptions.operation().to_owned(),
        pointer: at.map_or_else(|| "/DhcpConfigurations".to_owned(), |at| format!("/DhcpConfigurations/{at}")),
        value: held.and_then(|held| serde_json::to_value(held).ok()).unwrap_or_default(),
        see: DHCP,
    }
}

/// A rule.
pub(super) fn of_rule(place: &Place<'_>, rule: &ResolverRule, action: String) -> Hop {
    Hop {
        resource: place.resource(Kind::ResolverRule, rule.owner_id.as_deref(), &rule.id),
        action,
        operation: Collection::ResolverRules.operation().to_owned(),
        pointer: "/TargetIps".to_owned(),
        value: serde_json::to_value(&rule.target_ips).unwrap_or_default(),
        see: RULES,
    }
}

/// A Profile, which brings what decides into the VPC.
pub(super) fn of_profile(place: &Place<'_>, id: &str) -> Hop {
    let profile: Option<Seat<'_, Profile>> = place.find(&place.view.profiles, id);
    Hop {
        resource: place.resource(Kind::Profile, owner_of(profile), id),
        action: "the VPC's Profile brings what decides".to_owned(),
        operation: Collection::Profiles.operation().to_owned(),
        pointer: "/Id".to_owned(),
        value: Value::String(id.to_owned()),
        see: PROFILES,
    }
}

/// The account in a Profile's ARN.
fn owner_of<'i>(profile: Option<Seat<'i, Profile>>) -> Option<&'i str> {
    profile?.it.arn.as_deref()?.split(':').nth(4).filter(|account| !account.is_empty())
}

/// An endpoint that answers for a name: the entry that bears it, or that its private DNS is on.
pub(super) fn of_endpoint(endpoint: Seat<'_, VpcEndpoint>, name: &str, action: &str) -> Hop {
    let entries = endpoint.it.dns_entries.iter().enumerate();
    let entry = entries
        .filter_map(|(at, entry)| Some((at, entry.dns_name.as_deref()?)))
        .find(|(_, held)| super::domain::normal(held) == name);
    let (pointer, value) = match entry {
        Some((at, held)) => (format!("/DnsEntries/{at}/DnsName"), Value::String(held.to_owned())),
        None => ("/PrivateDnsEnabled".to_owned(), endpoint.it.private_dns_enabled.map_or(Value::Null, Value::Bool)),
    };
    Hop {
        resource: endpoint.place.resource(
            Kind::VpcEndpoint,
            endpoint.it.owner_id.as_deref(),
            &endpoint.it.vpc_endpoint_id,
        ),
        action: action.to_owned(),
        operation: Collection::VpcEndpoints.operation().to_owned(),
        pointer,
        value,
        see: PRIVATE_DNS,
    }
}

/// A zone: the record that decides, or that it has none.
pub(super) fn of_zone(
    place: &Place<'_>,
    owner: Option<&str>,
    id: &str,
    record: Option<(usize, Value)>,
    action: String,
) -> Hop {
    let (collection, pointer, value) = match record {
        Some((at, value)) => (Collection::ResourceRecordSets, format!("/ResourceRecordSets/{at}"), value),
        None => (Collection::HostedZonesByVpc, "/Name".to_owned(), Value::Null),
    };
    Hop {
        resource: place.resource(Kind::HostedZone, owner, id),
        action,
        operation: collection.operation().to_owned(),
        pointer,
        value,
        see: ZONES,
    }
}
