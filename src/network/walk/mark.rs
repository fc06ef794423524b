//! What was met on the way.

use crate::finding::Disposition;
use crate::id::Kind;
use crate::network::{Decider, Place, Seat};
use crate::snapshot::model::{RouteTable, Subnet};
use crate::snapshot::{Collection, Gaps};
use std::borrow::Cow;

/// One thing met on the way, in order of travel.
#[derive(Clone, Debug)]
pub(in crate::network) enum Mark<'i> {
    /// The subnet's own table is followed.
    Follows(Seat<'i, Subnet>, Seat<'i, RouteTable>),
    /// A route of a table decides, or that none matches.
    Route(Seat<'i, RouteTable>, Option<usize>, String),
    /// A filter lets all through.
    Passed(Decider<'i>),
    /// Something stops it.
    Stopped(Disposition, Option<Decider<'i>>),
    /// Whether it passes cannot be told.
    Doubt(Gaps),
    /// A gateway, attachment, interface or the like takes it on.
    Met(Thing<'i>),
}

/// A thing that takes packets on, with the member of its description that says so.
#[derive(Clone, Debug)]
pub(in crate::network) struct Thing<'i> {
    pub place: &'i Place<'i>,
    pub kind: Kind,
    pub owner: Option<&'i str>,
    pub id: &'i str,
    pub collection: Collection,
    /// The member that decides, as a pointer into the thing's document.
    pub pointer: Cow<'static, str>,
    pub action: Cow<'static, str>,
    pub see: &'static str,
}
