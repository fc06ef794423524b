//! Borrowed lookups over a snapshot, built once.

use super::home::{Addresses, Homes};
use super::memory::{Memory, remember};
use super::network_acl::Acls;
use super::prefix_list::service_list;
use super::route_table::Ties;
use crate::finding::{Document, Scope};
use crate::id::{AccountId, Kind, Partition, Region, ResourceId, ServiceName};
use crate::snapshot::model::{Described, NetworkInterface, Subnet, TransitGatewayVpcAttachment, VpcEndpoint};
use crate::snapshot::{AccountView, Answer, Collection, Gap, Gaps, Listing, Question, RegionView, Snapshot};
use serde_json::Value;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;

/// One Region of one account, as that account sees it.
#[derive(Debug)]
pub struct Place<'s> {
    /// The snapshot.
    pub snapshot: &'s Snapshot,
    /// The account.
    pub account: &'s AccountId,
    /// The account's view as a whole.
    pub whole: &'s AccountView,
    /// The Region.
    pub region: &'s Region,
    /// What the Region showed.
    pub view: &'s RegionView,
    interfaces_by_subnet: Grouped<'s, NetworkInterface>,
    subnets_by_vpc: Grouped<'s, Subnet>,
    endpoints_by_vpc: Grouped<'s, VpcEndpoint>,
    endpoints_by_interface: BTreeMap<&'s str, Vec<&'s VpcEndpoint>>,
    attachments_by_vpc: BTreeMap<&'s str, Vec<&'s TransitGatewayVpcAttachment>>,
    pub(super) ties: Ties<'s>,
    pub(super) addresses: Addresses<'s>,
    pub(super) acls: Acls<'s>,
    pub(super) memory: Memory,
}

/// A thing, and the place it was seen from.
#[derive(Debug)]
pub struct Seat<'i, T> {
    /// The place.
    pub place: &'i Place<'i>,
    /// The thing.
    pub it: &'i T,
}

impl<T> Clone for Seat<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Seat<'_, T> {}

impl<'i> Place<'i> {
    /// The partition.
    pub fn partition(&self) -> Partition {
        self.whole.partition
    }

    /// The question for a collection here.
    pub fn question(&self, collection: Collection, key: &str) -> Question {
        Question {
            account: self.account.clone(),
            region: if collection.is_global() { Region::global() } else { self.region.clone() },
            collection,
            key: key.to_owned(),
        }
    }

    /// Why a collection here may lack something; empty when it was answered in full.
    pub fn rest(&self, collection: Collection, key: &str) -> Gaps {
        if collection.is_global() {
            return self.snapshot.rest(self.question(collection, key));
        }
        self.snapshot.rest_of(self.account, self.region, collection, key)
    }

    /// The scope of a collection here, for a verdict on what was not seen.
    pub fn scope(&self, collection: Collection, key: &str) -> Scope {
        let Question { account, region, collection, key } = self.question(collection, key);
        Scope { partition: self.partition(), account, region, collection, key }
    }

    /// A collection of this place as a listing.
    pub fn listing<T>(&'i self, collection: Collection, items: &'i [T]) -> Listing<Seat<'i, T>> {
        Listing { items: items.iter().map(|it| Seat { place: self, it }).collect(), rest: self.rest(collection, "") }
    }

    /// The network interfaces in a subnet.
    pub fn interfaces_in(&'i self, subnet: &str) -> Listing<Seat<'i, NetworkInterface>> {
        self.grouped(&self.interfaces_by_subnet, subnet, Collection::NetworkInterfaces)
    }

    /// The subnets of a VPC.
    pub fn subnets_in(&'i self, vpc: &str) -> Listing<Seat<'i, Subnet>> {
        self.grouped(&self.subnets_by_vpc, vpc, Collection::Subnets)
    }

    /// The endpoints of a VPC that this account can see. In a foreign VPC there may be more.
    pub fn endpoints_in(&'i self, vpc: &str) -> Listing<Seat<'i, VpcEndpoint>> {
        self.grouped(&self.endpoints_by_vpc, vpc, Collection::VpcEndpoints)
    }

    /// The endpoints of this place that say an interface is theirs.
    pub(super) fn endpoints_of_interface(&'i self, interface: &str) -> impl Iterator<Item = Seat<'i, VpcEndpoint>> {
        let held = self.endpoints_by_interface.get(interface).into_iter().flatten().copied();
        held.map(|it| Seat { place: self, it })
    }

    /// The attachments of a VPC to transit gateways, in order.
    pub(super) fn attachments_of(&'i self, vpc: &str) -> impl Iterator<Item = &'i TransitGatewayVpcAttachment> {
        self.attachments_by_vpc.get(vpc).into_iter().flatten().copied()
    }

    fn grouped<T>(&'i self, groups: &Grouped<'i, T>, key: &str, collection: Collection) -> Listing<Seat<'i, T>> {
        let held = groups.by_key.get(key).into_iter().flatten().copied();
        let rest = self.rest(collection, "").union(groups.loose.clone());
        Listing { items: held.map(|it| Seat { place: self, it }).collect(), rest }
    }

    /// A thing of a collection by id.
    pub fn find<T: Described>(&'i self, items: &'i [T], id: &str) -> Option<Seat<'i, T>> {
        let at = items.binary_search_by(|held| held.id().cmp(id)).ok()?;
        items.get(at).map(|it| Seat { place: self, it })
    }

    /// Where a thing stands in its collection, by id.
    pub(super) fn position<T: Described>(items: &[T], id: &str) -> Option<usize> {
        items.binary_search_by(|held| held.id().cmp(id)).ok()
    }

    /// The identity of a thing here. `owner` is the member that names its owner; what AWS owns says `AWS` or
    /// `amazon`, and a thing without the member belongs to the account that sees it.
    pub fn resource(&self, kind: Kind, owner: Option<&str>, id: &str) -> ResourceId {
        let owner = match owner {
            Some(owner) if is_aws(owner) => None,
            // NOTE: an owner that is no account number cannot stand in an ARN; the viewer's stands for it.
            Some(owner) => Some(owner.parse().unwrap_or_else(|_| self.account.clone())),
            None => Some(self.account.clone()),
        };
        ResourceId {
            partition: self.partition(),
            owner,
            region: if kind == Kind::HostedZone { Region::global() } else { self.region.clone() },
            kind,
            id: id.to_owned(),
        }
    }

    /// Why a thing of another account cannot be known, if `owner` is another account. An owner that is no account number
    /// may be anyone.
    pub fn foreign(&self, owner: Option<&str>) -> Option<Gap> {
        let owner = owner?;
        match owner.parse::<AccountId>() {
            Ok(owner) => (&owner != self.account).then_some(Gap::Foreign { owner }),
            Err(_) => Some(Gap::Unrecognised { field: "OwnerId".to_owned(), value: owner.to_owned() }),
        }
    }
}

/// Interface endpoints by Region and the token of their service, in order: their place, and where they are in it.
type Offers = BTreeMap<(String, String), Vec<(usize, usize)>>;

/// The most steps for one question. Real paths take some ten, and parts of a prefix list some hundred.
const STEPS: u32 = 20_000;

/// Lookups over a snapshot.
#[derive(Debug)]
pub struct Index<'s> {
    snapshot: &'s Snapshot,
    places: Vec<Place<'s>>,
    homes: Homes<'s>,
    /// Steps that may still be taken for the question at hand.
    steps: Cell<u32>,
    /// Times that a route table was asked where packets go.
    look_ups: Cell<u64>,
    /// Services without a prefix list in any place, by token: whether they are.
    unlisted: RefCell<BTreeMap<String, bool>>,
    /// Interface endpoints by Region and the token of their service: place and position.
    interface_endpoints: OnceCell<Offers>,
    pub(super) names: super::names::Names,
    /// The ways of VPCs, by id, to endpoints in others, and the zones that lead there.
    pub(super) central: super::matrix::Central,
    /// Documents printed so far: a table of many dead routes is shown once a route.
    documents: RefCell<BTreeMap<ResourceId, Option<Document>>>,
}

impl<'s> Index<'s> {
    /// Builds the lookups.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let places: Vec<Place<'s>> = snapshot
            .accounts
            .iter()
            .flat_map(|(account, whole)| {
                whole.regions.iter().map(move |(region, view)| Place {
                    snapshot,
                    account,
                    whole,
                    region,
                    view,
                    interfaces_by_subnet: Grouped::by("SubnetId", &view.network_interfaces, |interface| {
                        interface.subnet_id.as_deref()
                    }),
                    subnets_by_vpc: Grouped::by("VpcId", &view.subnets, |subnet| subnet.vpc_id.as_deref()),
                    endpoints_by_vpc: Grouped::by("VpcId", &view.vpc_endpoints, |endpoint| endpoint.vpc_id.as_deref()),
                    endpoints_by_interface: many_to_many(&view.vpc_endpoints, |endpoint| {
                        endpoint.network_interface_ids.iter().map(String::as_str)
                    }),
                    attachments_by_vpc: many_to_many(&view.transit_gateway_vpc_attachments, |one| {
                        one.vpc_id.as_deref().into_iter()
                    }),
                    ties: Ties::of(&view.route_tables),
                    addresses: Addresses::of(&view.network_interfaces),
                    acls: Acls::of(&view.network_acls),
                    memory: Memory::default(),
                })
            })
            .collect();
        let homes = Homes::of(&places);
        Self {
            snapshot,
            places,
            homes,
            names: super::names::Names::default(),
            central: super::matrix::Central::default(),
            steps: Cell::new(0),
            look_ups: Cell::new(0),
            unlisted: RefCell::default(),
            interface_endpoints: OnceCell::new(),
            documents: RefCell::default(),
        }
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// Every account and Region, in order.
    pub fn places(&self) -> &[Place<'s>] {
        &self.places
    }

    /// Sets out on a new question, which may take so many steps: crafted networks have more ways than anybody can walk.
    pub(super) fn set_out(&self) {
        self.steps.set(STEPS);
    }

    /// Takes a step; false where none is left.
    pub(super) fn spend(&self) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        left > 0
    }

    /// Counts that a route table is asked where packets go.
    pub(super) fn count_look_up(&self) {
        self.look_ups.set(self.look_ups.get() + 1);
    }

    /// Times that a route table was asked where packets go.
    pub(super) fn look_ups(&self) -> u64 {
        self.look_ups.get()
    }

    /// Whether a service is known to have no prefix list, in whichever place it is asked.
    pub(super) fn is_unlisted(&self, token: &str) -> bool {
        let is_none = |place: &Place<'_>| matches!(service_list(place, token), Answer::Known(None));
        remember(&self.unlisted, token.to_owned(), || self.places.iter().all(is_none))
    }

    /// The interface endpoints in a Region for a service, whoever's they are and whatever their state.
    pub(super) fn interface_endpoints<'i>(
        &'i self,
        region: &Region,
        token: &str,
    ) -> impl Iterator<Item = Seat<'i, VpcEndpoint>> {
        let all = self.interface_endpoints.get_or_init(|| self.read_interface_endpoints());
        let held = all.get(&(region.as_str().to_owned(), token.to_owned())).into_iter().flatten();
        held.filter_map(|(place, at)| {
            let place = self.places.get(*place)?;
            place.view.vpc_endpoints.get(*at).map(|it| Seat { place, it })
        })
    }

    fn read_interface_endpoints(&self) -> Offers {
        let mut all = Offers::new();
        for (place_at, place) in self.places.iter().enumerate() {
            for (at, endpoint) in place.view.vpc_endpoints.iter().enumerate() {
                let name = endpoint.service_name.clone().map(ServiceName);
                if let Some(token) = name.as_ref().and_then(ServiceName::token)
                    && endpoint.vpc_endpoint_type.as_deref() == Some("Interface")
                {
                    let key = (place.region.as_str().to_owned(), token.to_owned());
                    all.entry(key).or_default().push((place_at, at));
                }
            }
        }
        all
    }

    /// The homes of things.
    pub(super) fn homes(&self) -> &Homes<'s> {
        &self.homes
    }

    /// The evidence document of a thing, if some account saw it. The owner's own view is preferred.
    pub fn document(&self, resource: &ResourceId) -> Option<Document> {
        remember(&self.documents, resource.clone(), || self.work_out_document(resource))
    }

    /// The member of a thing's evidence document at a pointer.
    pub fn member(&self, resource: &ResourceId, pointer: &str) -> Option<Value> {
        if !self.documents.borrow().contains_key(resource) {
            let document = self.work_out_document(resource);
            self.documents.borrow_mut().insert(resource.clone(), document);
        }
        self.documents.borrow().get(resource)?.as_ref()?.at(pointer).cloned()
    }

    fn work_out_document(&self, resource: &ResourceId) -> Option<Document> {
        let mut views: Vec<&Place<'s>> = self
            .places
            .iter()
            .filter(|place| resource.kind == Kind::HostedZone || place.region == &resource.region)
            .collect();
        views.sort_by_key(|place| Some(place.account) != resource.owner.as_ref());
        views.into_iter().find_map(|place| described(place, resource)).map(Document::new)
    }
}

/// Whether an owner is AWS itself: `AWS` of prefix lists, `amazon`, or a service such as `vpce.amazonaws.com`.
fn is_aws(owner: &str) -> bool {
    owner == "AWS" || owner.starts_with("amazon") || owner.split('.').any(|label| label == "amazonaws")
}

/// Things by each of what they name, in order.
fn many_to_many<'s, T, K: Iterator<Item = &'s str>>(
    items: &'s [T],
    keys: impl Fn(&'s T) -> K,
) -> BTreeMap<&'s str, Vec<&'s T>> {
    let mut by_key: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for item in items {
        for key in keys(item) {
            by_key.entry(key).or_default().push(item);
        }
    }
    by_key
}

/// Things by what they belong to.
#[derive(Debug)]
struct Grouped<'s, T> {
    by_key: BTreeMap<&'s str, Vec<&'s T>>,
    /// The things that do not say what they belong to: each may belong anywhere.
    loose: Gaps,
}

impl<'s, T: Described> Grouped<'s, T> {
    fn by(member: &str, items: &'s [T], key: impl Fn(&'s T) -> Option<&'s str>) -> Self {
        let mut by_key: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
        let mut loose = Vec::new();
        for item in items {
            match key(item) {
                Some(key) => by_key.entry(key).or_default().push(item),
                None => loose.push(Gap::Malformed { field: member.to_owned(), at: item.id().to_owned() }),
            }
        }
        Self { by_key, loose: loose.into_iter().collect() }
    }
}

/// A zone with its records, which are answered by a question of their own and belong to its document all the same.
fn with_records(place: &Place<'_>, id: &str, mut zone: Value) -> Value {
    let mut accounts = place.snapshot.accounts.values();
    let records = accounts.find_map(|account| account.resource_record_sets.get(id));
    if let (Some(zone), Some(records)) = (zone.as_object_mut(), records) {
        zone.insert("ResourceRecordSets".to_owned(), serde_json::to_value(records).unwrap_or_default());
    }
    zone
}

/// Two answers about one thing as one; members that both have are as the first says.
fn merged(one: Option<Value>, other: Option<Value>) -> Option<Value> {
    match (one, other) {
        (Some(Value::Object(one)), Some(Value::Object(mut other))) => {
            other.extend(one);
            Some(Value::Object(other))
        }
        (one, other) => one.or(other),
    }
}

fn described(place: &Place<'_>, resource: &ResourceId) -> Option<Value> {
    fn held<T: Described>(items: &[T], id: &str) -> Option<Value> {
        let at = items.binary_search_by(|held| held.id().cmp(id)).ok()?;
        items.get(at).and_then(|item| serde_json::to_value(item).ok())
    }
    let view = place.view;
    let id = resource.id.as_str();
    match resource.kind {
        Kind::Vpc => {
            let mut vpc = held(&view.vpcs, id)?;
            // The attributes are answered one by one and belong to the VPC's document all the same.
            if let (Some(vpc), Some(Value::Object(attributes))) = (vpc.as_object_mut(), held(&view.vpc_attributes, id))
            {
                vpc.extend(attributes);
            }
            Some(vpc)
        }
        Kind::Subnet => held(&view.subnets, id),
        Kind::RouteTable => held(&view.route_tables, id),
        Kind::VpcEndpoint => held(&view.vpc_endpoints, id),
        // A list of AWS's is answered twice, once with its addresses and once with its owner and state.
        Kind::PrefixList => {
            let mut list = merged(held(&view.managed_prefix_lists, id), held(&view.prefix_lists, id))?;
            if let (Some(list), Some(entries)) = (list.as_object_mut(), view.prefix_list_entries.get(id)) {
                list.insert("Entries".to_owned(), serde_json::to_value(entries).ok()?);
            }
            Some(list)
        }
        Kind::SecurityGroup => held(&view.security_groups, id),
        Kind::NetworkInterface => held(&view.network_interfaces, id),
        Kind::NatGateway => held(&view.nat_gateways, id),
        Kind::InternetGateway => held(&view.internet_gateways, id),
        // Services on offer go by their name, the account's own by their id.
        Kind::VpcEndpointService => {
            held(&view.service_configurations, id).or_else(|| held(&view.vpc_endpoint_services, id))
        }
        Kind::NetworkAcl => held(&view.network_acls, id),
        Kind::VpcPeeringConnection => held(&view.vpc_peering_connections, id),
        Kind::TransitGateway => held(&view.transit_gateways, id),
        Kind::TransitGatewayAttachment => {
            // A VPC's attachment is answered twice, once with its association and once with its subnets.
            merged(held(&view.transit_gateway_attachments, id), held(&view.transit_gateway_vpc_attachments, id))
        }
        // The routes are answered by a question of their own and belong to the table's document all the same.
        Kind::TransitGatewayRouteTable => {
            let mut table = held(&view.transit_gateway_route_tables, id)?;
            if let (Some(table), Some(routes)) = (table.as_object_mut(), view.transit_gateway_routes.get(id)) {
                table.insert("Routes".to_owned(), serde_json::to_value(routes).ok()?);
            }
            Some(table)
        }
        Kind::EgressOnlyInternetGateway => held(&view.egress_only_internet_gateways, id),
        Kind::VpnGateway => held(&view.vpn_gateways, id),
        Kind::DhcpOptions => held(&view.dhcp_options, id),
        Kind::FlowLog => held(&view.flow_logs, id),
        // DescribeInstances is not asked: an instance is known by its interfaces.
        Kind::Instance => None,
        Kind::BlockPublicAccessExclusion => held(&view.block_public_access_exclusions, id),
        Kind::ResolverEndpoint => {
            let mut endpoint = held(&view.resolver_endpoints, id)?;
            if let (Some(endpoint), Some(addresses)) =
                (endpoint.as_object_mut(), view.resolver_endpoint_ip_addresses.get(id))
            {
                endpoint.insert("IpAddresses".to_owned(), serde_json::to_value(addresses).ok()?);
            }
            Some(endpoint)
        }
        Kind::ResolverRule => held(&view.resolver_rules, id),
        Kind::Profile => held(&view.profiles, id),
        // The VPC's view first: it is what is judged, and it has the zone's owner.
        Kind::HostedZone => {
            let mut views = place.whole.hosted_zones_by_vpc.values();
            views
                .find_map(|zones| zones.iter().find(|zone| zone.hosted_zone_id == id))
                .and_then(|zone| serde_json::to_value(zone).ok())
                .or_else(|| held(&place.whole.hosted_zones, id))
                .map(|zone| with_records(place, id, zone))
        }
    }
}
