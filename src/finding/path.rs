//! A row of the matrix of paths, lent while it is shown: rows are made one by one and never all held.

use super::{Better, Client, Disposition, Family, Hop, Part, Via};
use crate::id::ResourceId;
use crate::snapshot::Gaps;

/// The path from one subnet to one service over one family.
pub struct PathRow<'r> {
    /// The subnet; its account and Region are the row's.
    pub subnet: &'r ResourceId,
    /// The value of the subnet's `Name` tag, empty for none. Hostile text.
    pub name: &'r str,
    /// The VPC's id.
    pub vpc: &'r str,
    /// The id of the subnet's Availability Zone, such as `euw1-az1`; empty where it was not seen.
    pub az_id: &'r str,
    /// The service's token, such as `s3` or `ecr.api`.
    pub service: &'r str,
    /// The service's name in the Region, such as `com.amazonaws.eu-west-1.s3`; empty where it was not seen.
    pub service_name: &'r str,
    /// The family.
    pub family: Family,
    /// What finally hands the packets to the service.
    pub via: Via,
    /// That thing's id; empty for none, mixed and unknown.
    pub target: &'r str,
    /// The parts, where `via` is mixed.
    pub parts: &'r [Part],
    /// The gateways passed before it, in order.
    pub through: &'r [String],
    /// What becomes of the packets.
    pub disposition: Disposition,
    /// Per set of groups, where they differ.
    pub clients: &'r [Client],
    /// Why `via` or `disposition` cannot be told; empty where both can.
    pub gaps: &'r Gaps,
    /// Which kind of path would be best.
    pub better: Better,
    /// Why, in one sentence upon facts.
    pub better_because: &'r str,
    /// The hops, worked out when asked for.
    pub hops: &'r dyn Fn() -> Vec<Hop>,
}

impl std::fmt::Debug for PathRow<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} to {} over {}: {} {}", self.subnet, self.service, self.family, self.via, self.disposition)
    }
}
