//! What security groups let through.

use super::passage::{Direction, Passage};
use super::{Packets, Place};
use crate::snapshot::{Answer, Gap};

/// Who is at the other end of packets, for rules that name groups.
#[derive(Clone, Debug)]
pub struct Peer {
    /// The groups of the interface at the other end that such a rule can match by; none where a reference cannot match:
    /// the other end is on another network, or something on the way hides it.
    pub groups: Answer<Vec<String>>,
}

/// How packets fare at the groups of an interface, by the groups' ids as its place sees them.
pub fn pass_groups<'i>(
    place: &'i Place<'i>,
    groups: &[String],
    direction: Direction,
    packets: &Packets,
    peer: &Peer,
) -> Passage<'i> {
    let _ = (place, groups, direction, packets, peer);
    Passage::unknown(Gap::NotModelled { what: "security groups".to_owned() }.into())
}
