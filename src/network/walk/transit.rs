//! Transit gateways: in by the attachment's subnet of the zone, on by the table of the attachment, out by another.
//!
//! See <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html> and, for ACLs,
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html>.

use super::gateway::{foreign_or, found};
use super::transit_table::{Outcome, TransitTable};
use super::{Arrival, End, Journey, Spot, Step, Thing, Tie, Walker, hop, route};
use crate::finding::{Disposition, Via};
use crate::id::Kind;
use crate::network::memory::remember;
use crate::network::{Direction, Place, Seat};
use crate::snapshot::model::{Subnet, TransitGateway, TransitGatewayRouteAttachment, TransitGatewayVpcAttachment};
use crate::snapshot::{Answer, Collection, Gap, Gaps};
use std::rc::Rc;

const ATTACHMENT: &str = "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html";
const ROUTES: &str = "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html";
const GROUPS: &str = "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-security-groups.html";

impl<'i> Walker<'i> {
    /// A transit gateway that a route of a VPC leads to.
    pub(super) fn transit_gateway(self, mut journey: Journey<'i>, id: &str) -> Step<'i> {
        let vpc = journey.spot.vpc;
        let place = vpc.place;
        let attachment = place
            .attachments_of(&vpc.it.vpc_id)
            .find(|one| one.transit_gateway_id.as_deref() == Some(id) && !is_gone(one.state.as_deref()));
        let Some(attachment) = attachment else {
            let rest = place.rest(Collection::TransitGatewayVpcAttachments, "");
            let rest = foreign_or(journey.spot, rest);
            return if rest.is_empty() { journey.stopped(Disposition::Blackhole) } else { journey.unknown(rest) };
        };
        let attachment = Seat { place, it: attachment };
        match available(attachment.it) {
            Answer::Known(true) => {}
            Answer::Known(false) => return journey.stopped(Disposition::Blackhole),
            Answer::Unknown(gaps) => journey.doubt(gaps),
        }
        let subnets = match self.subnets_of(attachment) {
            Answer::Known(subnets) => subnets,
            Answer::Unknown(gaps) => return journey.unknown(gaps),
        };
        let Some(zone) = journey.zone else {
            let at = journey.spot.subnet.map(|subnet| subnet.it.subnet_id.clone()).unwrap_or_default();
            return journey.unknown(Gap::Malformed { field: "AvailabilityZoneId".to_owned(), at });
        };
        let own = subnets.iter().find(|subnet| subnet.it.availability_zone_id.as_deref() == Some(zone));
        let Some(own) = own else {
            journey.pass(attachment_met(attachment, "/SubnetIds", "has no subnet in the sender's zone"));
            return journey.stopped(Disposition::Blackhole);
        };
        journey.through.push(id.to_owned());
        let asked = self.ask_acl(journey, *own, Direction::Inbound);
        route::merged(asked.into_iter().map(|journey| self.into_transit(journey, id, attachment)).collect())
    }

    fn into_transit(
        self,
        mut journey: Journey<'i>,
        id: &str,
        attachment: Seat<'i, TransitGatewayVpcAttachment>,
    ) -> Step<'i> {
        journey.pass(attachment_met(attachment, "/SubnetIds", "takes it to the transit gateway"));
        let Some(home) = self.home_of(id, attachment.place) else {
            let gaps = self.why_no_home(id, attachment.place);
            return if gaps.is_empty() { leaves(journey, id) } else { journey.unknown(gaps) };
        };
        journey.tie = match journey.tie {
            Tie::SameVpc => Tie::Transit(referencing(attachment.it).and(gateway_referencing(home.it))),
            Tie::Peering | Tie::Transit(_) | Tie::Hidden => Tie::Hidden,
        };
        self.by_table_of(journey, home, &attachment.it.transit_gateway_attachment_id)
    }

    /// By the table that an attachment is associated with.
    fn by_table_of(self, mut journey: Journey<'i>, home: Seat<'i, TransitGateway>, attachment: &str) -> Step<'i> {
        let place = home.place;
        let attachments = &place.view.transit_gateway_attachments;
        let attachment = match found(place, attachments, Collection::TransitGatewayAttachments, attachment) {
            Answer::Known(attachment) => attachment,
            Answer::Unknown(gaps) => return journey.unknown(gaps),
        };
        match attachment.it.state.as_deref() {
            Some("available" | "modifying") => {}
            Some(_) => return journey.stopped(Disposition::Blackhole),
            None => {
                let at = attachment.it.transit_gateway_attachment_id.clone();
                journey.doubt(Gap::Malformed { field: "State".to_owned(), at });
            }
        }
        let Some(association) = attachment.it.association.as_ref() else {
            return journey.stopped(Disposition::NoRoute);
        };
        let Some(table) = association.transit_gateway_route_table_id.as_deref() else {
            return journey.stopped(Disposition::NoRoute);
        };
        match association.state.as_deref() {
            Some("associated") | None => {}
            Some("disassociated") => return journey.stopped(Disposition::NoRoute),
            Some(_) => journey.doubt(Gap::Ambiguous { what: format!("the association of {table} is changing") }),
        }
        let rest = place.rest(Collection::TransitGatewayRoutes, table);
        if !rest.is_empty() {
            return journey.unknown(rest);
        }
        self.index.count_look_up();
        let routes = place.view.transit_gateway_routes.get(table).map(Vec::as_slice).unwrap_or_default();
        let is_far = !journey.far_is_source;
        let read = remember(&place.memory.transit, table.to_owned(), || TransitTable::of(routes, table).map(Rc::new));
        let mut parts = match read.and_then(|read| read.outcomes(routes, table, &journey.destination)) {
            Answer::Known(parts) => parts,
            Answer::Unknown(gaps) => return journey.unknown(gaps),
        };
        if parts.len() > 1 && !is_far {
            journey.coarse = true;
        }
        // The usual case: one route for all, and nothing is copied.
        if parts.len() == 1
            && let Some((part, outcome)) = parts.pop()
        {
            if let Some(part) = part.filter(|_| is_far) {
                journey.destination = part;
            }
            return self.by_outcome(journey, home, table, outcome);
        }
        let mut steps = Vec::new();
        for (part, outcome) in parts {
            let part = match part {
                Some(part) if is_far => journey.part(part),
                Some(_) | None => journey.clone(),
            };
            steps.push(self.by_outcome(part, home, table, outcome));
            if !is_far {
                break;
            }
        }
        route::merged(steps)
    }

    fn by_outcome(
        self,
        mut journey: Journey<'i>,
        home: Seat<'i, TransitGateway>,
        table: &str,
        outcome: Outcome<'i>,
    ) -> Step<'i> {
        let place = home.place;
        let met = |at: Option<usize>, action: &'static str| {
            let table = place.find(&place.view.transit_gateway_route_tables, table)?;
            Some(Thing {
                place,
                kind: Kind::TransitGatewayRouteTable,
                owner: None,
                id: &table.it.transit_gateway_route_table_id,
                collection: Collection::TransitGatewayRoutes,
                pointer: at.map_or("/Routes".into(), |at| format!("/Routes/{at}").into()),
                action: action.into(),
                see: ROUTES,
            })
        };
        match outcome {
            Outcome::None => {
                met(None, "has no route that matches").into_iter().for_each(|thing| journey.pass(thing));
                journey.stopped(Disposition::NoRoute)
            }
            Outcome::Blackhole(at) => {
                met(Some(at), "a route drops it").into_iter().for_each(|thing| journey.pass(thing));
                journey.stopped(Disposition::Blackhole)
            }
            Outcome::Attachment(at, attachment) => {
                met(Some(at), "a route leads to an attachment").into_iter().for_each(|thing| journey.pass(thing));
                self.out_of(journey, home, attachment)
            }
        }
    }

    /// Out of a transit gateway by an attachment.
    fn out_of(
        self,
        mut journey: Journey<'i>,
        home: Seat<'i, TransitGateway>,
        to: &'i TransitGatewayRouteAttachment,
    ) -> Step<'i> {
        let id = &home.it.transit_gateway_id;
        let resource = to.resource_id.as_deref().unwrap_or_default();
        match to.resource_type.as_deref() {
            Some("vpc") => {
                self.into_vpc(journey, home, to.transit_gateway_attachment_id.as_deref().unwrap_or_default(), resource)
            }
            Some("peering" | "tgw-peering") => {
                let Some(other) = self.home_of(resource, home.place) else {
                    let gaps = self.why_no_home(resource, home.place);
                    return if gaps.is_empty() { leaves(journey, id) } else { journey.unknown(gaps) };
                };
                if journey.through.iter().filter(|passed| *passed == resource).count() > 1 {
                    return journey.stopped(Disposition::Blackhole);
                }
                journey.through.push(resource.to_owned());
                journey.zone = None;
                journey.tie = Tie::Hidden;
                self.by_table_of(journey, other, to.transit_gateway_attachment_id.as_deref().unwrap_or_default())
            }
            Some("vpn" | "vpn-concentrator" | "direct-connect-gateway" | "connect" | "network-function") => {
                leaves(journey, id)
            }
            Some(other) => journey.unknown(Gap::Unrecognised {
                field: format!("ResourceType of an attachment of {id}"),
                value: other.to_owned(),
            }),
            None => journey.unknown(Gap::Malformed { field: "ResourceType".to_owned(), at: id.clone() }),
        }
    }

    /// Into a VPC by its attachment.
    fn into_vpc(
        self,
        mut journey: Journey<'i>,
        home: Seat<'i, TransitGateway>,
        attachment: &str,
        vpc: &str,
    ) -> Step<'i> {
        let Some(vpc) = self.index.vpc(vpc) else {
            let attachments = &home.place.view.transit_gateway_attachments;
            let owner = home.place.find(attachments, attachment).and_then(|one| one.it.resource_owner_id.as_deref());
            let gaps = self.index.why_no_vpc(owner);
            let id = &home.it.transit_gateway_id;
            return if gaps.is_empty() { leaves(journey, id) } else { journey.unknown(gaps) };
        };
        let seen = [vpc.place, home.place]
            .into_iter()
            .find_map(|place| place.find(&place.view.transit_gateway_vpc_attachments, attachment).map(|seat| seat.it));
        let Some(attached) = seen else {
            let rest = vpc.place.rest(Collection::TransitGatewayVpcAttachments, "");
            return if rest.is_empty() { journey.stopped(Disposition::Blackhole) } else { journey.unknown(rest) };
        };
        let attached = Seat { place: vpc.place, it: attached };
        match available(attached.it) {
            Answer::Known(true) => {}
            Answer::Known(false) => return journey.stopped(Disposition::Blackhole),
            Answer::Unknown(gaps) => journey.doubt(gaps),
        }
        let subnets = match self.subnets_of(attached) {
            Answer::Known(subnets) => subnets,
            Answer::Unknown(gaps) => return journey.unknown(gaps),
        };
        let options = attached.it.options.as_ref();
        let any_zone = options.and_then(|options| options.appliance_mode_support.as_deref()) == Some("enable");
        let same = |subnet: &&Seat<'i, Subnet>| subnet.it.availability_zone_id.as_deref() == journey.zone;
        let chosen: Vec<Seat<'i, Subnet>> = match subnets.iter().find(same) {
            Some(own) if !any_zone && journey.zone.is_some() => vec![*own],
            Some(_) | None => subnets,
        };
        journey.pass(attachment_met(attached, "/SubnetIds", "brings it into the VPC"));
        if let Tie::Transit(support) = journey.tie.clone() {
            journey.tie = Tie::Transit(support.and(referencing(attached.it)));
        }
        journey.translated = None;
        journey.appeared = true;
        let journeys = chosen.into_iter().map(|subnet| {
            let mut journey = journey.clone();
            journey.spot = Spot { vpc, subnet: Some(subnet), table: None };
            journey.zone = subnet.it.availability_zone_id.as_deref();
            journey
        });
        self.any_of(journeys.collect(), &attached.it.transit_gateway_attachment_id)
    }

    /// One of several ways, nobody knows which: told only where all end alike.
    fn any_of(self, journeys: Vec<Journey<'i>>, attachment: &str) -> Step<'i> {
        let mut journeys = journeys.into_iter();
        let Some(first) = journeys.next() else {
            return Step::On(Vec::new());
        };
        if journeys.len() == 0 {
            return Step::On(vec![first]);
        }
        let undecided = first.clone();
        let ends = self.run(vec![first]);
        for other in journeys {
            if !alike(&ends, &self.run(vec![other])) {
                let what =
                    format!("{attachment}: the zone it comes out in decides, and AWS does not say which that is");
                return undecided.unknown(Gap::Ambiguous { what });
            }
        }
        Step::Both(Vec::new(), ends)
    }

    /// A transit gateway as its owner sees it: nobody else sees its tables.
    fn home_of(self, id: &str, near: &'i Place<'i>) -> Option<Seat<'i, TransitGateway>> {
        let own = |place: &'i Place<'i>| {
            let gateway = place.find(&place.view.transit_gateways, id)?;
            (gateway.it.owner_id.as_deref() == Some(place.account.as_str())).then_some(gateway)
        };
        own(near).or_else(|| self.index.transit_gateway(id))
    }

    /// Why the owner's view of a transit gateway may be there though it was not seen; empty where no account that was asked
    /// owns it.
    fn why_no_home(self, id: &str, near: &'i Place<'i>) -> Gaps {
        let seen = near.find(&near.view.transit_gateways, id).and_then(|gateway| gateway.it.owner_id.clone());
        let places = self.index.places().iter().filter(|place| !place.region.is_global());
        let asked = places.filter(|place| seen.as_deref().is_none_or(|owner| owner == place.account.as_str()));
        asked.fold(Gaps::none(), |gaps, place| gaps.union(place.rest(Collection::TransitGateways, "")))
    }

    fn subnets_of(self, attachment: Seat<'i, TransitGatewayVpcAttachment>) -> Answer<Vec<Seat<'i, Subnet>>> {
        let mut subnets = Vec::new();
        for id in &attachment.it.subnet_ids {
            match self.index.subnet(id) {
                Some(subnet) => subnets.push(subnet),
                None => {
                    let rest: Gaps = attachment.place.rest(Collection::Subnets, "");
                    let at = attachment.it.transit_gateway_attachment_id.clone();
                    let lost = || Gap::Malformed { field: "SubnetIds".to_owned(), at }.into();
                    return Answer::Unknown(if rest.is_empty() { lost() } else { rest });
                }
            }
        }
        Answer::Known(subnets)
    }
}

/// Whether two ways end alike, part by part.
fn alike(one: &[Arrival<'_>], other: &[Arrival<'_>]) -> bool {
    let tell = |arrival: &Arrival<'_>| {
        let end = match &arrival.end {
            End::Interface(interface) => format!("interface {}", interface.it.network_interface_id),
            End::GatewayEndpoint(id) => format!("endpoint {id}"),
            End::Internet(via, id) | End::Leaves(via, id) => format!("{via} {id}"),
            End::Refused(via, id) => format!("refused by {via} {id}"),
            End::Home => "home".to_owned(),
            End::Stopped => "stopped".to_owned(),
            End::Unknown => "unknown".to_owned(),
        };
        // How replies find their way home is nobody's question.
        let through = if arrival.journey.reply { Vec::new() } else { arrival.journey.through.clone() };
        (end, through, hop::verdict(&arrival.journey.trail), arrival.journey.far().clone())
    };
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| tell(one) == tell(other))
}

/// Out of view, by the transit gateway passed last.
fn leaves<'i>(mut journey: Journey<'i>, id: &str) -> Step<'i> {
    if journey.through.last().is_some_and(|last| last == id) {
        journey.through.pop();
    }
    journey.ends(End::Leaves(Via::TransitGateway, id.to_owned()))
}

fn is_gone(state: Option<&str>) -> bool {
    matches!(state, Some("deleted" | "deleting" | "rejected" | "failed" | "failing" | "rejecting"))
}

fn available(attachment: &TransitGatewayVpcAttachment) -> Answer<bool> {
    let id = &attachment.transit_gateway_attachment_id;
    match attachment.state.as_deref() {
        Some("available" | "modifying") => Answer::Known(true),
        Some("pendingAcceptance" | "initiating" | "initiatingRequest" | "pending") => Answer::Known(false),
        Some(gone) if is_gone(Some(gone)) => Answer::Known(false),
        Some("rollingBack") => Answer::unknown(Gap::Ambiguous { what: format!("{id} is changing its state") }),
        Some(other) => Answer::unknown(Gap::Unrecognised { field: format!("{id} State"), value: other.to_owned() }),
        None => Answer::unknown(Gap::Malformed { field: "State".to_owned(), at: id.clone() }),
    }
}

/// Whether rules may name groups of the other side, as far as an attachment says.
fn referencing(attachment: &TransitGatewayVpcAttachment) -> Answer<bool> {
    let options = attachment.options.as_ref();
    on(
        options.and_then(|options| options.security_group_referencing_support.as_deref()),
        &attachment.transit_gateway_attachment_id,
    )
}

fn gateway_referencing(gateway: &TransitGateway) -> Answer<bool> {
    let options = gateway.options.as_ref();
    on(options.and_then(|options| options.security_group_referencing_support.as_deref()), &gateway.transit_gateway_id)
}

/// See [`GROUPS`]: of a gateway the default is off, of an attachment on, and an answer without the member says neither.
fn on(word: Option<&str>, id: &str) -> Answer<bool> {
    match word {
        Some("enable") => Answer::Known(true),
        Some("disable") => Answer::Known(false),
        Some(_) | None => {
            let at = format!("{id} ({GROUPS})");
            Answer::unknown(Gap::Malformed { field: "SecurityGroupReferencingSupport".to_owned(), at })
        }
    }
}

fn attachment_met<'i>(
    attachment: Seat<'i, TransitGatewayVpcAttachment>,
    pointer: &'static str,
    action: &'static str,
) -> Thing<'i> {
    Thing {
        place: attachment.place,
        kind: Kind::TransitGatewayAttachment,
        owner: attachment.it.vpc_owner_id.as_deref(),
        id: &attachment.it.transit_gateway_attachment_id,
        collection: Collection::TransitGatewayVpcAttachments,
        pointer: pointer.into(),
        action: action.into(),
        see: ATTACHMENT,
    }
}
