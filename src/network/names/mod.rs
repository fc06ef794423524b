//! What names lead to, asked from inside a VPC.
//!
//! The order of things is that of docs/decisions/009, "Names": the servers that DHCP options name, the attributes, then what
//! is most specific of zones, endpoints' private names, rules, and what a Profile brings. Where a list was not answered,
//! the answer is unknown only if something the list could hold would change it.
//!
//! Not modelled: the names AWS gives to instances, delegation inside private zones, DNS Firewall, what servers outside AWS
//! answer, and the order of several Profiles on one VPC.

mod ask;
mod candidate;
mod domain;
mod endpoint;
mod hop;
mod inbound;
mod lookup;
mod pick;
mod profile;
mod record;
mod ruling;
mod servers;
mod service;
mod view;
mod zone;

pub use lookup::{
    DnsServers, ZoneAnswer, ZoneInForce, dns_servers, forwards_to, is_at_or_below, is_service_name, named_endpoint,
    own_name, private_names, resolve_inbound, system_rules, zone_answer, zone_has, zone_records, zones_in_force,
};
pub use service::{ServiceNames, service_name, service_names, token_of_name, usual_name};
pub(super) use service::{service_name_in, token_in};

use super::memory::remember;
use super::{Index, Seat};
use crate::finding::{Family, Hop};
use crate::snapshot::model::{Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Gap};
use ask::{Query, Resolver};
use inbound::Inbound;
use ruling::{Kept, Ruling};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::rc::Rc;
use view::View;

/// What a name leads to.
#[derive(Clone, Debug)]
pub enum Resolved<'i> {
    /// To an endpoint: by its private names, or by a record or name of its own. The addresses are those of its network
    /// interfaces that answer, in order.
    Endpoint(Seat<'i, VpcEndpoint>, Answer<Vec<IpAddr>>),
    /// To addresses that a record holds.
    Addresses(Vec<IpAddr>),
    /// To whatever the public DNS says, which byway does not ask.
    Public,
    /// To nothing: why not, in a few words.
    Nothing(String),
}

/// What a name leads to, and what decided it, in order.
#[derive(Clone, Debug)]
pub struct Resolution<'i> {
    /// What it leads to.
    pub answer: Answer<Resolved<'i>>,
    /// What decided: attributes, options, rules, zones, records.
    pub hops: Vec<Hop>,
}

/// What was worked out about names, held for the next question.
#[derive(Debug, Default)]
pub(super) struct Names {
    views: RefCell<BTreeMap<String, Rc<View>>>,
    rulings: RefCell<BTreeMap<(String, String, Family), Ruling>>,
    inbound: OnceCell<Inbound>,
}

/// What `name` leads to for the clients in a VPC that use the resolver its DHCP options name.
///
/// The VPC is looked at as its owner sees it, if the owner was crawled.
pub fn resolve<'i>(index: &'i Index<'i>, vpc: Seat<'i, Vpc>, name: &str, family: Family) -> Resolution<'i> {
    let vpc = index.vpc(&vpc.it.vpc_id).unwrap_or(vpc);
    let name = domain::normal(name);
    let key = (vpc.it.vpc_id.clone(), name, family);
    let query = Query::of_client(&key.0, &key.1, family);
    let ruling = remember(&index.names.rulings, key, || Resolver { index }.client(vpc, &query));
    resolution(index, ruling)
}

/// A ruling with the endpoint that it names.
fn resolution<'i>(index: &'i Index<'i>, Ruling { answer, hops }: Ruling) -> Resolution<'i> {
    let answer = answer.and_then(|kept| match kept {
        Kept::Endpoint(id, addresses) => match index.endpoint(&id) {
            Some(endpoint) => Answer::Known(Resolved::Endpoint(endpoint, addresses)),
            None => Answer::unknown(Gap::Ambiguous { what: format!("{id} is not in view") }),
        },
        Kept::Addresses(addresses) => Answer::Known(Resolved::Addresses(addresses)),
        Kept::Public => Answer::Known(Resolved::Public),
        Kept::Nothing(why) => Answer::Known(Resolved::Nothing(why)),
    });
    Resolution { answer, hops }
}
