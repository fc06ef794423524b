//! Which route a packet takes.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html>,
//! <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>.

use super::Undecided;
use super::world::{Destination, Target, TransitRoute, World};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// A route's target, or that it leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    To(Target),
    Blackhole,
}

/// The table of a subnet: its own, else the VPC's main one.
pub fn table_of(world: &World, subnet: usize) -> Option<usize> {
    let subnet = &world.subnets[subnet];
    let vpc = &world.vpcs[subnet.vpc].id;
    let own = world.tables.iter().position(|table| table.subnets.contains(&subnet.id));
    own.or_else(|| world.tables.iter().position(|table| table.main && table.vpc == *vpc))
}

/// Longest prefix; then a route to a block, to a list, a propagated one; nothing propagated before the local route.
pub fn look_up(world: &World, table: usize, region: &str, to: IpAddr) -> Result<Option<Way>, Undecided> {
    let table = &world.tables[table];
    let mut matching = Vec::new();
    for route in &table.routes {
        let way = if route.blackhole { Way::Blackhole } else { Way::To(route.target.clone()) };
        let (blocks, listed) = match &route.to {
            Destination::Block(block) => (vec![*block], false),
            Destination::List(list) => {
                (world.lists.get(&(region.to_owned(), list.clone())).cloned().unwrap_or_default(), true)
            }
        };
        for block in blocks.iter().filter(|block| block.contains(&to)) {
            let class = if route.propagated { 0 } else { i32::from(!listed) + 1 };
            matching.push((block.prefix_len(), class, way.clone()));
        }
    }
    if matching.iter().any(|(.., way)| *way == Way::To(Target::Local)) {
        matching.retain(|(_, class, _)| *class > 0);
    }
    let Some(best) = matching.iter().map(|(length, class, _)| (*length, *class)).max() else { return Ok(None) };
    let ways: BTreeSet<Way> =
        matching.into_iter().filter(|(length, class, _)| (*length, *class) == best).map(|(.., way)| way).collect();
    if ways.len() > 1 {
        return Err(Undecided(format!("{} has equal routes for {to}", table.id)));
    }
    Ok(ways.into_iter().next())
}

/// The winning routes of a transit gateway's table: one, or several that the gateway shares traffic among.
pub fn transit<'w>(world: &'w World, table: &str, to: IpAddr) -> Vec<&'w TransitRoute> {
    let routes = world.transit_routes.get(table).map(Vec::as_slice).unwrap_or_default();
    let rank = |route: &&TransitRoute| (route.to.prefix_len(), route.fixed);
    let matching: Vec<&TransitRoute> = routes.iter().filter(|route| route.to.contains(&to)).collect();
    let best = matching.iter().map(rank).max();
    matching.into_iter().filter(|route| Some(rank(route)) == best).collect()
}
