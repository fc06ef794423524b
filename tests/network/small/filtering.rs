//! Security groups, prefix lists, network ACLs and Block Public Access.

use super::dice::Dice;
use super::estate::{Estate, id};
use crate::network::drawing::filters::{self, entry};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// AWS's lists as every Region of these worlds has them.
const S3: [&str; 3] = ["52.218.0.0/17", "3.5.64.0/21", "2a05:d07a:a000::/40"];
const DYNAMODB: [&str; 1] = ["52.119.240.0/21"];

/// The id of a service's list in a Region.
pub fn service_list(region: &str, token: &str) -> String {
    let region = if region == "eu-west-1" { 0x100 } else { 0x200 };
    id("pl", 0xa_0000 + region + usize::from(token == "s3"))
}

/// Some group or block or list, of what a VPC may name.
fn other(estate: &Estate, vpc: usize, dice: &mut Dice) -> String {
    let one = &estate.vpcs[vpc];
    let another = &estate.vpcs[dice.below(estate.vpcs.len())];
    let subnet = dice.pick(&another.subnets).map(|subnet| format!("{}.0/24", subnet.base)).unwrap_or_default();
    let list = dice.pick(&one.lists).cloned().unwrap_or_else(|| "10.0.0.0/8".to_owned());
    let own = dice.pick(&one.groups).cloned().unwrap_or_else(|| subnet.clone());
    let foreign = dice.pick(&another.groups).cloned().unwrap_or_else(|| subnet.clone());
    let six = another.six.clone().unwrap_or_else(|| "::/0".to_owned());
    dice.weighed(&[
        (30, "0.0.0.0/0".to_owned()),
        (10, "::/0".to_owned()),
        (15, another.blocks[0].clone()),
        (10, subnet),
        (8, six),
        (10, list),
        (14, own),
        (10, foreign),
        (6, "10.0.0.0/8".to_owned()),
    ])
}

fn rule(estate: &Estate, vpc: usize, dice: &mut Dice) -> Value {
    let ports = dice.weighed(&[(6, (443, 443)), (2, (0, 65535)), (2, (80, 443)), (1, (53, 53)), (1, (1024, 65535))]);
    let (protocol, ports) = dice.weighed(&[
        (30, ("-1", None)),
        (45, ("tcp", Some(ports))),
        (3, ("6", Some(ports))),
        (14, ("udp", Some(ports))),
        (4, ("icmp", Some((-1, -1)))),
        (2, ("icmpv6", None)),
        (2, ("47", None)),
    ]);
    filters::rule(protocol, ports, &other(estate, vpc, dice))
}

fn lists(estate: &mut Estate, dice: &mut Dice) {
    let mut regions = BTreeSet::new();
    for vpc in 0..estate.vpcs.len() {
        let spot = estate.vpcs[vpc].spot;
        if regions.insert(spot) {
            for (token, blocks) in [("s3", &S3[..]), ("dynamodb", &DYNAMODB[..])] {
                let list = service_list(spot.1, token);
                let (told, managed) = filters::service_list(spot, &list, token, blocks);
                estate.plan.drawing.add(spot, "prefix_lists", told);
                estate.plan.drawing.add(spot, "managed_prefix_lists", managed);
            }
        }
        estate.vpcs[vpc].lists = ["s3", "dynamodb"].map(|token| service_list(spot.1, token)).to_vec();
        for _ in 0..dice.below(3) {
            let number = estate.number();
            let list = id("pl", number);
            let block = |dice: &mut Dice| {
                let near = format!("10.{}.{}.0/24", dice.between(1, 3), dice.between(1, 4));
                let wide = format!("10.{}.0.0/16", dice.between(1, 3));
                dice.weighed(&[(3, near), (3, wide), (2, "8.8.0.0/16".to_owned()), (1, "52.0.0.0/8".to_owned())])
            };
            let blocks: BTreeSet<String> = (0..dice.between(1, 3)).map(|_| block(dice)).collect();
            estate.plan.drawing.add(spot, "managed_prefix_lists", filters::list(spot, &list, false, blocks.len()));
            let entries = blocks.iter().map(|block| json!({"Cidr": block})).collect();
            estate.plan.drawing.put(spot, "prefix_list_entries", &list, entries);
            estate.vpcs[vpc].lists.push(list);
        }
    }
}

/// Three groups a VPC: one open, two at random, which may name each other and those of other VPCs.
pub fn groups(estate: &mut Estate, dice: &mut Dice) {
    lists(estate, dice);
    for vpc in &mut estate.vpcs {
        vpc.groups = (0..3).map(|at| id("sg", vpc.number * 16 + at)).collect();
    }
    for vpc in 0..estate.vpcs.len() {
        let (spot, name) = (estate.vpcs[vpc].spot, estate.vpcs[vpc].id.clone());
        for (at, group) in estate.vpcs[vpc].groups.clone().iter().enumerate() {
            if at == 0 {
                estate.plan.open_group(group, &name);
                continue;
            }
            let mut rules = |least| (0..dice.between(least, 3)).map(|_| rule(estate, vpc, dice)).collect::<Vec<_>>();
            let (inbound, mut outbound) = (rules(1), rules(0));
            if outbound.is_empty() || dice.percent(40) {
                outbound = filters::anything();
            }
            let group = filters::group(spot, group, &name, inbound, outbound);
            estate.plan.drawing.add(spot, "security_groups", group);
        }
    }
}

/// ACLs of some subnets' own: a few entries, then mostly everything.
pub fn acls(estate: &mut Estate, dice: &mut Dice) {
    let all: Vec<(usize, String)> = estate
        .vpcs
        .iter()
        .enumerate()
        .flat_map(|(at, vpc)| vpc.subnets.iter().map(move |subnet| (at, subnet.id.clone())))
        .collect();
    for (vpc, subnet) in all {
        if !dice.percent(30) {
            continue;
        }
        let number = estate.number();
        let mut entries = Vec::new();
        for egress in [false, true] {
            for at in 0..dice.between(0, 3) {
                let mut block = other(estate, vpc, dice);
                if !block.contains('/') {
                    block = "10.0.0.0/8".to_owned();
                }
                let ranges = [(443, 443), (0, 1023), (1024, 65535), (32768, 60999), (1024, 40000), (53, 53)];
                let range = *dice.pick(&ranges).unwrap();
                let (protocol, range) = dice.weighed(&[
                    (30, ("-1", None)),
                    (50, ("6", Some(range))),
                    (14, ("17", Some(range))),
                    (4, ("1", None)),
                    (2, ("47", None)),
                ]);
                let action = if dice.percent(45) { "deny" } else { "allow" };
                let number = i64::try_from(10 * (at + 1) + dice.below(9)).unwrap();
                entries.push(entry(number, egress, action, protocol, range, &block));
            }
            // Ports of replies as AWS's page on ephemeral ports has them for Linux: too few for a NAT gateway.
            if !egress && dice.percent(35) {
                entries.push(entry(150, egress, "allow", "6", Some((32768, 61000)), "0.0.0.0/0"));
                entries.push(entry(160, egress, "allow", "6", Some((443, 443)), "0.0.0.0/0"));
                entries.push(entry(170, egress, "allow", "-1", None, "10.0.0.0/8"));
                continue;
            }
            for (number, block, share) in [(200, "0.0.0.0/0", 85), (201, "::/0", 75)] {
                if dice.percent(share) {
                    entries.push(entry(number, egress, "allow", "-1", None, block));
                }
            }
        }
        estate.plan.acl(&id("acl", number), &subnet, entries);
    }
}

pub fn blocking(estate: &mut Estate, dice: &mut Dice) {
    let spots: BTreeSet<_> = estate.vpcs.iter().map(|vpc| vpc.spot).collect();
    for spot in spots {
        let mode = dice.weighed(&[(84, "off"), (8, "block-ingress"), (8, "block-bidirectional")]);
        estate.plan.drawing.add(spot, "block_public_access_options", filters::blocking(spot, mode));
        for vpc in estate.vpcs.clone().iter().filter(|vpc| vpc.spot == spot && mode != "off") {
            let subnet = dice.pick(&vpc.subnets).map(|subnet| subnet.id.clone()).unwrap_or_default();
            let of = dice.weighed(&[(40, None), (35, Some(vpc.id.clone())), (25, Some(subnet))]);
            let kind = dice.weighed(&[(1, "allow-bidirectional"), (1, "allow-egress")]);
            if let Some(of) = of {
                let exclusion = filters::exclusion(spot, &of, kind);
                estate.plan.drawing.add(spot, "block_public_access_exclusions", exclusion);
            }
        }
    }
}
