//! Something to ask about: a thing that a listing has shown, else one that is well-formed and does not exist.

use super::ask::{MetricQuery, With};
use crate::id::{AccountId, Partition, Region};
use crate::snapshot::folder::attribute_key;
use crate::snapshot::{Collection, Items};

/// One thing of each kind that the account has.
#[derive(Debug, Default)]
pub(super) struct Shown {
    vpc: Option<String>,
    /// A VPC of the account's own: nobody else may list its zones.
    own_vpc: Option<String>,
    zone: Option<String>,
    prefix_list: Option<String>,
    route_table: Option<String>,
    service: Option<String>,
    load_balancer: Option<String>,
    target_group: Option<String>,
    resolver_endpoint: Option<String>,
    profile: Option<String>,
}

impl Shown {
    /// Takes in what a listing showed to `account`.
    pub(super) fn learn(&mut self, items: &Items, account: &AccountId) {
        match items {
            Items::Vpcs(vpcs) => {
                let is_own = |owner: Option<&str>| owner.is_none_or(|owner| owner == account.as_str());
                self.vpc = vpcs.first().map(|vpc| vpc.vpc_id.clone());
                self.own_vpc = vpcs.iter().find(|vpc| is_own(vpc.owner_id.as_deref())).map(|vpc| vpc.vpc_id.clone());
            }
            Items::HostedZones(zones) => {
                let own = zones.iter().find(|zone| zone.linked_service.is_none());
                self.zone = own.map(|zone| zone.id.clone());
            }
            Items::PrefixLists(lists) => {
                self.prefix_list = lists.first().map(|list| list.prefix_list_id.clone());
            }
            Items::ManagedPrefixLists(lists) if !lists.is_empty() => {
                self.prefix_list = lists.first().map(|list| list.prefix_list_id.clone());
            }
            Items::TransitGatewayRouteTables(tables) => {
                self.route_table = tables.first().map(|table| table.transit_gateway_route_table_id.clone());
            }
            Items::ServiceConfigurations(services) => {
                self.service = services.first().map(|service| service.service_id.clone());
            }
            Items::LoadBalancers(balancers) => {
                self.load_balancer = balancers.first().map(|balancer| balancer.load_balancer_arn.clone());
            }
            Items::TargetGroups(groups) => {
                self.target_group = groups.first().map(|group| group.target_group_arn.clone());
            }
            Items::ResolverEndpoints(endpoints) => {
                self.resolver_endpoint = endpoints.first().map(|endpoint| endpoint.id.clone());
            }
            Items::Profiles(profiles) => self.profile = profiles.first().map(|profile| profile.id.clone()),
            // No question is about one of the others.
            _ => {}
        }
    }
}

/// A question that a crawl might put, about something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Probe {
    pub(super) collection: Collection,
    pub(super) key: String,
    pub(super) with: With,
    /// Whether what is asked about does not exist.
    pub(super) is_made_up: bool,
}

impl Probe {
    pub(super) fn of(
        collection: Collection,
        shown: &Shown,
        partition: Partition,
        region: &Region,
        account: &AccountId,
    ) -> Self {
        let arn = |rest: &str| format!("arn:{partition}:elasticloadbalancing:{region}:{account}:{rest}");
        let id = |prefix: &str| format!("{prefix}00000000000000000");
        let (found, made_up) = match collection {
            Collection::VpcAttributes => (&shown.vpc, id("vpc-")),
            Collection::HostedZonesByVpc => (&shown.own_vpc, id("vpc-")),
            Collection::HostedZoneVpcs | Collection::ResourceRecordSets => (&shown.zone, id("Z000")),
            Collection::PrefixListEntries => (&shown.prefix_list, id("pl-")),
            Collection::TransitGatewayPropagations | Collection::TransitGatewayRoutes => {
                (&shown.route_table, id("tgw-rtb-"))
            }
            Collection::ServicePermissions => (&shown.service, id("vpce-svc-")),
            Collection::LoadBalancerAttributes => {
                (&shown.load_balancer, arn("loadbalancer/net/byway-preflight/0000000000000000"))
            }
            Collection::TargetHealth => (&shown.target_group, arn("targetgroup/byway-preflight/0000000000000000")),
            Collection::ResolverEndpointIpAddresses => (&shown.resolver_endpoint, id("rslvr-in-")),
            Collection::ProfileResourceAssociations => (&shown.profile, id("rp-")),
            Collection::Metrics => return Self::metric(collection, id("nat-")),
            // The others are asked about nothing.
            _ => {
                return Self { collection, key: String::new(), with: With::Nothing, is_made_up: false };
            }
        };
        let key = found.clone().unwrap_or(made_up);
        let key = if collection == Collection::VpcAttributes { attribute_key(&key, "EnableDnsSupport") } else { key };
        Self { collection, key, with: With::Nothing, is_made_up: found.is_none() }
    }

    /// Of a resource that does not exist CloudWatch has no metrics, and says so with an answer.
    fn metric(collection: Collection, gateway: String) -> Self {
        let namespace = "AWS/NATGateway";
        let query = MetricQuery {
            id: gateway.clone(),
            namespace,
            name: "BytesOutToDestination",
            dimensions: vec![("NatGatewayId", gateway)],
        };
        Self { collection, key: namespace.to_owned(), with: With::Metrics(vec![query]), is_made_up: true }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use crate::snapshot::model::Vpc;

    fn probe(collection: Collection, shown: &Shown) -> Probe {
        let region: Region = "eu-west-1".parse().unwrap();
        Probe::of(collection, shown, Partition::Aws, &region, &"111122223333".parse().unwrap())
    }

    #[test]
    fn every_keyed_question_has_a_key_of_its_kind_and_no_other_has_one() {
        for collection in Collection::ALL {
            let Probe { key, is_made_up, .. } = probe(collection, &Shown::default());
            assert_eq!(key.is_empty(), !collection.is_keyed(), "{collection}");
            assert!(key.starts_with(collection.key_prefix()), "{collection}: {key}");
            assert_eq!(is_made_up, collection.is_keyed(), "{collection}");
        }
    }

    #[test]
    fn zones_are_asked_of_a_vpc_of_the_accounts_own() {
        let vpc =
            |id: &str, owner: &str| Vpc { vpc_id: id.to_owned(), owner_id: Some(owner.to_owned()), ..Vpc::default() };
        let mut shown = Shown::default();
        let vpcs = vec![vpc("vpc-shared", "444455556666"), vpc("vpc-own", "111122223333")];
        shown.learn(&Items::Vpcs(vpcs), &"111122223333".parse().unwrap());
        assert_eq!(probe(Collection::HostedZonesByVpc, &shown).key, "vpc-own");
        assert!(!probe(Collection::HostedZonesByVpc, &shown).is_made_up);
        assert_eq!(probe(Collection::VpcAttributes, &shown).key, "vpc-shared/enableDnsSupport");
    }
}
