//! Sessions that begin in the internet.

use super::gateway::{Outward, attached};
use super::{Arrival, Journey, Thing, Walker};
use crate::finding::Disposition;
use crate::id::Kind;
use crate::network::Seat;
use crate::snapshot::model::NetworkInterface;
use crate::snapshot::{Answer, Collection, Gaps};
use std::net::IpAddr;

const IGW: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html";

impl<'i> Walker<'i> {
    /// A session from the internet to an interface, by one of its own addresses.
    pub(in crate::network) fn in_from_internet(
        self,
        mut journey: Journey<'i>,
        interface: Seat<'i, NetworkInterface>,
        address: IpAddr,
    ) -> Vec<Arrival<'i>> {
        let vpc = journey.spot.vpc;
        let place = vpc.place;
        if address.is_ipv4() && !super::has_public(interface.it, Some(&address.to_string())) {
            return self.settle(journey.stopped(Disposition::NoRoute));
        }
        if super::arrive::is_gatekeeper(interface.it) {
            return self.settle(journey.stopped(Disposition::DeniedByGateway));
        }
        let mut doubts: Gaps = place.rest(Collection::InternetGateways, "");
        let mut gateway = None;
        for it in &place.view.internet_gateways {
            match attached(&it.attachments, &vpc.it.vpc_id, &it.internet_gateway_id) {
                Answer::Known(true) => gateway = Some(it),
                Answer::Known(false) => {}
                Answer::Unknown(gaps) => doubts.extend(gaps),
            }
        }
        let Some(gateway) = gateway else {
            return self.settle(if doubts.is_empty() {
                let egress_only = place.view.egress_only_internet_gateways.iter().any(|gateway| {
                    attached(&gateway.attachments, &vpc.it.vpc_id, &gateway.egress_only_internet_gateway_id)
                        == Answer::Known(true)
                });
                let is_refused = address.is_ipv6() && egress_only;
                journey.stopped(if is_refused { Disposition::DeniedByGateway } else { Disposition::NoRoute })
            } else {
                journey.unknown(doubts)
            });
        };
        journey.pass(Thing {
            place,
            kind: Kind::InternetGateway,
            owner: gateway.owner_id.as_deref(),
            id: &gateway.internet_gateway_id,
            collection: Collection::InternetGateways,
            pointer: "/Attachments".into(),
            action: "brings it into the VPC".into(),
            see: IGW,
        });
        journey.spot.subnet = self.subnet_of_interface(interface).known();
        self.block_public_access(&mut journey, Outward::Inbound);
        self.in_by_internet_gateway(journey)
    }
}
