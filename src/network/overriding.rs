//! Routes that take addresses away from a gateway endpoint.
//!
//! An endpoint's route is for a prefix list, so a longer route, or a static one as long as an entry, beats it for those
//! addresses (<https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>, routing).

use super::claim::{Choice, Reading};
use super::prefix_list::{entries, family_of, token_of};
use super::route::{Destination, State};
use super::table::{Piece, Reach, Table};
use super::target::Target;
use super::{Place, cidr};
use crate::finding::Family;
use crate::snapshot::model::RouteTable;
use crate::snapshot::{Answer, Gaps, Listing};
use ipnet::IpNet;
use std::collections::BTreeMap;

/// A route that beats a gateway endpoint's for some addresses of its list.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// The route's place in `Routes`.
    pub route: usize,
    /// The entry of the endpoint's list that is beaten.
    pub entry: IpNet,
    /// The block the route matches by, inside the entry or equal to it.
    pub captured: IpNet,
    /// The share of the list's addresses of that family that the route gets, 0 to 1.
    pub share: f64,
}

/// The routes that send addresses of the list of the route `of` elsewhere than to its gateway endpoint. None where `of` is
/// no active route to a gateway endpoint.
///
/// Dead routes and the VPC's own are no overrides: what they take never leaves by another way.
pub fn overriding_routes(place: &Place<'_>, table: &RouteTable, of: usize) -> Listing<Override> {
    let read = Table::of(place, table);
    let Some(Reading { destination: Answer::Known(Destination::PrefixList(list)), target, state, .. }) =
        read.readings().get(of)
    else {
        return Listing::complete(Vec::new());
    };
    let endpoint = match (target, state) {
        (Answer::Known(target @ Target::GatewayEndpoint(_)), Answer::Known(State::Active)) => target,
        (Answer::Known(_), Answer::Known(_)) => return Listing::complete(Vec::new()),
        (Answer::Known(_), Answer::Unknown(gaps)) | (Answer::Unknown(gaps), _) => return Listing::unseen(gaps.clone()),
    };
    let elsewhere =
        |choice: &Choice| choice.sends_to().is_some_and(|target| target != endpoint && *target != Target::Local);
    match entries(place, list) {
        Answer::Known(nets) => known(&read, &nets, elsewhere),
        Answer::Unknown(gaps) => Listing { items: Vec::new(), rest: unread(place, table, list, elsewhere, &gaps) },
    }
}

fn known(table: &Table, entries: &[IpNet], elsewhere: impl Fn(&Choice) -> bool) -> Listing<Override> {
    let mut found: BTreeMap<(usize, IpNet), Override> = BTreeMap::new();
    let mut rest = Gaps::none();
    for family in [Family::Ipv4, Family::Ipv6] {
        let own: Vec<IpNet> = entries.iter().copied().filter(|net| cidr::family(net) == family).collect();
        let blocks = IpNet::aggregate(&own);
        let total: f64 = blocks.iter().map(cidr::size).sum();
        for Piece { ruling, size, sample: _ } in blocks.iter().flat_map(|block| table.pieces(*block)) {
            match ruling.certain() {
                Some(choice) if elsewhere(choice) => {
                    let (Some(route), Some(captured)) = (choice.route, choice.matched) else { continue };
                    let around = own.iter().filter(|entry| entry.contains(&captured));
                    let Some(entry) = around.max_by_key(|entry| entry.prefix_len()).copied() else { continue };
                    found.entry((route, captured)).or_insert(Override { route, entry, captured, share: 0.0 }).share +=
                        size / total;
                }
                Some(_) => {}
                None if ruling.blind || ruling.choices.iter().any(&elsewhere) => rest.extend(ruling.gaps),
                None => {}
            }
        }
    }
    Listing { items: found.into_values().collect(), rest }
}

/// Why there may be overrides when the entries cannot be read; empty where no route could be one, whatever they are.
fn unread(place: &Place<'_>, table: &RouteTable, list: &str, elsewhere: impl Fn(&Choice) -> bool, gaps: &Gaps) -> Gaps {
    let own = token_of(place, list);
    let table = Table::reading(place, table, |id| match token_of(place, id) {
        _ if id == list => Reach::Own,
        // Each address of AWS's is in the list of one service.
        Some(token) if own.as_ref().is_some_and(|own| *own != token) => Reach::Elsewhere,
        Some(_) | None => Reach::Entries,
    });
    let mut rest = Gaps::none();
    for family in [Family::Ipv4, Family::Ipv6] {
        if family_of(place, list).is_some_and(|only| only != family) {
            continue;
        }
        for piece in cidr::public(family).iter().flat_map(|block| table.pieces(*block)) {
            if piece.ruling.blind || piece.ruling.choices.iter().any(&elsewhere) {
                rest.extend(gaps.clone());
                rest.extend(piece.ruling.gaps);
            }
        }
    }
    rest
}
