//! Packets that are in the VPC of their destination: to its subnet's ACL, its interface's groups, and in.

use super::{End, Ends, Journey, Near, Sender, Step, Tie, Walker, not_modelled, route};
use crate::finding::Disposition;
use crate::id::Kind;
use crate::network::{Direction, Peer, Seat};
use crate::snapshot::model::{NetworkInterface, Subnet, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Gaps};
use ipnet::IpNet;
use std::rc::Rc;

const ENDPOINT: &str = "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html";
const INTERFACE: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html";

impl<'i> Walker<'i> {
    /// The VPC's own routing: to whatever holds the address.
    pub(super) fn deliver(self, journey: Journey<'i>, vpc: Seat<'i, Vpc>) -> Step<'i> {
        if journey.reply {
            return self.come_home(journey, vpc);
        }
        let Some(address) = journey.destination.address() else {
            return journey.unknown(not_modelled("public addresses that a VPC uses for its own"));
        };
        let interface = match vpc.place.interface_at(&vpc.it.vpc_id, address) {
            Answer::Known(Some(interface)) => interface,
            Answer::Known(None) => {
                // A participant of a shared VPC does not see what others have in it.
                return match vpc.place.foreign(vpc.it.owner_id.as_deref()) {
                    Some(gap) => journey.unknown(gap),
                    None => journey.stopped(Disposition::Blackhole),
                };
            }
            Answer::Unknown(gaps) => return journey.unknown(gaps),
        };
        self.enter(journey, interface)
    }

    /// Into an interface: ACL of its subnet unless the packets are in it already, then its groups.
    pub(super) fn enter(self, journey: Journey<'i>, interface: Seat<'i, NetworkInterface>) -> Step<'i> {
        let subnet = match self.subnet_of_interface(interface) {
            Answer::Known(subnet) => subnet,
            Answer::Unknown(gaps) => return journey.unknown(gaps),
        };
        let asked = if journey.spot.is_in(subnet.it) {
            vec![journey]
        } else {
            self.ask_acl(journey, subnet, Direction::Inbound)
        };
        let mut steps = Vec::new();
        for mut journey in asked {
            if is_endpoint(interface.it) {
                match self.endpoint_of(interface).map(|endpoint| super::live(endpoint.it)) {
                    Some(Answer::Known(true)) => {}
                    Some(Answer::Known(false)) => {
                        steps.push(journey.stopped(Disposition::Blackhole));
                        continue;
                    }
                    Some(Answer::Unknown(gaps)) => journey.doubt(gaps),
                    None => journey.doubt(self.why_no_endpoint(interface)),
                }
            }
            if is_gatekeeper(interface.it) {
                steps.push(journey.stopped(Disposition::DeniedByGateway));
                continue;
            }
            let peer = peer(&journey);
            let asked = match groups_of(interface.it) {
                // Load balancers without groups let their targets decide.
                Answer::Known(groups) if groups.is_empty() && is_open(interface.it) => vec![journey],
                groups => self.ask_groups(journey, interface.place, &groups, Direction::Inbound, peer),
            };
            for mut journey in asked {
                journey.pass(match self.endpoint_of(interface).filter(|_| is_endpoint(interface.it)) {
                    Some(endpoint) => super::gateway::endpoint_met(endpoint, "takes it to the service", ENDPOINT),
                    None => met(interface),
                });
                steps.push(journey.ends(End::Interface(interface)));
            }
        }
        route::merged(steps)
    }

    /// Replies that have reached the VPC of whoever they are for.
    fn come_home(self, mut journey: Journey<'i>, vpc: Seat<'i, Vpc>) -> Step<'i> {
        let Some(leg) = journey.legs.last().cloned() else {
            return journey.stopped(Disposition::NoRoute);
        };
        let subnet = match leg.near {
            Near::Subnet(subnet) | Near::Nat(subnet) => subnet,
            Near::Regional(spot) if spot.vpc.it.vpc_id == vpc.it.vpc_id => return journey.ends(End::Home),
            Near::Regional(..) | Near::Internet(_) => return journey.stopped(Disposition::NoRoute),
        };
        if subnet.it.vpc_id.as_deref() != Some(vpc.it.vpc_id.as_str()) {
            // Another VPC that uses the same addresses.
            return journey.stopped(Disposition::NoRoute);
        }
        if !journey.spot.is_in(subnet.it) {
            let asked = self.ask_acl(journey, subnet, Direction::Inbound);
            return route::merged(asked.into_iter().map(|journey| journey.ends(End::Home)).collect());
        }
        journey.appeared = false;
        journey.ends(End::Home)
    }

    /// The subnet an interface is in.
    pub(in crate::network) fn subnet_of_interface(
        self,
        interface: Seat<'i, NetworkInterface>,
    ) -> Answer<Seat<'i, Subnet>> {
        let place = interface.place;
        let Some(id) = interface.it.subnet_id.as_deref() else {
            let at = interface.it.network_interface_id.clone();
            return Answer::unknown(Gap::Malformed { field: "SubnetId".to_owned(), at });
        };
        if let Some(subnet) = place.find(&place.view.subnets, id) {
            return Answer::Known(subnet);
        }
        let rest = place.rest(Collection::Subnets, "");
        if rest.is_empty() {
            Answer::unknown(Gap::Malformed {
                field: "SubnetId".to_owned(),
                at: interface.it.network_interface_id.clone(),
            })
        } else {
            Answer::Unknown(rest)
        }
    }

    /// The endpoint that an interface belongs to, if it was seen.
    pub(in crate::network) fn endpoint_of(
        self,
        interface: Seat<'i, NetworkInterface>,
    ) -> Option<Seat<'i, VpcEndpoint>> {
        let id = &interface.it.network_interface_id;
        let vpc = interface.it.vpc_id.as_deref()?;
        interface.place.endpoints_of_interface(id).find(|endpoint| endpoint.it.vpc_id.as_deref() == Some(vpc))
    }

    fn why_no_endpoint(self, interface: Seat<'i, NetworkInterface>) -> Gaps {
        let rest = interface.place.rest(Collection::VpcEndpoints, "");
        let vpc = interface.it.vpc_id.as_deref().and_then(|vpc| self.index.vpc(vpc));
        if let Some(gap) = vpc.and_then(|vpc| vpc.place.foreign(vpc.it.owner_id.as_deref())) {
            return gap.into();
        }
        let at = interface.it.network_interface_id.clone();
        if rest.is_empty() { Gap::Ambiguous { what: format!("no endpoint in view has {at}") }.into() } else { rest }
    }

    /// An interface as a sender.
    pub(in crate::network) fn sender(self, interface: Seat<'i, NetworkInterface>) -> Answer<Sender<'i>> {
        let vpc = interface.it.vpc_id.as_deref().and_then(|vpc| self.index.vpc(vpc));
        let Some(vpc) = vpc else {
            let at = interface.it.network_interface_id.clone();
            return Answer::unknown(Gap::Malformed { field: "VpcId".to_owned(), at });
        };
        Answer::Known(Sender {
            groups: groups_of(interface.it),
            public: Answer::Known(has_public(interface.it, None)),
            vpc,
        })
    }
}

/// By what a rule that names a group may match the sender.
pub(super) fn peer(journey: &Journey<'_>) -> Peer {
    let none = || Answer::Known(Vec::new());
    let groups = match (&journey.sender, &journey.tie) {
        (None, _) | (Some(_), Tie::Hidden | Tie::Transit(Answer::Known(false))) => none(),
        (Some(sender), Tie::SameVpc | Tie::Peering | Tie::Transit(Answer::Known(true))) => {
            sender.groups.as_ref().map(|groups| groups.to_vec())
        }
        (Some(sender), Tie::Transit(Answer::Unknown(gaps))) => match &sender.groups {
            Answer::Known(groups) if groups.is_empty() => none(),
            Answer::Known(_) => Answer::Unknown(gaps.clone()),
            Answer::Unknown(more) => Answer::Unknown(gaps.clone().union(more.clone())),
        },
    };
    Peer { groups }
}

/// The groups of an interface, by id.
pub fn groups_of(interface: &NetworkInterface) -> Answer<Rc<[String]>> {
    let mut groups = Vec::new();
    for group in &interface.groups {
        match &group.group_id {
            Some(id) => groups.push(id.clone()),
            None => {
                let at = interface.network_interface_id.clone();
                return Answer::unknown(Gap::Malformed { field: "GroupId".to_owned(), at });
            }
        }
    }
    Answer::Known(groups.into())
}

/// Whether an interface's IPv4 address (`None`: its first) has a public one.
pub(in crate::network) fn has_public(interface: &NetworkInterface, address: Option<&str>) -> bool {
    let first = interface.private_ip_address.as_deref();
    let wanted = address.or(first);
    let own = interface.association.as_ref().is_some_and(|one| one.public_ip.is_some());
    let of_address = interface.private_ip_addresses.iter().any(|one| {
        one.private_ip_address.as_deref() == wanted
            && one.association.as_ref().is_some_and(|association| association.public_ip.is_some())
    });
    of_address || (own && wanted == first)
}

/// Whether an interface is an interface endpoint's, or one of a resource or service network endpoint.
pub(in crate::network) fn is_endpoint(interface: &NetworkInterface) -> bool {
    interface.interface_type.as_deref() == Some("vpc_endpoint")
}

/// Whether an interface belongs to what begins no session towards itself: NAT and transit gateways, and the endpoints of
/// Gateway Load Balancers, which take only what routes send them.
pub(in crate::network) fn is_gatekeeper(interface: &NetworkInterface) -> bool {
    matches!(
        interface.interface_type.as_deref(),
        Some("nat_gateway" | "natGateway" | "transit_gateway" | "gateway_load_balancer_endpoint")
    )
}

fn is_open(interface: &NetworkInterface) -> bool {
    matches!(
        interface.interface_type.as_deref(),
        Some("network_load_balancer" | "gateway_load_balancer" | "load_balancer")
    )
}

fn met(interface: Seat<'_, NetworkInterface>) -> super::Thing<'_> {
    super::Thing {
        place: interface.place,
        kind: Kind::NetworkInterface,
        owner: interface.it.owner_id.as_deref(),
        id: &interface.it.network_interface_id,
        collection: Collection::NetworkInterfaces,
        pointer: "/PrivateIpAddress".into(),
        action: "holds the address".into(),
        see: INTERFACE,
    }
}

/// The blocks of a subnet that are in use.
pub fn blocks_of(subnet: &Subnet) -> Vec<IpNet> {
    let six = subnet.ipv6_cidr_block_association_set.iter().filter(|block| {
        let state = block.ipv6_cidr_block_state.as_ref().and_then(|state| state.state.as_deref());
        state.is_none_or(|state| state == "associated")
    });
    let six = six.filter_map(|block| route::block(block.ipv6_cidr_block.as_ref()));
    route::block(subnet.cidr_block.as_ref()).into_iter().chain(six).collect()
}

/// Ends that are one block of a subnet.
pub(in crate::network) fn block_of(subnet: &Subnet, family: crate::finding::Family) -> Option<Ends> {
    let block = blocks_of(subnet).into_iter().find(|block| crate::network::cidr::family(block) == family)?;
    Some(Ends::block(block))
}
