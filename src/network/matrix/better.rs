//! Which kind of path would be best for a subnet and service, upon facts.
//!
//! A gateway endpoint costs nothing and asks no group, so where a service has them and the traffic is the VPC's own it is
//! best (<https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>). Else an interface endpoint that the VPC
//! can reach in another VPC saves one of its own
//! (<https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html>).
//! What traffic there is, and so what each would cost, is not a fact of the network: nothing is said of prices.

use super::client::Sets;
use super::resolution::Resolution;
use crate::finding::{Better, Disposition, Family, Via};
use crate::id::ServiceName;
use crate::network::session::{Client, Flow, first_address};
use crate::network::walk::{Ends, Sender, Walker, block_of, live};
use crate::network::{Seat, service_list};
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
    walker: Walker<'i>,
    vpc: Seat<'i, Vpc>,
    subnet: Seat<'i, Subnet>,
    clients: &Sets<'i>,
    token: &str,
    family: Family,
    now: &Resolution,
) -> Advice {
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
    if let Some(central) = reachable(walker, vpc, subnet, clients, token, family) {
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
    walker: Walker<'i>,
    vpc: Seat<'i, Vpc>,
    subnet: Seat<'i, Subnet>,
    clients: &Sets<'i>,
    token: &str,
    family: Family,
) -> Option<Central> {
    let index = walker.index;
    let set = clients.sets.iter().find(|set| set.sends(family))?;
    let near = index.places().iter().filter(|place| place.region == vpc.place.region);
    for place in near {
        for endpoint in &place.view.vpc_endpoints {
            let of = endpoint
                .service_name
                .as_deref()
                .is_some_and(|name| ServiceName(name.to_owned()).token() == Some(token));
            let is_interface = endpoint.vpc_endpoint_type.as_deref() == Some("Interface");
            let elsewhere = endpoint.vpc_id.as_deref() != Some(vpc.it.vpc_id.as_str());
            if !of || !is_interface || !elsewhere || live(endpoint) != Answer::Known(true) {
                continue;
            }
            let interface =
                endpoint.network_interface_ids.iter().find_map(|id| place.find(&place.view.network_interfaces, id));
            let Some(address) = interface.and_then(|interface| first_address(interface.it, family)) else { continue };
            let sender = Sender { groups: Answer::Known(set.groups.clone()), public: Answer::Known(set.public), vpc };
            let Some(addresses) = block_of(subnet.it, family) else { continue };
            let client = Client { subnet, sender, addresses };
            let courses = walker.courses(&client, &Ends::one(address), Flow::HTTPS);
            let arrives = |via: Via, disposition: Disposition| {
                via == Via::CentralEndpoint && disposition == Disposition::ToService
            };
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
    }
    None
}

/// Whether the Region offers interface endpoints for a service.
fn offered(vpc: Seat<'_, Vpc>, token: &str) -> Answer<bool> {
    let place = vpc.place;
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
