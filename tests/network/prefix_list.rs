//! The addresses of lists, and which list is a service's.

use super::world::{World, unknown};
use byway::network::{entries, service_list};
use byway::snapshot::{Answer, Collection, Outcome};
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    crate::trials![
        a_services_addresses_come_inline,
        a_services_list_without_addresses_asks_for_its_entries,
        a_services_list_is_never_empty,
        a_customers_list_may_be_empty,
        entries_answered_in_part_are_not_the_list,
        a_list_nobody_described_names_every_question_that_could_tell,
        entries_answered_for_a_list_nobody_described_are_its_entries,
        one_block_that_cannot_be_read_spoils_a_list,
        a_services_list_is_found_by_its_whole_token,
        the_list_of_another_region_is_not_this_ones,
        no_list_is_known_only_from_a_full_answer,
        a_customers_list_with_a_services_name_is_not_the_services,
        a_list_without_a_name_may_be_any_services,
        two_lists_of_one_service_are_ambiguous,
    ]
}

fn blocks(world: World, id: &str) -> Answer<Vec<String>> {
    world.look(|place| entries(place, id).map(|nets| nets.iter().map(ToString::to_string).collect()))
}

fn known(blocks: &[&str]) -> Answer<Vec<String>> {
    Answer::Known(blocks.iter().map(|block| (*block).to_owned()).collect())
}

fn s3(cidrs: &[&str]) -> Value {
    json!([{"PrefixListId": "pl-s3", "PrefixListName": "com.amazonaws.eu-west-1.s3", "Cidrs": cidrs}])
}

fn managed(id: &str, name: &str, owner: &str) -> Value {
    json!([{"PrefixListId": id, "PrefixListName": name, "OwnerId": owner}])
}

fn a_services_addresses_come_inline() {
    assert_eq!(blocks(World::new().with_service_lists(), "pl-s3"), known(&["52.216.0.0/16", "52.218.0.0/17"]));
}

fn a_services_list_without_addresses_asks_for_its_entries() {
    let world = World::new().saw(Collection::PrefixLists, s3(&[])).entries("pl-s3", &["52.216.0.0/15"]);
    assert_eq!(blocks(world, "pl-s3"), known(&["52.216.0.0/15"]));
    let world = World::new().saw(Collection::PrefixLists, s3(&[]));
    assert_eq!(unknown(blocks(world, "pl-s3")), ["ec2:GetManagedPrefixListEntries pl-s3"]);
    // Described by the other operation only: the one refused would have held the addresses as well.
    let world = World::new()
        .refused(Collection::PrefixLists, "")
        .saw(Collection::ManagedPrefixLists, managed("pl-s3", "com.amazonaws.eu-west-1.s3", "AWS"));
    let both = ["ec2:DescribePrefixLists", "ec2:GetManagedPrefixListEntries pl-s3"];
    assert_eq!(unknown(blocks(world, "pl-s3")), both);
}

fn a_services_list_is_never_empty() {
    let world = World::new().saw(Collection::PrefixLists, s3(&[])).entries("pl-s3", &[]);
    assert_eq!(unknown(blocks(world, "pl-s3")), ["malformed Cidrs of pl-s3"]);
}

fn a_customers_list_may_be_empty() {
    let world = World::new()
        .saw(Collection::ManagedPrefixLists, managed("pl-own", "offices", "111122223333"))
        .entries("pl-own", &[]);
    assert_eq!(blocks(world, "pl-own"), known(&[]));
    let world = World::new()
        .saw(Collection::ManagedPrefixLists, managed("pl-own", "offices", "444455556666"))
        .refused(Collection::PrefixListEntries, "pl-own");
    assert_eq!(unknown(blocks(world, "pl-own")), ["ec2:GetManagedPrefixListEntries pl-own"]);
}

fn entries_answered_in_part_are_not_the_list() {
    let world = World::new().saw(Collection::ManagedPrefixLists, managed("pl-own", "offices", "111122223333")).told(
        Collection::PrefixListEntries,
        "pl-own",
        json!([{"Cidr": "192.0.2.0/24"}]),
        Outcome::Partial,
    );
    assert_eq!(unknown(blocks(world, "pl-own")), ["ec2:GetManagedPrefixListEntries pl-own"]);
}

fn a_list_nobody_described_names_every_question_that_could_tell() {
    let world = World::new()
        .refused(Collection::PrefixLists, "")
        .refused(Collection::ManagedPrefixLists, "")
        .entries("pl-x", &[]);
    assert_eq!(unknown(blocks(world, "pl-x")), ["ec2:DescribePrefixLists"]);
    let three = ["ec2:DescribePrefixLists", "ec2:DescribeManagedPrefixLists", "ec2:GetManagedPrefixListEntries pl-x"];
    assert_eq!(unknown(blocks(World::new(), "pl-x")), three);
}

fn entries_answered_for_a_list_nobody_described_are_its_entries() {
    assert_eq!(blocks(World::new().entries("pl-x", &["2001:db8::/32"]), "pl-x"), known(&["2001:db8::/32"]));
}

fn one_block_that_cannot_be_read_spoils_a_list() {
    let world = World::new().saw(Collection::PrefixLists, s3(&["52.216.0.0/15", "52.218.0.0"]));
    assert_eq!(unknown(blocks(world, "pl-s3")), ["malformed Cidrs of pl-s3"]);
    assert_eq!(unknown(blocks(World::new().entries("pl-x", &["ten/8"]), "pl-x")), ["malformed Cidr of pl-x"]);
}

fn list(world: World, token: &str) -> Answer<Option<String>> {
    world.look(|place| service_list(place, token).map(|list| list.map(|list| format!("{} {}", list.id, list.name))))
}

fn a_services_list_is_found_by_its_whole_token() {
    let named = |name: &str| {
        World::new().saw(Collection::PrefixLists, json!([{"PrefixListId": "pl-1", "PrefixListName": name}]))
    };
    for (name, token) in [
        ("com.amazonaws.eu-west-1.s3", "s3"),
        ("cn.com.amazonaws.eu-west-1.s3", "s3"),
        ("com.amazonaws.eu-west-1.s3express", "s3express"),
        ("com.amazonaws.global.cloudfront.origin-facing", "global.cloudfront.origin-facing"),
    ] {
        assert_eq!(list(named(name), token), Answer::Known(Some(format!("pl-1 {name}"))));
    }
    assert_eq!(list(named("com.amazonaws.eu-west-1.s3express"), "s3"), Answer::Known(None));
    assert_eq!(list(named("com.amazonaws.eu-west-1.s3"), "s3express"), Answer::Known(None));
    assert_eq!(list(named("com.amazonaws.eu-west-1.ipv6.s3"), "s3"), Answer::Known(None));
}

fn the_list_of_another_region_is_not_this_ones() {
    let world = World::new().saw(
        Collection::PrefixLists,
        json!([{"PrefixListId": "pl-1", "PrefixListName": "com.amazonaws.us-east-1.s3"}]),
    );
    assert_eq!(list(world, "s3"), Answer::Known(None));
}

fn no_list_is_known_only_from_a_full_answer() {
    let none = json!([]);
    let world = World::new().saw(Collection::PrefixLists, none.clone()).refused(Collection::ManagedPrefixLists, "");
    assert_eq!(list(world, "sqs"), Answer::Known(None));
    let world = World::new().refused(Collection::PrefixLists, "").saw(Collection::ManagedPrefixLists, none.clone());
    assert_eq!(list(world, "sqs"), Answer::Known(None));
    let world = World::new().told(Collection::PrefixLists, "", none, Outcome::Partial);
    assert_eq!(unknown(list(world, "sqs")), ["ec2:DescribePrefixLists", "ec2:DescribeManagedPrefixLists"]);
}

fn a_customers_list_with_a_services_name_is_not_the_services() {
    let world = World::new()
        .saw(Collection::PrefixLists, json!([]))
        .saw(Collection::ManagedPrefixLists, managed("pl-own", "com.amazonaws.eu-west-1.s3", "111122223333"));
    assert_eq!(list(world, "s3"), Answer::Known(None));
}

fn a_list_without_a_name_may_be_any_services() {
    let world = World::new().saw(Collection::PrefixLists, json!([{"PrefixListId": "pl-1"}]));
    assert_eq!(unknown(list(world, "s3")), ["malformed PrefixListName of pl-1"]);
}

fn two_lists_of_one_service_are_ambiguous() {
    let world = World::new().saw(
        Collection::PrefixLists,
        json!([
            {"PrefixListId": "pl-1", "PrefixListName": "com.amazonaws.eu-west-1.s3"},
            {"PrefixListId": "pl-2", "PrefixListName": "cn.com.amazonaws.eu-west-1.s3"},
        ]),
    );
    assert_eq!(unknown(list(world, "s3")), ["ambiguous"]);
}
