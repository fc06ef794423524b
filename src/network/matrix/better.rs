//! Which kind of path would be best for a subnet and service, upon facts.
//!
//! A gateway endpoint costs nothing and asks no group, so where a service has them and the traffic is the VPC's own it is
//! best (<https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>). Else an interface endpoint that the VPC
//! can reach in another VPC saves one of its own
//! (<https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html>).
//! What traffic there is, and so what each would cost, is not a fact of the network: nothing is said of prices.

use super::client::Sets;
use super::resolution::{Resolution, Resolver};
use super::walks::Walks;
use crate::finding::{Better, Disposition, Family, Via};
use crate::id::ServiceName;
use crate::network::memory::remember;
use crate::network::session::first_address;
use crate::network::walk::{Ends, block_of, live};
use crate::network::{Place, Seat, service_list};
use crate::snapshot::model::{Subnet, Vpc};
use crate::snapshot::{Answer, Collection};

/// What would be best, and why.
pub(super) struct Advice {
    pub better: Better,
    pub because: String,
}

/// The services that have gateway endpoints
/// (<https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>).
const WITH_GATEWAY: [&str; 3] = ["s3", "dynamodb", "s3express"];

pub(super) fn better<'i>(
    resolver: &Resolver<'i>,
    subnet: Seat<'i, Subnet>,
    clients: &Sets<'i>,
    walks: &Walks<'i>,
    token: &str,
    family: Family,
    now: &Resolution,
) -> Advice {
    let vpc = resolver.vpc;
    let say = |better: Better, because: String| Advice { better, because };
    if now.via == Via::Unknown {
        return say(Better::Unknown, format!("the path to {token} cannot be told"));
    }
    if clients.sets.is_empty() && clients.rest.is_empty() {
        return say(Better::AsIs, "nothing in the subnet sends traffic of its own".to_owned());
    }
    let has_gateway = WITH_GATEWAY.contains(&token)
        && (family == Family::Ipv4 || token != "dynamodb")
        && matches!(service_list(vpc.place, token), Answer::Known(Some(_)));
    match (now.via, has_gateway) {
        (Via::GatewayEndpoint, _) => {
            return say(Better::AsIs, "a gateway endpoint costs nothing and asks no security group".to_owned());
        }
        (Via::InterfaceEndpoint | Via::CentralEndpoint, false) => {
            return say(Better::AsIs, format!("{token} has no gateway endpoints, and {} is private", now.target));
        }
        (Via::InterfaceEndpoint, true) => {
            return say(
                Better::GatewayEndpoint,
                format!("{} takes traffic that a gateway endpoint in the VPC takes at no charge", now.target),
            );
        }
        (Via::CentralEndpoint, true) => {
            return say(
                Better::GatewayEndpoint,
                format!(
                    "{} is reached through {}, a gateway endpoint in the VPC at no charge",
                    now.target,
                    list(&now.through)
                ),
            );
        }
        (Via::Mixed, true) => {
            return say(
                Better::GatewayEndpoint,
                "part of the service's addresses is taken from the gateway endpoint by other routes".to_owned(),
            );
        }
        (Via::None, true) => {
            return say(
                Better::GatewayEndpoint,
                "nothing leads to the service; a gateway endpoint does so at no charge".to_owned(),
            );
        }
        (_, true) => {
            return say(
                Better::GatewayEndpoint,
                format!("traffic leaves by {} that a gateway endpoint in the VPC takes at no charge", now.target),
            );
        }
        (_, false) => {}
    }
    if let Some(central) = reachable(resolver, subnet, clients, walks, token, family) {
        let way =
            if central.through.is_empty() { String::new() } else { format!(" through {}", list(&central.through)) };
        return say(
            Better::CentralEndpoint,
            format!(
                "{} in {} is reached{way}; a private zone for the service would lead to it",
                central.endpoint, central.vpc
            ),
        );
    }
    match offered(vpc, token) {
        Answer::Known(true) if now.via == Via::None && now.disposition == Disposition::UnresolvedName => say(
            Better::InterfaceEndpoint,
            "the name does not resolve; private DNS of an interface endpoint in the VPC answers it".to_owned(),
        ),
        Answer::Known(true) if now.via == Via::None => say(
            Better::InterfaceEndpoint,
            "nothing leads to the service; an interface endpoint in the VPC would".to_owned(),
        ),
        Answer::Known(true) => say(
            Better::InterfaceEndpoint,
            format!("traffic leaves by {}; an interface endpoint in the VPC keeps it private", now.target),
        ),
        Answer::Known(false) => say(Better::AsIs, format!("the Region offers no interface endpoints for {token}")),
        Answer::Unknown(_) => {
            say(Better::Unknown, format!("which endpoints the Region offers for {token} was not seen"))
        }
    }
}

struct Central {
    endpoint: String,
    vpc: String,
    through: Vec<String>,
}

/// An interface endpoint for the service in another VPC that routes lead to and whose filters let the clients in.
fn reachable<'i>(
    resolver: &Resolver<'i>,
    subnet: Seat<'i, Subnet>,
    clients: &Sets<'i>,
    walks: &Walks<'i>,
    token: &str,
    family: Family,
) -> Option<Central> {
    let (index, vpc) = (resolver.walker.index, resolver.vpc);
    let set = clients.sets.iter().find(|set| set.sends(family))?;
    for Seat { place, it: endpoint } in index.interface_endpoints(vpc.place.region, token) {
        let elsewhere = endpoint.vpc_id.as_deref() != Some(vpc.it.vpc_id.as_str());
        if !elsewhere || live(endpoint) != Answer::Known(true) {
            continue;
        }
        let interface =
            endpoint.network_interface_ids.iter().find_map(|id| place.find(&place.view.network_interfaces, id));
        let Some(address) = interface.and_then(|interface| first_address(interface.it, family)) else { continue };
        let groups = Answer::Known(set.groups.clone());
        let client = resolver.client(subnet, groups, Answer::Known(set.public), block_of(subnet.it, family));
        let Some(client) = client else { continue };
        let ends = [Ends::one(address)];
        let courses = walks.of(set, &ends, || resolver.courses(&client, &ends));
        let arrives =
            |via: Via, disposition: Disposition| via == Via::CentralEndpoint && disposition == Disposition::ToService;
        if let [course] = courses.list.as_slice()
            && arrives(course.via, course.disposition())
        {
            return Some(Central {
                endpoint: endpoint.vpc_endpoint_id.clone(),
                vpc: endpoint.vpc_id.clone().unwrap_or_default(),
                through: course.through.clone(),
            });
        }
    }
    None
}

/// Whether the Region offers interface endpoints for a service.
fn offered(vpc: Seat<'_, Vpc>, token: &str) -> Answer<bool> {
    let place = vpc.place;
    remember(&place.memory.offered, token.to_owned(), || is_offered(place, token))
}

fn is_offered(place: &Place<'_>, token: &str) -> Answer<bool> {
    let is_interface = place.view.vpc_endpoint_services.iter().any(|service| {
        ServiceName(service.service_name.clone()).token() == Some(token)
            && service.service_type.iter().any(|kind| kind.service_type.as_deref() == Some("Interface"))
    });
    let rest = place.rest(Collection::VpcEndpointServices, "");
    if is_interface {
        Answer::Known(true)
    } else if rest.is_empty() {
        Answer::Known(false)
    } else {
        Answer::Unknown(rest)
    }
}

fn list(ids: &[String]) -> String {
    ids.join(" and ")
}
