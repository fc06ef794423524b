//! Gateways that hand packets over or pass them on as they are: internet gateways, gateway endpoints, Gateway Load
//! Balancer endpoints, virtual private gateways, appliances.

use super::{End, Journey, Spot, Step, Thing, Tie, Walker, not_modelled, route};
use crate::finding::{Disposition, Via};
use crate::id::Kind;
use crate::network::{Direction, Place, Seat};
use crate::snapshot::model::{Described, InternetGatewayAttachment, NetworkInterface, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Coverage, Gap, Gaps, Outcome};

const IGW: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html";
const EIGW: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html";
const BPA: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html";
const GATEWAY_ENDPOINT: &str = "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html";
const GWLBE: &str = "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html";
const VGW: &str = "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html";
const APPLIANCE: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html";

impl<'i> Walker<'i> {
    /// An internet gateway of the VPC.
    pub(super) fn internet_gateway(self, mut journey: Journey<'i>, id: &str) -> Step<'i> {
        let vpc = journey.spot.vpc;
        let place = vpc.place;
        let gateway = match found(place, &place.view.internet_gateways, Collection::InternetGateways, id) {
            Answer::Known(gateway) => gateway,
            Answer::Unknown(gaps) => {
                // The route says where it goes; what the gateway does with it cannot be seen.
                journey.doubt(gaps);
                let (via, target) = exit(&mut journey, Via::InternetGateway, id);
                return journey.ends(End::Internet(via, target));
            }
        };
        match attached(&gateway.it.attachments, &vpc.it.vpc_id, id) {
            Answer::Known(true) => {}
            Answer::Known(false) => return journey.stopped(Disposition::Blackhole),
            Answer::Unknown(gaps) => journey.doubt(gaps),
        }
        if journey.reply {
            return back_to_internet(journey);
        }
        journey.pass(Thing {
            place,
            kind: Kind::InternetGateway,
            owner: gateway.it.owner_id.as_deref(),
            id: &gateway.it.internet_gateway_id,
            collection: Collection::InternetGateways,
            pointer: "/Attachments".into(),
            action: "hands it to the internet".into(),
            see: IGW,
        });
        if journey.destination.has_private() {
            let (via, target) = exit(&mut journey, Via::InternetGateway, id);
            return journey.refused(via, &target, "does not take it: the destination is no public address");
        }
        refuse(&mut journey);
        let outward = if journey.translated.is_some() { Outward::ByNat } else { Outward::Direct };
        self.block_public_access(&mut journey, outward);
        let (via, target) = exit(&mut journey, Via::InternetGateway, id);
        journey.ends(End::Internet(via, target))
    }

    /// An egress-only internet gateway of the VPC.
    pub(super) fn egress_only(self, mut journey: Journey<'i>, id: &str) -> Step<'i> {
        if !route::is_ipv6(&journey.destination) {
            return journey.stopped(Disposition::Blackhole);
        }
        let vpc = journey.spot.vpc;
        let place = vpc.place;
        let gateways = &place.view.egress_only_internet_gateways;
        match found(place, gateways, Collection::EgressOnlyInternetGateways, id) {
            Answer::Known(gateway) => {
                match attached(&gateway.it.attachments, &vpc.it.vpc_id, id) {
                    Answer::Known(true) => {}
                    Answer::Known(false) => return journey.stopped(Disposition::Blackhole),
                    Answer::Unknown(gaps) => journey.doubt(gaps),
                }
                journey.pass(Thing {
                    place,
                    kind: Kind::EgressOnlyInternetGateway,
                    owner: None,
                    id: &gateway.it.egress_only_internet_gateway_id,
                    collection: Collection::EgressOnlyInternetGateways,
                    pointer: "/Attachments".into(),
                    action: "hands it to the internet".into(),
                    see: EIGW,
                });
            }
            Answer::Unknown(gaps) => journey.doubt(gaps),
        }
        if journey.reply {
            return journey.stopped(Disposition::NoRoute);
        }
        if journey.destination.has_private() {
            return journey.refused(
                Via::EgressOnlyInternetGateway,
                id,
                "does not take it: the destination is no public address",
            );
        }
        self.block_public_access(&mut journey, Outward::ByNat);
        journey.ends(End::Internet(Via::EgressOnlyInternetGateway, id.to_owned()))
    }

    /// VPC Block Public Access, at an internet gateway.
    pub(super) fn block_public_access(self, journey: &mut Journey<'i>, outward: Outward) {
        let vpc = journey.spot.vpc;
        let place = vpc.place;
        if let Some(gap) = place.foreign(vpc.it.owner_id.as_deref()) {
            journey.doubt(gap);
            return;
        }
        let rest = place.rest(Collection::BlockPublicAccessOptions, "");
        if !rest.is_empty() {
            journey.doubt(rest);
            return;
        }
        let options = place.view.block_public_access_options.first();
        let mode_of = options.and_then(|options| options.internet_gateway_block_mode.as_deref());
        let blocks = match mode_of {
            None | Some("off") => false,
            Some("block-bidirectional") => true,
            Some("block-ingress") => match outward {
                Outward::ByNat => false,
                Outward::Direct | Outward::Inbound => true,
            },
            Some(other) => {
                let field = "InternetGatewayBlockMode".to_owned();
                journey.doubt(Gap::Unrecognised { field, value: other.to_owned() });
                return;
            }
        };
        if !blocks {
            return;
        }
        // An exclusion of a Gateway Load Balancer endpoint's subnet is of no effect
        // (<https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html>): what counts is who sends.
        let is_inspected = outward != Outward::Inbound && journey.through.iter().any(|id| id.starts_with("vpce-"));
        let sender = if is_inspected { journey.sending_subnet() } else { journey.spot.subnet };
        let subnet = sender.map(|subnet| subnet.it.subnet_id.as_str());
        let excluded = place.view.block_public_access_exclusions.iter().any(|exclusion| {
            let arn = exclusion.resource_arn.as_deref().unwrap_or_default();
            let named = arn.rsplit('/').next();
            let covers = named == Some(vpc.it.vpc_id.as_str()) || (subnet.is_some() && named == subnet);
            let in_force = exclusion.state.as_deref().is_some_and(|state| {
                matches!(state, "create-complete" | "update-complete" | "update-in-progress" | "disable-in-progress")
            });
            let mode = exclusion.internet_gateway_exclusion_mode.as_deref();
            let lets = match (mode, outward) {
                (Some("allow-bidirectional"), _) => true,
                // Of no effect against `block-ingress`.
                (Some("allow-egress"), Outward::ByNat | Outward::Direct) => mode_of == Some("block-bidirectional"),
                (Some(_) | None, _) => false,
            };
            covers && in_force && lets
        });
        if excluded {
            if is_inspected {
                journey.doubt(not_modelled(
                    "what an exclusion from VPC Block Public Access does behind a Gateway Load Balancer endpoint",
                ));
            }
            return;
        }
        let rest = place.rest(Collection::BlockPublicAccessExclusions, "");
        if rest.is_empty() {
            journey.pass(Thing {
                place,
                kind: Kind::Vpc,
                owner: vpc.it.owner_id.as_deref(),
                id: &vpc.it.vpc_id,
                collection: Collection::BlockPublicAccessOptions,
                pointer: "/VpcId".into(),
                action: "is cut off by VPC Block Public Access".into(),
                see: BPA,
            });
            journey.stop(Disposition::DeniedByGateway);
        } else {
            journey.doubt(rest);
        }
    }

    /// A gateway endpoint: for packets of its own VPC only.
    pub(super) fn gateway_endpoint(self, mut journey: Journey<'i>, id: &str) -> Step<'i> {
        let place = journey.spot.vpc.place;
        match found(place, &place.view.vpc_endpoints, Collection::VpcEndpoints, id) {
            Answer::Known(endpoint) => {
                match live(endpoint.it) {
                    Answer::Known(true) => {}
                    Answer::Known(false) => return journey.stopped(Disposition::Blackhole),
                    Answer::Unknown(gaps) => journey.doubt(gaps),
                }
                if route::is_ipv6(&journey.destination) && endpoint.it.ip_address_type.as_deref() == Some("ipv4") {
                    journey.doubt(not_modelled(format!("what becomes of IPv6 addresses at {id}, which is for IPv4")));
                }
                journey.pass(endpoint_met(endpoint, "takes it to the service", GATEWAY_ENDPOINT));
            }
            Answer::Unknown(gaps) => journey.doubt(foreign_or(journey.spot, gaps)),
        }
        if journey.reply {
            return journey.stopped(Disposition::NoRoute);
        }
        if journey.is_foreign() {
            journey.stop(Disposition::DeniedByGateway);
        }
        journey.ends(End::GatewayEndpoint(id.to_owned()))
    }

    /// A Gateway Load Balancer endpoint: packets are inspected out of view and come back to it.
    pub(super) fn inspection(self, mut journey: Journey<'i>, id: &str) -> Step<'i> {
        let place = journey.spot.vpc.place;
        let endpoint = match found(place, &place.view.vpc_endpoints, Collection::VpcEndpoints, id) {
            Answer::Known(endpoint) => endpoint,
            Answer::Unknown(gaps) => {
                let gaps = foreign_or(journey.spot, gaps);
                return journey.unknown(gaps);
            }
        };
        match live(endpoint.it) {
            Answer::Known(true) => {}
            Answer::Known(false) => return journey.stopped(Disposition::Blackhole),
            Answer::Unknown(gaps) => journey.doubt(gaps),
        }
        let subnet = endpoint.it.subnet_ids.first().and_then(|subnet| place.find(&place.view.subnets, subnet));
        let Some(subnet) = subnet else {
            let gaps = place.rest(Collection::Subnets, "");
            let lost = Gap::Malformed { field: "SubnetIds".to_owned(), at: id.to_owned() };
            return journey.unknown(if gaps.is_empty() { lost.into() } else { gaps });
        };
        let asked = if journey.spot.is_in(subnet.it) {
            vec![journey]
        } else {
            self.ask_acl(journey, subnet, Direction::Inbound)
        };
        let vpc = asked.first().map(|journey| journey.spot.vpc);
        let passed = asked.into_iter().map(|mut journey| {
            journey.pass(endpoint_met(endpoint, "has it inspected and takes it back", GWLBE));
            journey.through.push(id.to_owned());
            journey.tie = Tie::Hidden;
            journey.zone = subnet.it.availability_zone_id.as_deref();
            if let Some(vpc) = vpc {
                journey.spot = Spot { vpc, subnet: Some(subnet), table: None };
            }
            journey
        });
        Step::On(passed.collect())
    }

    /// A virtual private gateway.
    pub(super) fn vpn_gateway(self, mut journey: Journey<'i>, id: &str) -> Step<'i> {
        let vpc = journey.spot.vpc;
        let place = vpc.place;
        match found(place, &place.view.vpn_gateways, Collection::VpnGateways, id) {
            Answer::Known(gateway) => {
                let ties = gateway.it.vpc_attachments.iter();
                let mut own = ties.filter(|tie| tie.vpc_id.as_deref() == Some(vpc.it.vpc_id.as_str()));
                if !own.any(|tie| tie.state.as_deref() == Some("attached")) {
                    return journey.stopped(Disposition::Blackhole);
                }
                journey.pass(Thing {
                    place,
                    kind: Kind::VpnGateway,
                    owner: None,
                    id: &gateway.it.vpn_gateway_id,
                    collection: Collection::VpnGateways,
                    pointer: "/VpcAttachments".into(),
                    action: "takes it to a network that is not in view".into(),
                    see: VGW,
                });
            }
            Answer::Unknown(gaps) => journey.doubt(foreign_or(journey.spot, gaps)),
        }
        journey.ends(End::Leaves(Via::VpnGateway, id.to_owned()))
    }

    /// An interface or instance that is a route's target: the destination itself, or an appliance whose work is its own.
    pub(super) fn appliance(self, mut journey: Journey<'i>, target: &str, interface: Option<&str>) -> Step<'i> {
        let place = journey.spot.vpc.place;
        let Some(id) = interface else {
            journey.doubt(not_modelled(format!("which interface of {target} a route without one means")));
            return journey.ends(End::Leaves(Via::Appliance, target.to_owned()));
        };
        let interface = match found(place, &place.view.network_interfaces, Collection::NetworkInterfaces, id) {
            Answer::Known(interface) => interface,
            Answer::Unknown(gaps) => {
                journey.doubt(gaps);
                return journey.ends(End::Leaves(Via::Appliance, target.to_owned()));
            }
        };
        let own = crate::network::addresses(interface.it);
        if journey.destination.address().is_some_and(|address| own.contains(&address)) {
            let vpc = journey.spot.vpc;
            return self.deliver(journey, vpc);
        }
        match (interface.it.status.as_deref(), interface.it.source_dest_check) {
            (Some("in-use" | "associated"), Some(false)) => {}
            (Some("in-use" | "associated"), Some(true)) => {
                journey.pass(appliance_met(interface, "/SourceDestCheck", "drops what is not for itself"));
                return journey.refused(Via::Appliance, target, "drops what is not for itself");
            }
            (Some("available"), _) => return journey.stopped(Disposition::Blackhole),
            (Some(_), _) | (None, _) => {
                let field = if interface.it.source_dest_check.is_none() { "SourceDestCheck" } else { "Status" };
                journey.doubt(Gap::Malformed { field: field.to_owned(), at: id.to_owned() });
            }
        }
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
        for journey in asked {
            let groups = super::arrive::groups_of(interface.it);
            let peer = super::arrive::peer(&journey);
            // Replies are news to an appliance that has not seen what they answer.
            for mut journey in self.ask_groups_anew(journey, place, &groups, Direction::Inbound, peer) {
                journey.pass(appliance_met(
                    interface,
                    "/NetworkInterfaceId",
                    "is an appliance: what it does is not in view",
                ));
                steps.push(journey.ends(End::Leaves(Via::Appliance, target.to_owned())));
            }
        }
        route::merged(steps)
    }
}

/// What an internet gateway does not take: IPv4 packets without a public address.
fn refuse(journey: &mut Journey<'_>) {
    if route::is_ipv6(&journey.destination) || journey.translated.is_some() {
        return;
    }
    if journey.private_nat || journey.is_foreign() {
        journey.not_taken("does not take it: the sender is not of this VPC, or has a private NAT gateway's address");
        journey.stop(Disposition::DeniedByGateway);
        return;
    }
    match journey.sender.as_ref().map(|sender| sender.public.clone()) {
        Some(Answer::Known(true)) => {}
        Some(Answer::Known(false)) | None => {
            journey.not_taken("does not take it: the sender has no public address");
            journey.stop(Disposition::DeniedByGateway);
        }
        Some(Answer::Unknown(gaps)) => journey.doubt(gaps),
    }
}

/// How packets meet an internet gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outward {
    /// From a NAT gateway, or by an egress-only internet gateway.
    ByNat,
    /// From an interface with a public address.
    Direct,
    /// From the internet.
    Inbound,
}

/// The gateway that counts as handing packets over: the public NAT gateway before an internet gateway.
fn exit(journey: &mut Journey<'_>, via: Via, id: &str) -> (Via, String) {
    match journey.translated {
        Some(nat) => {
            if let Some(at) = journey.through.iter().rposition(|passed| passed == nat) {
                journey.through.remove(at);
            }
            (Via::NatGateway, nat.to_owned())
        }
        None => (via, id.to_owned()),
    }
}

/// A reply that leaves by an internet gateway: to a host in the internet that began it, or to nobody.
fn back_to_internet(journey: Journey<'_>) -> Step<'_> {
    let home = journey.legs.last().and_then(|leg| match leg.near {
        super::Near::Internet(vpc) => Some(vpc),
        super::Near::Subnet(_) | super::Near::Nat(_) | super::Near::Regional(_) => None,
    });
    if home.is_some_and(|vpc| vpc.it.vpc_id == journey.spot.vpc.it.vpc_id) && !journey.is_foreign() {
        return journey.ends(End::Home);
    }
    let word = if journey.destination.has_private() { Disposition::DeniedByGateway } else { Disposition::NoRoute };
    journey.stopped(word)
}

/// A thing of a place by id; unknown where it was not seen.
pub(super) fn found<'i, T: Described>(
    place: &'i Place<'i>,
    shelf: &'i [T],
    collection: Collection,
    id: &str,
) -> Answer<Seat<'i, T>> {
    if let Some(seat) = place.find(shelf, id) {
        return Answer::Known(seat);
    }
    let rest = place.rest(collection, "");
    if rest.is_empty() {
        // Answered in full and not in it: another account's, or gone between two answers.
        let question = place.question(collection, id);
        return Answer::unknown(Gap::NotSeen(Box::new(Coverage::new(question, Outcome::NotVisible))));
    }
    Answer::Unknown(rest)
}

/// Why a thing of a VPC was not seen: the VPC's owner alone sees it, if that is another account.
pub(super) fn foreign_or(spot: Spot<'_>, gaps: Gaps) -> Gaps {
    match spot.vpc.place.foreign(spot.vpc.it.owner_id.as_deref()) {
        Some(gap) => gap.into(),
        None => gaps,
    }
}

pub(super) fn attached(ties: &[InternetGatewayAttachment], vpc: &str, id: &str) -> Answer<bool> {
    let Some(tie) = ties.iter().find(|tie| tie.vpc_id.as_deref() == Some(vpc)) else {
        return Answer::Known(false);
    };
    match tie.state.as_deref() {
        Some("attached" | "available") => Answer::Known(true),
        Some("attaching" | "detaching") => {
            Answer::unknown(Gap::Ambiguous { what: format!("the attachment of {id} is changing") })
        }
        Some("detached") => Answer::Known(false),
        Some(other) => {
            Answer::unknown(Gap::Unrecognised { field: format!("{id} Attachments State"), value: other.to_owned() })
        }
        None => Answer::unknown(Gap::Malformed { field: "State".to_owned(), at: id.to_owned() }),
    }
}

/// Whether an endpoint takes packets.
pub(in crate::network) fn live(endpoint: &VpcEndpoint) -> Answer<bool> {
    let id = &endpoint.vpc_endpoint_id;
    let Some(state) = endpoint.state.as_deref() else {
        return Answer::unknown(Gap::Malformed { field: "State".to_owned(), at: id.clone() });
    };
    // NOTE: the wire has camelCase, the SDK and the documentation PascalCase.
    match state.to_ascii_lowercase().as_str() {
        "available" => Answer::Known(true),
        "pendingacceptance" | "pending" | "deleting" | "deleted" | "rejected" | "failed" | "expired" => {
            Answer::Known(false)
        }
        _ => Answer::unknown(Gap::Unrecognised { field: format!("{id} State"), value: state.to_owned() }),
    }
}

pub(super) fn endpoint_met<'i>(endpoint: Seat<'i, VpcEndpoint>, action: &'static str, see: &'static str) -> Thing<'i> {
    Thing {
        place: endpoint.place,
        kind: Kind::VpcEndpoint,
        owner: endpoint.it.owner_id.as_deref(),
        id: &endpoint.it.vpc_endpoint_id,
        collection: Collection::VpcEndpoints,
        pointer: "/State".into(),
        action: action.into(),
        see,
    }
}

fn appliance_met<'i>(interface: Seat<'i, NetworkInterface>, pointer: &'static str, action: &'static str) -> Thing<'i> {
    Thing {
        place: interface.place,
        kind: Kind::NetworkInterface,
        owner: interface.it.owner_id.as_deref(),
        id: &interface.it.network_interface_id,
        collection: Collection::NetworkInterfaces,
        pointer: pointer.into(),
        action: action.into(),
        see: APPLIANCE,
    }
}
