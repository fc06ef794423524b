//! Facts of route tables whose prefix lists contradict each other.

use super::prefix_list::entries_of;
use super::route::shows_route;
use super::route_table_reach::live_routes;
use super::{Fact, Shows, Thing, Type, Value};
use crate::finding::Evidence;
use crate::network::{Index, Seat, Target};
use crate::snapshot::model::{Route, RouteTable};
use crate::snapshot::{Answer, Gaps, Listing};
use ipnet::IpNet;

pub(super) static FACTS: &[Fact] = &[
    fact!(RouteTable."lists_contradict": Type::Bool, "Whether two live routes for prefix lists that have a block in common lead to different targets.",
        needs: [RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(shows),
        |_, Thing::RouteTable(table)| contradictions(table).exists(|_| Answer::Known(true)).map(Value::Bool)),
    fact!(RouteTable."list_contradictions": Type::List(&Type::Text), "The pairs of prefix lists of which live routes lead to different targets though they have a block in common.",
        needs: [RouteTables, VpcEndpoints, PrefixLists, ManagedPrefixLists, PrefixListEntries], shows: Shows::Derived(shows),
        |_, Thing::RouteTable(table)| Value::listing(contradictions(table), |found| Value::made(found.words()))),
];

/// Two routes of one table that claim the same block.
struct Contradiction<'i> {
    routes: [(usize, &'i Route); 2],
    block: IpNet,
}

impl Contradiction<'_> {
    fn words(&self) -> String {
        let [one, other] =
            self.routes.map(|(_, route)| route.destination_prefix_list_id.as_deref().unwrap_or_default());
        format!("{one} and {other} on {}", self.block)
    }
}

/// The pairs of routes that claim the same block with different targets. Of blocks of different length the longer wins,
/// so only equal ones leave AWS the choice.
///
/// See <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>.
fn contradictions(table: Seat<'_, RouteTable>) -> Listing<Contradiction<'_>> {
    let live = live_routes(table).filter(|(_, route)| Answer::Known(route.destination_prefix_list_id.is_some()));
    let mut found = Listing::unseen(live.rest);
    for (at, one) in live.items.iter().enumerate() {
        for other in live.items.iter().skip(at + 1) {
            match common(table, one.1, other.1) {
                Answer::Known(Some(block)) => found.items.push(Contradiction { routes: [*one, *other], block }),
                Answer::Known(None) => {}
                Answer::Unknown(gaps) => found.rest.extend(gaps),
            }
        }
    }
    found
}

/// A block that two routes claim, if their lists and their targets differ.
fn common(table: Seat<'_, RouteTable>, one: &Route, other: &Route) -> Answer<Option<IpNet>> {
    if one.destination_prefix_list_id == other.destination_prefix_list_id {
        return Answer::Known(None);
    }
    let target = |route: &Route| Target::of(table.place, table.it, route);
    let lists = [one, other].map(|route| route.destination_prefix_list_id.as_deref().unwrap_or_default());
    let [left, right] = lists.map(|id| entries_of(table.place, id));
    let block = left.zip(right).map(|(left, right)| left.into_iter().find(|block| right.contains(block)));
    let differ = target(one).zip(target(other)).map(|(one, other)| one != other);
    match (block, differ) {
        (Answer::Known(None), _) | (_, Answer::Known(false)) => Answer::Known(None),
        (Answer::Known(Some(block)), Answer::Known(true)) => Answer::Known(Some(block)),
        (block, differ) => {
            let of = |answer: Answer<()>| match answer {
                Answer::Known(()) => Gaps::none(),
                Answer::Unknown(gaps) => gaps,
            };
            Answer::Unknown(of(block.map(|_| ())).union(of(differ.map(|_| ()))))
        }
    }
}

fn shows<'i>(_: &'i Index<'i>, thing: Thing<'i>) -> Vec<Evidence> {
    let Thing::RouteTable(table) = thing else { return Vec::new() };
    let found = contradictions(table).items;
    let routes = found.iter().flat_map(|one| {
        let says = format!("a route of a prefix list that holds {}", one.block);
        one.routes.map(|(at, _)| shows_route(table, at, says.clone()))
    });
    routes.flatten().collect()
}
