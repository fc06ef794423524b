//! Transit gateways.
//!
//! <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>,
//! <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html>.

use super::route::transit as look_up;
use super::travel::{Filter, Finish, Here, Travel};
use super::world::{Attachment, VpcAttachment, World};

const BLACKHOLE: Option<Finish> = Some(Finish::Stop("blackhole"));
const NO_ROUTE: Option<Finish> = Some(Finish::Stop("no-route"));

fn attachment<'w>(world: &'w World, transit: &str, id: &str) -> Option<&'w Attachment> {
    world.attachments.iter().find(|one| one.transit == transit && one.id == id)
}

/// The attachment of a VPC to a transit gateway.
pub fn of_vpc<'w>(world: &'w World, transit: &str, vpc: usize) -> Option<&'w VpcAttachment> {
    world.vpc_attachments.iter().find(|one| one.transit == transit && one.vpc == world.vpcs[vpc].id)
}

/// The attachment's subnets, by index.
fn subnets(world: &World, attachment: &VpcAttachment) -> Vec<usize> {
    let index = |id: &String| world.subnets.iter().position(|subnet| subnet.id == *id);
    attachment.subnets.iter().filter_map(index).collect()
}

/// What takes the packet out of view is not among what it passed before.
fn leave(travel: &mut Travel<'_, '_>, gateway: String) -> Option<Finish> {
    travel.through.pop();
    Some(Finish::Left("transit-gateway", gateway))
}

/// Into the transit gateway, by its tables, and out of it. None: the packet is in a subnet of an attachment.
pub fn take(travel: &mut Travel<'_, '_>, id: &str) -> Option<Finish> {
    let world = travel.world;
    let Some(entry) = of_vpc(world, id, travel.here.vpc) else { return BLACKHOLE };
    if !entry.available {
        return BLACKHOLE;
    }
    let six = travel.flow.to.is_ipv6();
    if six && !entry.ipv6 {
        return Some(Finish::Unsure("IPv6 at an attachment without it".to_owned()));
    }
    let Some(from) = travel.here.subnet else {
        return Some(Finish::Unsure("a transit gateway after a gateway without a zone".to_owned()));
    };
    let zone = &world.subnets[from].zone;
    let Some(at) = subnets(world, entry).into_iter().find(|subnet| world.subnets[*subnet].zone == *zone) else {
        return BLACKHOLE;
    };
    // Asked even where the packet comes from the attachment's own subnet: AWS's page on ACLs and transit gateways has
    // the inbound rules evaluated with the source address there too.
    travel.note(Filter::AclIn(at));
    let mut gateway = id.to_owned();
    let mut by = entry.id.clone();
    loop {
        let Some(attached) = attachment(world, &gateway, &by) else { return NO_ROUTE };
        if travel.through.len() > 16 {
            return BLACKHOLE;
        }
        travel.through.push(gateway.clone());
        if !attached.told {
            return leave(travel, gateway);
        }
        if attached.table.is_empty() {
            return NO_ROUTE;
        }
        let routes = look_up(world, &attached.table, travel.flow.to);
        let ways: Vec<Option<&String>> = routes
            .iter()
            .flat_map(|route| {
                let to = route.attachments.iter().map(Some);
                if route.blackhole { vec![None] } else { to.collect() }
            })
            .collect();
        if ways.is_empty() {
            return NO_ROUTE;
        }
        let Some(next) = ways[travel.choices.pick(ways.len())] else { return BLACKHOLE };
        let Some(exit) = attachment(world, &gateway, next) else { return leave(travel, gateway) };
        if !exit.available {
            return BLACKHOLE;
        }
        match exit.kind.as_str() {
            "vpc" => {
                let vpc = world.vpcs.iter().position(|vpc| vpc.id == exit.resource);
                let details = vpc.and_then(|vpc| of_vpc(world, &gateway, vpc));
                let Some(details) = details else { return leave(travel, gateway) };
                if !details.available {
                    return BLACKHOLE;
                }
                if six && !details.ipv6 {
                    return Some(Finish::Unsure("IPv6 at an attachment without it".to_owned()));
                }
                let all = subnets(world, details);
                let same: Vec<usize> =
                    all.iter().copied().filter(|subnet| world.subnets[*subnet].zone == *zone).collect();
                let candidates = if same.is_empty() || details.appliance_mode { all } else { same };
                if candidates.is_empty() {
                    return Some(Finish::Unsure("an attachment without a subnet in view".to_owned()));
                }
                let at = candidates[travel.choices.pick(candidates.len())];
                travel.here = Here::of(world, at);
                return None;
            }
            "peering" => {
                let Some(other) = attachment(world, &exit.resource, &exit.id) else { return leave(travel, gateway) };
                if !other.available {
                    return BLACKHOLE;
                }
                gateway.clone_from(&other.transit);
                by.clone_from(&other.id);
            }
            _ => return leave(travel, gateway),
        }
    }
}
