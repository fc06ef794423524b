//! What network ACLs let through.

use super::passage::{Direction, Passage};
use super::{Packets, Place, Seat};
use crate::snapshot::model::{NetworkAcl, Subnet};
use crate::snapshot::{Answer, Gap};

/// The ACL of a subnet.
pub fn acl_of<'i>(place: &'i Place<'i>, subnet: &Subnet) -> Answer<Seat<'i, NetworkAcl>> {
    let _ = (place, subnet);
    Answer::unknown(Gap::NotModelled { what: "network ACLs".to_owned() })
}

/// How packets fare at an ACL.
pub fn pass_acl<'i>(acl: Seat<'i, NetworkAcl>, direction: Direction, packets: &Packets) -> Passage<'i> {
    let _ = (acl, direction, packets);
    Passage::unknown(Gap::NotModelled { what: "network ACLs".to_owned() }.into())
}
