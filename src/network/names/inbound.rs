//! The addresses of inbound Resolver endpoints, which answer as the resolver of their VPC does.
//!
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-network-to-vpc.html>

use super::domain::listed;
use crate::id::Region;
use crate::network::{Index, Place};
use crate::snapshot::model::{ResolverEndpoint, ResolverEndpointIpAddress};
use crate::snapshot::{Answer, Collection, Gap, Gaps};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// Every address of an inbound endpoint in view, by Region.
#[derive(Debug, Default)]
pub(super) struct Inbound {
    regions: BTreeMap<Region, Addresses>,
}

#[derive(Debug, Default)]
struct Addresses {
    held: BTreeMap<IpAddr, BTreeMap<String, Gaps>>,
    /// Why there may be more.
    rest: Gaps,
    /// Why there may be more in a VPC.
    within: BTreeMap<String, Gaps>,
}

impl Inbound {
    pub fn of(index: &Index<'_>) -> Self {
        let mut inbound = Self::default();
        for place in index.places().iter().filter(|place| !place.region.is_global()) {
            let addresses = inbound.regions.entry(place.region.clone()).or_default();
            addresses.rest.extend(place.rest(Collection::ResolverEndpoints, ""));
            for endpoint in &place.view.resolver_endpoints {
                addresses.add(place, endpoint);
            }
        }
        inbound
    }

    /// The one VPC whose inbound endpoints hold all of `servers`, looked for in `region` before all others; `None` where
    /// the servers are for certain no such.
    ///
    /// Private addresses are used twice in the world: in two VPCs they are ambiguous, and a list that was not answered may
    /// hold them too.
    pub fn vpc_of(&self, region: &Region, servers: &[String]) -> Answer<Option<String>> {
        let near = self.regions.get(region).map(|addresses| addresses.find(servers));
        match near {
            Some(Answer::Known(None)) | None => {}
            Some(found @ (Answer::Known(Some(_)) | Answer::Unknown(_))) => return found,
        }
        let mut far: Addresses = Addresses::default();
        for addresses in self.regions.values() {
            far.rest.extend(addresses.rest.clone());
            for (vpc, unseen) in &addresses.within {
                far.within.entry(vpc.clone()).or_default().extend(unseen.clone());
            }
            for (address, vpcs) in &addresses.held {
                far.held.entry(*address).or_default().extend(vpcs.clone());
            }
        }
        far.find(servers)
    }
}

impl Addresses {
    fn add(&mut self, place: &Place<'_>, endpoint: &ResolverEndpoint) {
        let id = endpoint.id.as_str();
        match endpoint.direction.as_deref() {
            Some("INBOUND") => {}
            // An endpoint for delegation answers for delegated zones alone.
            Some("OUTBOUND" | "INBOUND_DELEGATION") => return,
            Some(other) => {
                let field = format!("{id} Direction");
                return self.rest.extend(Gap::Unrecognised { field, value: other.to_owned() }.into());
            }
            None => {
                return self.rest.extend(Gap::Malformed { field: "Direction".to_owned(), at: id.to_owned() }.into());
            }
        }
        let Some(vpc) = endpoint.host_vpc_id.as_deref() else {
            return self.rest.extend(Gap::Malformed { field: "HostVPCId".to_owned(), at: id.to_owned() }.into());
        };
        let unseen = place.rest(Collection::ResolverEndpointIpAddresses, id);
        self.within.entry(vpc.to_owned()).or_default().extend(unseen);
        let doubt = doubt(id, "Status", endpoint.status.as_deref(), &["OPERATIONAL"]);
        for one in place.view.resolver_endpoint_ip_addresses.get(id).into_iter().flatten() {
            let doubt = doubt.clone().union(self::doubt(&one.ip_id, "Status", one.status.as_deref(), &["ATTACHED"]));
            for address in addresses(one) {
                self.held.entry(address).or_default().entry(vpc.to_owned()).or_default().extend(doubt.clone());
            }
        }
    }

    fn find(&self, servers: &[String]) -> Answer<Option<String>> {
        let mut vpcs = BTreeSet::new();
        let mut gaps = self.rest.clone();
        let mut elsewhere = false;
        for server in servers {
            match server.parse::<IpAddr>().ok().and_then(|address| self.held.get(&address)) {
                Some(held) => {
                    for (vpc, doubt) in held {
                        vpcs.insert(vpc.as_str());
                        gaps.extend(doubt.clone());
                    }
                }
                None => elsewhere = true,
            }
        }
        // An address is used once in a VPC, so that what was not seen of the one VPC that holds them all is no matter.
        let whole = !elsewhere && vpcs.len() == 1;
        for (vpc, unseen) in &self.within {
            if !(whole && vpcs.contains(vpc.as_str())) {
                gaps.extend(unseen.clone());
            }
        }
        let both = vpcs.len() > 1 || elsewhere && !vpcs.is_empty();
        if both {
            let what = format!("what answers at {}: inbound endpoints of {}", listed(servers), listed(&vpcs));
            let others = if elsewhere { " and servers elsewhere" } else { "" };
            gaps.extend(Gap::Ambiguous { what: format!("{what}{others}") }.into());
        }
        match gaps.is_empty() {
            true => Answer::Known(vpcs.into_iter().next().map(str::to_owned)),
            false => Answer::Unknown(gaps),
        }
    }
}

fn addresses(held: &ResolverEndpointIpAddress) -> impl Iterator<Item = IpAddr> {
    [held.ip.as_deref(), held.ipv6.as_deref()].into_iter().flatten().filter_map(|address| address.parse().ok())
}

/// Why a thing may not answer: a state that is none of those in which it does.
fn doubt(id: &str, member: &str, state: Option<&str>, fine: &[&str]) -> Gaps {
    match state {
        Some(state) if fine.contains(&state) => Gaps::none(),
        Some(state) => Gap::Ambiguous { what: format!("{id} is {state}, and may answer or not") }.into(),
        None => Gap::Malformed { field: member.to_owned(), at: id.to_owned() }.into(),
    }
}
