//! VPC peering connections: into the other VPC and no further.
//!
//! See <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html>.

use super::gateway::{foreign_or, found};
use super::{End, Ends, Journey, Spot, Step, Thing, Tie, Walker, route};
use crate::finding::{Disposition, Via};
use crate::id::Kind;
use crate::snapshot::model::{Vpc, VpcPeeringConnectionVpcInfo};
use crate::snapshot::{Answer, Collection, Gap};
use ipnet::IpNet;

const PEERING: &str = "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html";

impl<'i> Walker<'i> {
    /// A peering connection that a route leads to.
    pub(super) fn peering(self, mut journey: Journey<'i>, id: &str) -> Step<'i> {
        let vpc = journey.spot.vpc;
        let place = vpc.place;
        let connection = match found(place, &place.view.vpc_peering_connections, Collection::VpcPeeringConnections, id)
        {
            Answer::Known(connection) => connection,
            Answer::Unknown(gaps) => {
                let gaps = foreign_or(journey.spot, gaps);
                return journey.unknown(gaps);
            }
        };
        match connection.it.status.as_ref().and_then(|status| status.code.as_deref()) {
            Some("active") => {}
            Some(_) => return journey.stopped(Disposition::Blackhole),
            None => journey.doubt(Gap::Malformed { field: "Status".to_owned(), at: id.to_owned() }),
        }
        let sides = [&connection.it.requester_vpc_info, &connection.it.accepter_vpc_info];
        let here = |side: &&VpcPeeringConnectionVpcInfo| side.vpc_id.as_deref() == Some(vpc.it.vpc_id.as_str());
        let mut sides = sides.into_iter().flatten();
        let (Some(one), Some(two)) = (sides.next(), sides.next()) else {
            return journey.unknown(Gap::Malformed { field: "AccepterVpcInfo".to_owned(), at: id.to_owned() });
        };
        let (own, other) = match (here(&one), here(&two)) {
            (true, _) => (one, two),
            (false, true) => (two, one),
            (false, false) => return journey.stopped(Disposition::Blackhole),
        };
        let far = other.vpc_id.as_deref().and_then(|far| self.index.vpc(far));
        let mut blocks = blocks_of_side(other);
        if let Some(far) = far {
            blocks.extend(blocks_of_vpc(far.it));
        }
        journey.pass(Thing {
            place,
            kind: Kind::VpcPeeringConnection,
            owner: None,
            id: &connection.it.vpc_peering_connection_id,
            collection: Collection::VpcPeeringConnections,
            pointer: "/Status".into(),
            action: "takes it to the other VPC".into(),
            see: PEERING,
        });
        if blocks.is_empty() {
            // A side of another account may show no blocks at all.
            return journey.unknown(Gap::Malformed { field: "CidrBlockSet".to_owned(), at: id.to_owned() });
        }
        if !within(&journey.destination, &blocks) {
            return journey.refused(
                Via::Peering,
                id,
                "does not take it: the destination is not in the other VPC, and there is no way through it",
            );
        }
        journey.through.push(id.to_owned());
        let Some(far) = far else {
            journey.through.pop();
            let gaps = self.index.why_no_vpc(other.owner_id.as_deref());
            if !gaps.is_empty() {
                return journey.unknown(gaps);
            }
            return journey.ends(End::Leaves(Via::Peering, id.to_owned()));
        };
        journey.tie = match journey.tie {
            Tie::SameVpc if own.region == other.region => Tie::Peering,
            Tie::SameVpc | Tie::Peering | Tie::Transit(_) | Tie::Hidden => Tie::Hidden,
        };
        journey.zone = None;
        journey.spot = Spot { vpc: far, subnet: None, table: None };
        self.deliver(journey, far)
    }
}

fn blocks_of_side(side: &VpcPeeringConnectionVpcInfo) -> Vec<IpNet> {
    let four = side.cidr_block_set.iter().map(|block| block.cidr_block.as_ref());
    let six = side.ipv6_cidr_block_set.iter().map(|block| block.ipv6_cidr_block.as_ref());
    four.chain(six).chain([side.cidr_block.as_ref()]).filter_map(route::block).collect()
}

/// The blocks of a VPC that are in use.
pub(in crate::network) fn blocks_of_vpc(vpc: &Vpc) -> Vec<IpNet> {
    let used = |state: Option<&str>| state.is_none_or(|state| state == "associated");
    let four = vpc
        .cidr_block_association_set
        .iter()
        .filter(|one| used(one.cidr_block_state.as_ref().and_then(|state| state.state.as_deref())));
    let six = vpc
        .ipv6_cidr_block_association_set
        .iter()
        .filter(|one| used(one.ipv6_cidr_block_state.as_ref().and_then(|state| state.state.as_deref())));
    let four = four.map(|one| one.cidr_block.as_ref());
    let six = six.map(|one| one.ipv6_cidr_block.as_ref());
    four.chain(six).chain([vpc.cidr_block.as_ref()]).filter_map(route::block).collect()
}

/// Whether all addresses lie in some of the blocks.
pub(super) fn within(ends: &Ends, blocks: &[IpNet]) -> bool {
    match ends {
        Ends::Blocks(own) => own.iter().all(|own| blocks.iter().any(|block| block.contains(own))),
        Ends::Somewhere(..) => false,
    }
}
