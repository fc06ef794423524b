//! One question traced: from here to there, every step told.

use super::names::{Resolution, Resolved, resolve, service_names};
use super::session::{Client, Courses, Flow, first_address};
use super::walk::{Ends, Walker, blocks_of, blocks_of_vpc, is_gatekeeper};
use super::{Index, Ports, Seat, addresses, entries, service_list};
use crate::finding::{Family, Named, Session, Traced};
use crate::id::ServiceName;
use crate::snapshot::model::{NetworkInterface, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Gaps};
use ipnet::IpNet;
use std::fmt;
use std::net::IpAddr;

/// Where packets are sent from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An interface (`eni-…`), instance (`i-…`) or subnet (`subnet-…`).
    Named(String),
    /// An address that an interface in view holds.
    Address(IpAddr),
    /// A host in the internet.
    Internet,
}

/// A question to trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Where packets are sent from.
    pub from: Source,
    /// Where they go: a service by token or name, a DNS name, an address, or an interface or instance by id.
    pub to: String,
    /// The protocol, as IANA numbers it.
    pub protocol: u8,
    /// The port they go to.
    pub port: u16,
    /// The family; both that the sender has, without.
    pub family: Option<Family>,
}

/// Why a question cannot be traced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceError {
    /// Nothing of that id or address is in the snapshot.
    NoSuch(String),
    /// Several things hold the address.
    Several(String, Vec<String>),
    /// The subnet has no interface of a workload to send from.
    NoClient(String),
    /// The interface is a gateway's, which sends nothing of its own.
    NoSender(String),
    /// No service, name, interface or endpoint is called that.
    NoDestination(String),
    /// The sender has no address of the family.
    NoAddress(String, Family),
    /// Only addresses can be reached from the internet.
    NotFromInternet(String),
}

impl fmt::Display for TraceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuch(what) => {
                write!(
                    out,
                    "nothing in view is or holds `{what}`; name an interface, instance or address of this snapshot"
                )
            }
            Self::Several(what, ids) => {
                write!(out, "`{what}` is held by {}; name one of them", ids.join(" and "))
            }
            Self::NoClient(subnet) => {
                write!(out, "`{subnet}` has no network interface of a workload; name an interface to send from")
            }
            Self::NoSender(interface) => {
                write!(out, "`{interface}` is a gateway's and sends nothing of its own; name a workload's interface")
            }
            Self::NoDestination(what) => {
                write!(
                    out,
                    "`{what}` is no service on offer, DNS name, address, interface, instance or endpoint in view; name one"
                )
            }
            Self::NoAddress(what, family) => {
                write!(out, "`{what}` has no {family} address; choose another family, sender or destination")
            }
            Self::NotFromInternet(what) => {
                write!(
                    out,
                    "from the internet only an address, interface or instance can be reached, not `{what}`; name one"
                )
            }
        }
    }
}

impl std::error::Error for TraceError {}

/// Follows packets from one place to another and their replies back.
///
/// # Errors
///
/// Where the question names what is not in the snapshot, or what cannot send.
pub fn trace(index: &Index<'_>, asked: &Asked) -> Result<Traced, TraceError> {
    let walker = Walker { index };
    let flow = Flow { protocol: asked.protocol, port: asked.port, ports: Ports::CLIENT };
    match &asked.from {
        Source::Internet => from_internet(walker, asked, flow),
        Source::Named(id) => from_interface(walker, asked, flow, sender(index, id)?, None),
        Source::Address(address) => {
            let interface = holder(index, *address)?;
            from_interface(walker, asked, flow, interface, Some(*address))
        }
    }
}

fn from_internet(walker: Walker<'_>, asked: &Asked, flow: Flow) -> Result<Traced, TraceError> {
    let index = walker.index;
    let mut traced =
        Traced { from: "internet".to_owned(), to: asked.to.clone(), names: Vec::new(), answers: Vec::new() };
    let targets: Vec<(Seat<'_, NetworkInterface>, IpAddr)> = match asked.to.parse::<IpAddr>() {
        Ok(address) => vec![reached(index, address)?],
        Err(_) => {
            let interfaces = all_named(index, &asked.to);
            if interfaces.is_empty() {
                return Err(TraceError::NotFromInternet(asked.to.clone()));
            }
            let each = interfaces
                .into_iter()
                .flat_map(|interface| addresses(interface.it).into_iter().map(move |address| (interface, address)));
            each.collect()
        }
    };
    for (interface, address) in targets {
        let family = family_of(address);
        if asked.family.is_some_and(|wanted| wanted != family) {
            continue;
        }
        // A VPC's IPv6 blocks are public, and not of the internet to itself.
        let own = interface.it.vpc_id.as_deref().and_then(|vpc| index.vpc(vpc)).map(|vpc| blocks_of_vpc(vpc.it));
        let own: Vec<IpNet> =
            own.unwrap_or_default().into_iter().filter(|net| super::cidr::family(net) == Family::Ipv6).collect();
        let from = Ends::blocks(&super::cidr::without(&super::cidr::public(family), &own));
        let total = from.size();
        match walker.courses_from_internet(interface, address, from, flow) {
            Answer::Known(courses) => {
                for course in &courses.list {
                    let told = format!("{address} from {}", told(&course.far, &asked.to));
                    traced.answers.push(course.session(index, told, course.far.size() / total));
                }
            }
            Answer::Unknown(gaps) => traced.answers.push(lost(address.to_string(), family, gaps)),
        }
    }
    Ok(traced)
}

fn from_interface(
    walker: Walker<'_>,
    asked: &Asked,
    flow: Flow,
    interface: Seat<'_, NetworkInterface>,
    by: Option<IpAddr>,
) -> Result<Traced, TraceError> {
    let index = walker.index;
    let id = &interface.it.network_interface_id;
    if is_gatekeeper(interface.it) {
        return Err(TraceError::NoSender(id.clone()));
    }
    is_there(walker.index, interface, &asked.to)?;
    let from = match &asked.from {
        Source::Named(name) if name != id => format!("{name} ({id})"),
        Source::Named(name) => name.clone(),
        Source::Address(address) => format!("{address} ({id})"),
        Source::Internet => String::new(),
    };
    let mut traced = Traced { from, to: asked.to.clone(), names: Vec::new(), answers: Vec::new() };
    let mut families = vec![Family::Ipv4, Family::Ipv6];
    families.retain(|family| asked.family.or(by.map(family_of)).is_none_or(|wanted| wanted == *family));
    if let Ok(address) = asked.to.parse::<IpAddr>() {
        families = vec![family_of(address)];
    }
    let mut sent = false;
    for family in families {
        let own = by.or_else(|| first_address(interface.it, family)).filter(|own| family_of(*own) == family);
        let Some(own) = own else { continue };
        sent = true;
        let client = match walker.client(interface, own) {
            Answer::Known(client) => client,
            Answer::Unknown(gaps) => {
                traced.answers.push(lost(asked.to.clone(), family, gaps));
                continue;
            }
        };
        if let Some(gap) = asked.to.parse().ok().and_then(|to| kept_by_aws(&client, to)) {
            traced.answers.push(lost(asked.to.clone(), family, gap.into()));
            continue;
        }
        if let Some(endpoint) = index.endpoint(&asked.to) {
            let unseen = unseen_interfaces(index, endpoint);
            if !unseen.is_empty() {
                traced.answers.push(lost(asked.to.clone(), family, unseen));
            }
        }
        let to = destinations(walker, &client, &asked.to, family, &mut traced.names);
        for (far, words) in to {
            let total = far.size();
            let Courses { list, coarse: _ } = walker.courses(&client, &far, flow);
            for course in list {
                let words = words.clone().unwrap_or_else(|| told(&course.far, &asked.to));
                traced.answers.push(course.session(index, words, course.far.size() / total));
            }
        }
    }
    if sent && traced.answers.is_empty() && traced.names.is_empty() {
        let family = asked.family.or(by.map(family_of)).unwrap_or(Family::Ipv4);
        return Err(TraceError::NoAddress(asked.to.clone(), family));
    }
    match (sent, asked.family) {
        (true, _) => Ok(traced),
        (false, family) => {
            let family = family.or(asked.to.parse().ok().map(family_of)).unwrap_or(Family::Ipv4);
            Err(TraceError::NoAddress(traced.from, family))
        }
    }
}

/// The addresses that a question means, each with the words for them.
fn destinations<'i>(
    walker: Walker<'i>,
    client: &Client<'i>,
    to: &str,
    family: Family,
    names: &mut Vec<Named>,
) -> Vec<(Ends, Option<String>)> {
    if let Ok(address) = to.parse::<IpAddr>() {
        return vec![(Ends::one(address), Some(address.to_string()))];
    }
    let endpoint = walker.index.endpoint(to);
    let ids = endpoint.into_iter().flat_map(|endpoint| &endpoint.it.network_interface_ids);
    let of_endpoint = ids.filter_map(|id| walker.index.interface(id));
    let interfaces: Vec<_> = named(walker.index, to).into_iter().chain(of_endpoint).collect();
    if endpoint.is_some() || !interfaces.is_empty() {
        let addresses = interfaces.into_iter().filter_map(|interface| first_address(interface.it, family));
        return addresses.map(|address| (Ends::one(address), Some(address.to_string()))).collect();
    }
    let vpc = client.sender.vpc;
    let token = token_of(walker.index, vpc, to);
    let name = match &token {
        Some(token) if !to.contains('.') || token == to || PREFIXES.iter().any(|prefix| to.starts_with(prefix)) => {
            match service_names(vpc, token) {
                Answer::Known(Some(names)) => names.usual,
                Answer::Known(None) | Answer::Unknown(_) => super::names::usual_name(vpc, token),
            }
        }
        Some(_) | None => to.to_owned(),
    };
    let Resolution { answer, hops } = resolve(walker.index, vpc, &name, family);
    let gaps = match &answer {
        Answer::Unknown(gaps) => gaps.clone(),
        Answer::Known(Resolved::Endpoint(_, Answer::Unknown(gaps))) => gaps.clone(),
        Answer::Known(_) => Gaps::none(),
    };
    let (leads_to, ends) = match answer {
        Answer::Unknown(_) => ("cannot be told".to_owned(), Vec::new()),
        Answer::Known(Resolved::Nothing(why)) => (format!("nothing: {why}"), Vec::new()),
        Answer::Known(Resolved::Public) => {
            let token = token.or_else(|| super::names::token_of_name(vpc, &name)).or_else(|| global_service(&name));
            let ends = public_ends(vpc, token.as_deref(), family);
            let unsure = family == Family::Ipv6 && matches!(ends, Some(Ends::Somewhere(..)));
            let words = if unsure { "public addresses, if the name has any in IPv6" } else { "public addresses" };
            (words.to_owned(), ends.into_iter().collect())
        }
        Answer::Known(Resolved::Addresses(addresses)) => {
            (words(&addresses), addresses.into_iter().map(Ends::one).collect())
        }
        Answer::Known(Resolved::Endpoint(endpoint, addresses)) => {
            let addresses = addresses.known().unwrap_or_default();
            let told = format!("{} at {}", endpoint.it.vpc_endpoint_id, words(&addresses));
            (told, addresses.into_iter().map(Ends::one).collect())
        }
    };
    names.push(Named { name, leads_to, hops, gaps });
    ends.into_iter().map(|ends| (ends, None)).collect()
}

/// Why interfaces of an endpoint were not seen; empty where they were.
fn unseen_interfaces(index: &Index<'_>, endpoint: Seat<'_, VpcEndpoint>) -> Gaps {
    let lost = endpoint.it.network_interface_ids.iter().filter(|id| index.interface(id).is_none());
    if lost.count() == 0 {
        return Gaps::none();
    }
    let rest = endpoint.place.rest(Collection::NetworkInterfaces, "");
    let at = endpoint.it.vpc_endpoint_id.clone();
    let gone = Gap::Malformed { field: "NetworkInterfaceIds".to_owned(), at };
    if rest.is_empty() { gone.into() } else { rest }
}

/// The public addresses of a service, or of anything.
pub(super) fn public_ends(vpc: Seat<'_, Vpc>, token: Option<&str>, family: Family) -> Option<Ends> {
    if let Some(token) = token
        && let Answer::Known(Some(list)) = service_list(vpc.place, token)
        && let Answer::Known(nets) = entries(vpc.place, list.id)
    {
        let own: Vec<IpNet> = nets.into_iter().filter(|net| super::cidr::family(net) == family).collect();
        if !own.is_empty() {
            return Some(Ends::blocks(&own));
        }
    }
    Some(Ends::Somewhere(family, token.map(Into::into)))
}

/// The service of a name that AWS has outside its Regions' lists, such as `sts.amazonaws.com`: it has no prefix list,
/// unless it is a name of a service that has one.
fn global_service(name: &str) -> Option<String> {
    let rest =
        [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"].iter().find_map(|suffix| name.strip_suffix(suffix))?;
    let listed = rest.split('.').any(|label| label.starts_with("s3") || label == "dynamodb");
    if listed { None } else { rest.split('.').next().map(str::to_owned) }
}

/// How names of services begin, as endpoints name them; DNS names never do.
const PREFIXES: [&str; 5] = ["com.amazonaws.", "cn.com.amazonaws.", "eu.amazonaws.", "aws.", "api.aws."];

/// The service that a question names, by its token.
fn token_of(index: &Index<'_>, vpc: Seat<'_, Vpc>, to: &str) -> Option<String> {
    if PREFIXES.iter().any(|prefix| to.starts_with(prefix))
        && let Some(token) = ServiceName(to.to_owned()).token()
    {
        return Some(token.to_owned());
    }
    let is_known = is_service(index, vpc.place, to);
    if is_known || !to.contains('.') { Some(to.to_owned()) } else { super::names::token_of_name(vpc, to) }
}

/// Whether a destination is something: an address, a name, or what is in view. What a list that was not answered in full
/// may hold is taken to be there.
fn is_there(index: &Index<'_>, from: Seat<'_, NetworkInterface>, to: &str) -> Result<(), TraceError> {
    if to.parse::<IpAddr>().is_ok() || named(index, to).is_some() || index.endpoint(to).is_some() {
        return Ok(());
    }
    let is_number = to.chars().all(|one| one.is_ascii_digit() || one == '.');
    let is_service_name = PREFIXES.iter().any(|prefix| to.starts_with(prefix));
    if to.contains('.') && !is_service_name && !is_number {
        return Ok(());
    }
    let token = ServiceName(to.to_owned()).token().map_or_else(|| to.to_owned(), str::to_owned);
    let places = index.places().iter();
    let is_all_seen = from.place.rest(Collection::VpcEndpointServices, "").is_empty()
        && [Collection::VpcEndpoints, Collection::NetworkInterfaces]
            .into_iter()
            .all(|collection| places.clone().all(|place| place.rest(collection, "").is_empty()));
    let is_lost = is_all_seen && !is_service(index, from.place, &token);
    if is_number || is_lost { Err(TraceError::NoDestination(to.to_owned())) } else { Ok(()) }
}

/// Whether a token is a service's: one on offer in a place, one that gateway endpoints reach, or one that an endpoint in
/// view is for.
fn is_service(index: &Index<'_>, place: &super::Place<'_>, token: &str) -> bool {
    let offered = place.view.vpc_endpoint_services.iter().map(|service| service.service_name.as_str());
    let lists = place.view.prefix_lists.iter().filter_map(|list| list.prefix_list_name.as_deref());
    let endpoints = index.places().iter().flat_map(|place| &place.view.vpc_endpoints);
    let mut all = offered.chain(lists).chain(endpoints.filter_map(|endpoint| endpoint.service_name.as_deref()));
    ["s3", "dynamodb"].contains(&token) || all.any(|name| ServiceName(name.to_owned()).token() == Some(token))
}

/// Why nothing is told of an address that AWS keeps for itself: no route leads there and no filter is asked.
///
/// See <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>,
/// <https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html>.
fn kept_by_aws(client: &Client<'_>, to: IpAddr) -> Option<Gap> {
    let is_of_the_link = match to {
        IpAddr::V4(four) => four.is_link_local(),
        IpAddr::V6(six) => six.segments().first_chunk() == Some(&[0xfd00, 0xec2]) || six.is_unicast_link_local(),
    };
    let vpc = client.sender.vpc;
    let places = vpc.place.subnets_in(&vpc.it.vpc_id).items;
    let subnets = places.iter().flat_map(|subnet| blocks_of(subnet.it));
    let is_of_a_subnet = subnets.filter(|block| block.contains(&to)).any(|block| is_kept(block, to));
    let is_resolver = blocks_of_vpc(vpc.it).into_iter().any(|block| match (block, to) {
        (IpNet::V4(block), IpAddr::V4(to)) => u32::from(to) == u32::from(block.network()).wrapping_add(2),
        (IpNet::V4(_) | IpNet::V6(_), _) => false,
    });
    (is_of_the_link || is_of_a_subnet || is_resolver)
        .then(|| Gap::NotModelled { what: format!("{to}, an address that AWS keeps for itself") })
}

/// Whether an address is one of the first four of a subnet, or of IPv4 the last.
fn is_kept(block: IpNet, to: IpAddr) -> bool {
    match (block, to) {
        (IpNet::V4(block), IpAddr::V4(to)) => {
            u32::from(to).wrapping_sub(u32::from(block.network())) < 4 || to == block.broadcast()
        }
        (IpNet::V6(block), IpAddr::V6(to)) => u128::from(to).wrapping_sub(u128::from(block.network())) < 4,
        (IpNet::V4(_), IpAddr::V6(_)) | (IpNet::V6(_), IpAddr::V4(_)) => false,
    }
}

fn sender<'i>(index: &'i Index<'i>, id: &str) -> Result<Seat<'i, NetworkInterface>, TraceError> {
    if let Some(interface) = named(index, id) {
        return Ok(interface);
    }
    let subnet = index.subnet(id).ok_or_else(|| TraceError::NoSuch(id.to_owned()))?;
    let interfaces = subnet.place.interfaces_in(id);
    let mut workloads = interfaces.items.into_iter().filter(|one| super::is_workload(one.it) == Answer::Known(true));
    workloads.next().ok_or_else(|| TraceError::NoClient(id.to_owned()))
}

/// An interface by its id, or all that an instance has.
fn all_named<'i>(index: &'i Index<'i>, id: &str) -> Vec<Seat<'i, NetworkInterface>> {
    if let Some(interface) = index.interface(id) {
        return vec![interface];
    }
    let interfaces = index.places().iter().flat_map(|place| &place.view.network_interfaces);
    let own =
        interfaces.filter(|one| one.attachment.as_ref().is_some_and(|tie| tie.instance_id.as_deref() == Some(id)));
    let mut ids: Vec<&str> = own.map(|one| one.network_interface_id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().filter_map(|id| index.interface(id)).collect()
}

/// An interface by its id, or the first one of an instance.
fn named<'i>(index: &'i Index<'i>, id: &str) -> Option<Seat<'i, NetworkInterface>> {
    let device = |one: &NetworkInterface| one.attachment.as_ref().and_then(|tie| tie.device_index).unwrap_or(i64::MAX);
    all_named(index, id).into_iter().min_by_key(|one| device(one.it))
}

/// The interface that holds an address, its own or its public one.
fn holder<'i>(index: &'i Index<'i>, address: IpAddr) -> Result<Seat<'i, NetworkInterface>, TraceError> {
    one_of(index, &address.to_string(), |interface| {
        addresses(interface).contains(&address) || public_of(interface, address).is_some()
    })
}

/// The interface that is reached from the internet by an address, and by which of its own.
fn reached<'i>(index: &'i Index<'i>, address: IpAddr) -> Result<(Seat<'i, NetworkInterface>, IpAddr), TraceError> {
    let found = holder(index, address)?;
    Ok((found, public_of(found.it, address).unwrap_or(address)))
}

fn one_of<'i>(
    index: &'i Index<'i>,
    what: &str,
    test: impl Fn(&NetworkInterface) -> bool,
) -> Result<Seat<'i, NetworkInterface>, TraceError> {
    let all = index.places().iter().flat_map(|place| &place.view.network_interfaces);
    let mut ids: Vec<String> =
        all.filter(|interface| test(interface)).map(|interface| interface.network_interface_id.clone()).collect();
    ids.sort();
    ids.dedup();
    match ids.as_slice() {
        [] => Err(TraceError::NoSuch(what.to_owned())),
        [one] => index.interface(one).ok_or_else(|| TraceError::NoSuch(what.to_owned())),
        [_, _, ..] => Err(TraceError::Several(what.to_owned(), ids)),
    }
}

/// The private address behind a public one.
fn public_of(interface: &NetworkInterface, address: IpAddr) -> Option<IpAddr> {
    let text = address.to_string();
    let own = interface.association.as_ref().filter(|one| one.public_ip.as_deref() == Some(&text));
    let first = own.and(interface.private_ip_address.as_deref());
    let other = interface.private_ip_addresses.iter().find(|one| {
        one.association.as_ref().is_some_and(|association| association.public_ip.as_deref() == Some(&text))
    });
    first.or(other.and_then(|one| one.private_ip_address.as_deref())).and_then(|text| text.parse().ok())
}

fn family_of(address: IpAddr) -> Family {
    if address.is_ipv4() { Family::Ipv4 } else { Family::Ipv6 }
}

fn words(addresses: &[IpAddr]) -> String {
    addresses.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(", ")
}

/// Addresses told in a few words.
fn told(ends: &Ends, to: &str) -> String {
    match ends {
        Ends::Somewhere(..) => format!("public addresses of {to}"),
        Ends::Blocks(blocks) => match (ends.address(), blocks.as_ref()) {
            (Some(address), _) => address.to_string(),
            (None, [one]) => one.to_string(),
            (None, [first, ..]) => format!("{first} and {} more blocks", blocks.len() - 1),
            (None, []) => String::new(),
        },
    }
}

fn lost(address: String, family: Family, gaps: Gaps) -> Session {
    use crate::finding::{Disposition, Leg, Via};
    Session {
        address,
        family,
        share: 1.0,
        via: Via::Unknown,
        target: String::new(),
        through: Vec::new(),
        forward: Leg { disposition: Disposition::Unknown, hops: Vec::new(), gaps },
        back: None,
    }
}
