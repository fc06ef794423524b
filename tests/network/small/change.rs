//! Changes to a world whose effect on every packet is known: what must not change, or only one way.

use super::dice::Dice;
use crate::network::drawing::filters;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Every list of a member, in every account and Region.
fn lists<'w>(world: &'w mut Value, member: &'static str) -> Vec<&'w mut Vec<Value>> {
    let accounts = world["accounts"].as_object_mut().into_iter().flatten();
    accounts
        .flat_map(|(_, account)| account["regions"].as_object_mut().into_iter().flatten())
        .filter_map(|(_, region)| region[member].as_array_mut())
        .collect()
}

/// One thing of a member, at random.
fn one<'w>(world: &'w mut Value, member: &'static str, dice: &mut Dice) -> Option<&'w mut Value> {
    let mut all: Vec<&mut Value> = lists(world, member).into_iter().flatten().collect();
    if all.is_empty() { None } else { Some(all.swap_remove(dice.below(all.len()))) }
}

/// Adds a rule to a security group: no packet that passed may be stopped by it.
pub fn add_allow_rule(world: &mut Value, seed: u64) {
    let mut dice = Dice::new(seed);
    let Some(group) = one(world, "security_groups", &mut dice) else { return };
    let direction = if dice.percent(50) { "IpPermissions" } else { "IpPermissionsEgress" };
    let (protocol, ports) =
        dice.weighed(&[(1, ("-1", None)), (2, ("tcp", Some((0, 65535)))), (1, ("udp", Some((53, 53))))]);
    let other = dice.weighed(&[(2, "0.0.0.0/0"), (1, "10.0.0.0/8"), (1, "::/0")]);
    if let Some(rules) = group[direction].as_array_mut() {
        rules.push(filters::rule(protocol, ports, other));
    }
}

/// Adds an entry that denies to a network ACL: no packet that was stopped may pass by it.
pub fn add_deny_entry(world: &mut Value, seed: u64) {
    let mut dice = Dice::new(seed);
    let Some(acl) = one(world, "network_acls", &mut dice) else { return };
    let Some(entries) = acl["Entries"].as_array_mut() else { return };
    let egress = dice.percent(50);
    let (protocol, ports) =
        dice.weighed(&[(1, ("-1", None)), (3, ("6", Some((443, 443)))), (1, ("6", Some((1024, 50000))))]);
    let block = dice.weighed(&[(2, "0.0.0.0/0"), (2, "10.0.0.0/8"), (1, "8.0.0.0/7"), (1, "::/0")]);
    let taken = |number: i64| entries.iter().any(|one| one["RuleNumber"] == number && one["Egress"] == egress);
    let free: Vec<i64> = (1..300).filter(|number| !taken(*number)).collect();
    if let Some(number) = dice.pick(&free) {
        entries.push(filters::entry(*number, egress, "deny", protocol, ports, block));
    }
}

fn shuffle(list: &mut [Value], dice: &mut Dice) {
    for at in (1..list.len()).rev() {
        list.swap(at, dice.below(at + 1));
    }
}

/// Puts the rules of groups, the entries of ACLs, the routes of tables and what they list in another order: no packet may
/// notice.
pub fn shuffle_rules(world: &mut Value, seed: u64) {
    let mut dice = Dice::new(seed);
    for (member, inner) in [
        ("security_groups", "IpPermissions"),
        ("security_groups", "IpPermissionsEgress"),
        ("network_acls", "Entries"),
        ("route_tables", "Routes"),
        ("network_interfaces", "Groups"),
    ] {
        for one in lists(world, member).into_iter().flatten() {
            if let Some(list) = one[inner].as_array_mut() {
                shuffle(list, &mut dice);
            }
        }
    }
}

/// Gives everything another id of the same prefix, also in names, ARNs and keys: nothing but ids may change. The ids of
/// `small` worlds have AWS's length, which is how they are found.
pub fn rename_ids(world: &mut Value, seed: u64) -> BTreeMap<String, String> {
    let told = world.to_string();
    let mut dice = Dice::new(seed);
    let mut renamed = BTreeMap::new();
    let mut text = String::with_capacity(told.len());
    let mut rest = told.as_str();
    while let Some(at) = rest.find('-') {
        let (before, after) = rest.split_at(at + 1);
        text.push_str(before);
        rest = after;
        let length = after.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(after.len());
        if length == 17 {
            let (old, after) = after.split_at(17);
            let new =
                renamed.entry(old.to_owned()).or_insert_with(|| format!("{:017x}", u128::from(dice.next()) | 1 << 64));
            text.push_str(new);
            rest = after;
        }
    }
    text.push_str(rest);
    *world = serde_json::from_str(&text).unwrap_or_else(|error| json!({"error": error.to_string()}));
    renamed
}
