//! The way to a service: in words, counted on random tables, and with knowledge taken away.

use super::oracle::{Block, Fate, Row, To, fates, only};
use super::world::{World, gaps, look, route, table, unknown, with};
use byway::finding::{Family, Via};
use byway::network::{PathPart, overriding_routes, public_path, service_path};
use byway::snapshot::{Answer, Collection, Listing, Outcome, Snapshot};
use libtest_mimic::Trial;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

pub fn tests() -> Vec<Trial> {
    crate::trials![
        all_addresses_of_a_service_share_a_path_that_has_parts,
        a_public_path_is_the_parts_that_leave,
        split_defaults_are_a_public_path,
        an_isolated_subnet_has_no_public_path_even_when_nothing_is_known,
        a_list_that_was_not_read_leaves_one_way_known,
        a_list_that_was_not_read_leaves_two_ways_unknown,
        the_route_of_an_unread_list_matches_by_definition,
        routes_to_private_addresses_do_not_matter,
        a_service_without_a_list_is_any_other_public_address,
        a_service_whose_list_is_of_the_other_family_has_none_here,
        a_vpcs_own_ipv6_block_does_not_matter,
        what_cannot_be_public_does_not_cloud_a_public_path,
        the_way_is_what_counting_every_address_finds,
        overrides_are_what_counting_every_address_finds,
        less_knowledge_never_changes_a_way_but_to_unknown,
    ]
}

fn s3(world: World) -> Answer<Vec<(Via, Option<String>, f64)>> {
    world.look(|place| {
        service_path(place, table(place), "s3", Family::Ipv4).map(|path| path.parts.iter().map(told).collect())
    })
}

fn told(part: &PathPart) -> (Via, Option<String>, f64) {
    (part.via(), part.target.as_ref().map(byway::network::Target::id), part.share)
}

/// The targets of the public path to a service, and why there may be more.
fn public(world: World, token: &str, family: Family) -> (Vec<String>, Vec<String>) {
    world.look(|place| {
        let Listing { items, rest } = public_path(place, table(place), token, family);
        (items.iter().filter_map(|part| told(part).1).collect(), gaps(&rest))
    })
}

fn seen(routes: Value) -> World {
    World::new().with_service_lists().with_routes(routes)
}

/// The lists are known by name, and none of their addresses.
fn unread(routes: Value) -> World {
    World::new()
        .refused(Collection::PrefixLists, "")
        .saw(
            Collection::ManagedPrefixLists,
            json!([
                {"PrefixListId": "pl-s3", "PrefixListName": "com.amazonaws.eu-west-1.s3", "OwnerId": "AWS"},
                {"PrefixListId": "pl-ddb", "PrefixListName": "com.amazonaws.eu-west-1.dynamodb", "OwnerId": "AWS"},
            ]),
        )
        .with_routes(routes)
}

/// Nothing is known of lists.
fn blind(routes: Value) -> World {
    World::new().refused(Collection::PrefixLists, "").refused(Collection::ManagedPrefixLists, "").with_routes(routes)
}

fn none() -> (Vec<String>, Vec<String>) {
    (vec![], vec![])
}

fn only_by(target: &str) -> (Vec<String>, Vec<String>) {
    (vec![target.to_owned()], vec![])
}

fn local() -> Value {
    route("10.0.0.0/16", "GatewayId", "local")
}

fn default() -> Value {
    route("0.0.0.0/0", "NatGatewayId", "nat-1")
}

fn endpoint() -> Value {
    route("pl-s3", "GatewayId", "vpce-s3")
}

const REFUSED: [&str; 2] = ["ec2:DescribePrefixLists", "ec2:GetManagedPrefixListEntries pl-s3"];

fn all_addresses_of_a_service_share_a_path_that_has_parts() {
    let routes = json!([
        local(),
        default(),
        endpoint(),
        route("52.216.128.0/17", "TransitGatewayId", "tgw-1"),
        with(route("52.216.0.0/18", "VpcPeeringConnectionId", "pcx-1"), "State", json!("blackhole")),
    ]);
    // The list has a /16 and a /17, three /17 in all.
    let Answer::Known(mut parts) = s3(seen(routes)) else { panic!("unknown") };
    parts.sort_by_key(|(via, ..)| *via);
    let id = |id: &str| Some(id.to_owned());
    let third = 1.0 / 3.0;
    assert_eq!(
        parts,
        [
            (Via::GatewayEndpoint, id("vpce-s3"), third * 1.5),
            (Via::TransitGateway, id("tgw-1"), third),
            (Via::None, id("pcx-1"), third / 2.0),
        ]
    );
    assert_eq!(s3(seen(json!([local()]))), Answer::Known(vec![(Via::None, None, 1.0)]));
}

fn a_public_path_is_the_parts_that_leave() {
    let routes = json!([local(), default(), endpoint(), route("52.216.128.0/17", "TransitGatewayId", "tgw-1")]);
    assert_eq!(public(seen(routes), "s3", Family::Ipv4), only_by("tgw-1"));
    assert_eq!(public(seen(json!([local(), default(), endpoint()])), "s3", Family::Ipv4), none());
    assert_eq!(public(seen(json!([local(), default(), endpoint()])), "dynamodb", Family::Ipv4), only_by("nat-1"));
    let dead = with(default(), "State", json!("blackhole"));
    assert_eq!(public(seen(json!([local(), dead])), "s3", Family::Ipv4), none());
}

fn split_defaults_are_a_public_path() {
    let routes =
        json!([route("0.0.0.0/1", "TransitGatewayId", "tgw-1"), route("128.0.0.0/1", "TransitGatewayId", "tgw-1")]);
    assert_eq!(public(seen(routes.clone()), "s3", Family::Ipv4), only_by("tgw-1"));
    assert_eq!(public(blind(routes), "s3", Family::Ipv4), only_by("tgw-1"));
}

fn an_isolated_subnet_has_no_public_path_even_when_nothing_is_known() {
    for world in [seen, unread, blind] {
        assert_eq!(public(world(json!([local()])), "s3", Family::Ipv4), none());
        // With its endpoint a packet goes there or nowhere.
        assert_eq!(public(world(json!([local(), endpoint()])), "s3", Family::Ipv4), none());
    }
}

fn a_list_that_was_not_read_leaves_one_way_known() {
    for world in [seen, unread, blind] {
        assert_eq!(public(world(json!([local(), default()])), "s3", Family::Ipv4), only_by("nat-1"));
    }
    let routes = json!([local(), default(), route("52.216.0.0/16", "NatGatewayId", "nat-1")]);
    assert_eq!(public(blind(routes), "s3", Family::Ipv4), only_by("nat-1"));
}

fn a_list_that_was_not_read_leaves_two_ways_unknown() {
    let routes = || json!([local(), default(), route("52.0.0.0/8", "TransitGatewayId", "tgw-1")]);
    let (found, gaps) = public(unread(routes()), "s3", Family::Ipv4);
    assert!(found.is_empty());
    assert_eq!(gaps, [REFUSED[0], REFUSED[1], "ambiguous"]);
    let mut wanted = REFUSED.to_vec();
    wanted.push("ambiguous");
    assert_eq!(unknown(s3(unread(routes()))), wanted);
    assert_eq!(public(seen(routes()), "s3", Family::Ipv4), only_by("tgw-1"));
}

fn the_route_of_an_unread_list_matches_by_definition() {
    let routes = || json!([local(), default(), endpoint(), route("pl-ddb", "GatewayId", "vpce-ddb")]);
    assert_eq!(public(unread(routes()), "s3", Family::Ipv4), none());
    assert_eq!(s3(unread(routes())), Answer::Known(vec![(Via::GatewayEndpoint, Some("vpce-s3".to_owned()), 1.0)]));
    // Without names nobody can say whose list it is.
    assert!(!public(blind(routes()), "s3", Family::Ipv4).1.is_empty());
    let narrower = json!([local(), default(), endpoint(), route("52.216.9.0/24", "TransitGatewayId", "tgw-1")]);
    assert!(!public(unread(narrower), "s3", Family::Ipv4).1.is_empty());
}

fn routes_to_private_addresses_do_not_matter() {
    let routes = || {
        json!([
            local(),
            default(),
            route("10.0.0.0/8", "TransitGatewayId", "tgw-1"),
            route("192.168.0.0/16", "VpcPeeringConnectionId", "pcx-1"),
            route("100.64.0.0/10", "TransitGatewayId", "tgw-1"),
        ])
    };
    for world in [seen, unread, blind] {
        assert_eq!(public(world(routes()), "s3", Family::Ipv4), only_by("nat-1"));
    }
}

fn a_service_without_a_list_is_any_other_public_address() {
    let routes = || json!([local(), default(), endpoint()]);
    assert_eq!(public(seen(routes()), "sqs", Family::Ipv4), only_by("nat-1"));
    // A route inside S3's list is not the way to another service.
    let inside = json!([local(), default(), route("52.216.9.0/24", "TransitGatewayId", "tgw-1")]);
    assert_eq!(public(seen(inside), "sqs", Family::Ipv4), only_by("nat-1"));
    let outside = json!([local(), default(), route("54.0.0.0/8", "TransitGatewayId", "tgw-1")]);
    assert_eq!(public(seen(outside), "sqs", Family::Ipv4), (vec![], vec!["ambiguous".to_owned()]));
}

fn a_service_whose_list_is_of_the_other_family_has_none_here() {
    let six = || route("::/0", "EgressOnlyInternetGatewayId", "eigw-1");
    let routes = || json!([local(), default(), endpoint(), six()]);
    assert_eq!(public(seen(routes()), "s3", Family::Ipv6), only_by("eigw-1"));
    // Unread, the list may hold IPv6 as well, and then its route decides.
    assert!(!public(unread(routes()), "s3", Family::Ipv6).1.is_empty());
    assert_eq!(public(seen(json!([local(), default()])), "s3", Family::Ipv6), none());
}

fn a_vpcs_own_ipv6_block_does_not_matter() {
    let routes =
        json!([route("2600:1f18::/56", "GatewayId", "local"), route("::/0", "EgressOnlyInternetGatewayId", "eigw-1")]);
    for world in [seen, unread, blind] {
        assert_eq!(public(world(routes.clone()), "s3", Family::Ipv6), only_by("eigw-1"));
    }
}

fn what_cannot_be_public_does_not_cloud_a_public_path() {
    // Whichever list it is, an unread one to an endpoint makes nothing public that was not.
    let routes = || json!([local(), endpoint(), route("pl-ddb", "GatewayId", "vpce-ddb")]);
    assert_eq!(public(blind(routes()), "s3", Family::Ipv4), none());
    assert!(matches!(s3(blind(routes())), Answer::Unknown(_)));
    // A route of which nobody knows whether it is dead, or where it leads, may be public.
    for (member, gap) in [("State", "malformed State of"), ("NatGatewayId", "malformed target of")] {
        let (found, rest) = public(seen(json!([local(), with(default(), member, Value::Null)])), "s3", Family::Ipv4);
        assert!(found.is_empty());
        assert_eq!(rest, [format!("{gap} rtb-1 route 0.0.0.0/0")]);
    }
}

// ---- Random tables over S3's and DynamoDB's lists, a customer's list and routes around them. ----

#[derive(Clone, Debug)]
struct Case {
    rows: Vec<Row>,
    /// S3's list, DynamoDB's, the customer's: `pl-0` to `pl-2`.
    lists: Vec<Vec<Block>>,
    hidden: BTreeSet<usize>,
}

fn at(text: &str) -> Block {
    let (first, length) = text.split_once('/').unwrap();
    Block {
        six: false,
        bits: u128::from(first.parse::<std::net::Ipv4Addr>().unwrap().to_bits()),
        length: length.parse().unwrap(),
    }
}

/// A block of 256 addresses or more inside another.
fn inside(outer: &'static str, shortest: u32, longest: u32) -> impl Strategy<Value = Block> {
    let outer = at(outer);
    (any::<u32>(), shortest..=longest).prop_map(move |(low, length)| {
        let bits = outer.bits | (u128::from(low) & ((1 << (32 - outer.length)) - 1));
        Block { six: false, bits: bits >> (32 - length) << (32 - length), length }
    })
}

const S3: &str = "52.216.0.0/18";
const DDB: &str = "52.94.0.0/20";

fn row() -> impl Strategy<Value = Row> {
    let fixed = ["0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/1", "52.0.0.0/8", "10.0.0.0/8", "128.0.0.0/1"];
    let to = prop_oneof![
        4 => (0..fixed.len()).prop_map(move |which| To::Block(at(fixed[which]))),
        4 => inside(S3, 18, 24).prop_map(To::Block),
        1 => inside(DDB, 20, 24).prop_map(To::Block),
        2 => (1usize..3).prop_map(To::List),
    ];
    let targets = [
        ("GatewayId", "local"),
        ("NatGatewayId", "nat-1"),
        ("TransitGatewayId", "tgw-1"),
        ("GatewayId", "vgw-1"),
        ("GatewayId", "igw-1"),
    ];
    let state = prop_oneof![8 => Just("active"), 1 => Just("blackhole"), 1 => Just("filtered")];
    (to, 0..targets.len(), state, any::<bool>()).prop_map(move |(to, target, state, propagated)| {
        let listed = matches!(to, To::List(_));
        let wide = matches!(to, To::Block(block) if block.length < 16);
        let (member, target) = targets[target];
        // No VPC is larger than a /16, and none is local to a list.
        let (member, target) = match target {
            "local" if listed => ("GatewayId", "vpce-2"),
            "local" if wide => ("NatGatewayId", "nat-1"),
            _ => (member, target),
        };
        let state = if target == "local" { "active" } else { state };
        Row { to, member, target, state, propagated: propagated && target == "vgw-1" && !listed }
    })
}

fn case() -> impl Strategy<Value = Case> {
    let own = Row { to: To::List(0), member: "GatewayId", target: "vpce-1", state: "active", propagated: false };
    let lists = (
        vec(inside(S3, 18, 22), 1..5),
        vec(inside(DDB, 20, 24), 1..3),
        vec(prop_oneof![inside(S3, 18, 24), inside("198.51.100.0/22", 22, 24)], 0..3),
    );
    let hidden = proptest::collection::btree_set(0usize..6, 0..4);
    (vec(row(), 0..6), any::<bool>(), lists, hidden).prop_map(move |(mut rows, routed, (s3, ddb, customer), hidden)| {
        if routed {
            rows.push(own.clone());
        }
        Case { rows, lists: vec![s3, ddb, customer], hidden }
    })
}

impl Case {
    fn snapshot(&self, hidden: &BTreeSet<usize>) -> Snapshot {
        let cidrs = |list: usize| -> Value { self.lists[list].iter().map(|block| json!(block.text())).collect() };
        let names = ["com.amazonaws.eu-west-1.s3", "com.amazonaws.eu-west-1.dynamodb", "own"];
        let owner = ["AWS", "AWS", "111122223333"];
        let lists: Vec<Value> = [0, 1]
            .iter()
            .map(|list| {
                // A service's list without addresses is an answer AWS has given.
                let cidrs = if hidden.contains(&5) { json!([]) } else { cidrs(*list) };
                json!({"PrefixListId": format!("pl-{list}"), "PrefixListName": names[*list], "Cidrs": cidrs})
            })
            .collect();
        let managed: Vec<Value> = (0..3)
            .map(|list| {
                json!({"PrefixListId": format!("pl-{list}"), "PrefixListName": names[list], "OwnerId": owner[list],
                       "AddressFamily": "IPv4"})
            })
            .collect();
        let mut world = World::new().with_routes(self.rows.iter().map(Row::json).collect());
        for (number, collection, items) in
            [(3, Collection::PrefixLists, lists), (4, Collection::ManagedPrefixLists, managed)]
        {
            world = match hidden.contains(&number) {
                true => world.refused(collection, ""),
                false => world.saw(collection, Value::Array(items)),
            };
        }
        for list in 0..3 {
            let id = format!("pl-{list}");
            let entries = self.lists[list].iter().map(|block| json!({"Cidr": block.text()})).collect();
            world = match hidden.contains(&list) {
                true => world.refused(Collection::PrefixListEntries, &id),
                false => world.told(Collection::PrefixListEntries, &id, entries, Outcome::Answered),
            };
        }
        world.snapshot()
    }

    /// S3's addresses by their first of every 256, which is as fine as anything here is.
    fn addresses(&self) -> Vec<u128> {
        let first = at(S3).bits;
        (0..64)
            .map(|third| first + third * 256)
            .filter(|bits| self.lists[0].iter().any(|e| e.has(false, *bits)))
            .collect()
    }

    /// The place of a row in the snapshot's table, which is sorted.
    fn seats(&self, snapshot: &Snapshot) -> Vec<usize> {
        look(snapshot, |place| {
            let routes: Vec<Value> =
                table(place).routes.iter().map(|route| serde_json::to_value(route).unwrap()).collect();
            let seat = |row: &Row| routes.iter().position(|route| *route == row.json()).unwrap();
            self.rows.iter().map(seat).collect()
        })
    }
}

fn expected(fate: &Fate) -> (bool, Option<String>) {
    match fate {
        Fate::NoRoute => (false, None),
        Fate::Dropped => (true, None),
        Fate::Sent(target) => (false, Some((*target).to_owned())),
    }
}

fn sums(parts: &[PathPart]) -> BTreeMap<(bool, Option<String>), f64> {
    let mut sums = BTreeMap::new();
    for part in parts {
        let target = if part.blackhole { None } else { part.target.as_ref().map(byway::network::Target::id) };
        *sums.entry((part.blackhole, target)).or_insert(0.0) += part.share;
    }
    sums
}

fn alike(left: &BTreeMap<(bool, Option<String>), f64>, right: &BTreeMap<(bool, Option<String>), f64>) -> bool {
    left.len() == right.len()
        && left.iter().all(|(fate, share)| right.get(fate).is_some_and(|other| (share - other).abs() < 1e-9))
}

fn run(cases: u32, check: impl Fn(Case) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    TestRunner::new(config).run(&case(), check).unwrap_or_else(|failure| panic!("{failure}"));
}

fn the_way_is_what_counting_every_address_finds() {
    let (known, mixed) = (Cell::new(0), Cell::new(0));
    run(400, |case| {
        let addresses = case.addresses();
        let share = 1.0 / addresses.len() as f64;
        let mut counted: BTreeMap<_, f64> = BTreeMap::new();
        let mut certain = true;
        let mut public_certain = true;
        for bits in &addresses {
            let may = fates(&case.rows, &case.lists, false, *bits);
            match only(&may) {
                Some(one) => *counted.entry(expected(&one)).or_insert(0.0) += share,
                None => {
                    certain = false;
                    public_certain &= !may.iter().any(|(fate, _)| is_public(fate));
                }
            }
        }
        look(&case.snapshot(&BTreeSet::new()), |place| {
            match service_path(place, table(place), "s3", Family::Ipv4) {
                Answer::Known(path) => {
                    known.set(known.get() + 1);
                    mixed.set(mixed.get() + u32::from(path.parts.len() > 1));
                    prop_assert!(certain);
                    prop_assert!(alike(&sums(&path.parts), &counted), "{:?} is not {:?}", path, counted);
                }
                Answer::Unknown(_) => prop_assert!(!certain),
            }
            let public = public_path(place, table(place), "s3", Family::Ipv4);
            counted.retain(|(_, target), _| target.as_deref().is_some_and(is_public_id));
            prop_assert!(alike(&sums(&public.items), &counted), "{:?} is not {:?}", public, counted);
            prop_assert_eq!(public.rest.is_empty(), public_certain);
            Ok(())
        })
    });
    assert!(known.get() > 200 && mixed.get() > 50, "known {}, mixed {}", known.get(), mixed.get());
}

fn is_public_id(id: &str) -> bool {
    id != "local" && !id.starts_with("vpce-")
}

fn is_public(fate: &Fate) -> bool {
    matches!(fate, Fate::Sent(target) if is_public_id(target))
}

fn overrides_are_what_counting_every_address_finds() {
    let found = Cell::new(0);
    run(400, |case| {
        let Some(own) = case.rows.iter().position(|row| row.to == To::List(0)) else { return Ok(()) };
        let away = |fate: &Fate| matches!(fate, Fate::Sent(target) if *target != "vpce-1" && *target != "local");
        let addresses = case.addresses();
        let mut counted: BTreeMap<String, f64> = BTreeMap::new();
        let mut certain = true;
        for bits in &addresses {
            let may = fates(&case.rows, &case.lists, false, *bits);
            match only(&may) {
                Some(one) if away(&one) => {
                    *counted.entry(expected(&one).1.unwrap()).or_insert(0.0) += 1.0 / addresses.len() as f64;
                }
                Some(_) => {}
                None => certain &= !may.iter().any(|(fate, _)| away(fate)),
            }
        }
        let snapshot = case.snapshot(&BTreeSet::new());
        let own = case.seats(&snapshot)[own];
        look(&snapshot, |place| {
            let overrides = overriding_routes(place, table(place), own);
            let mut sums: BTreeMap<String, f64> = BTreeMap::new();
            for one in &overrides.items {
                found.set(found.get() + 1);
                let route = &table(place).routes[one.route];
                let target = byway::network::Target::of(place, table(place), route).known().unwrap();
                *sums.entry(target.id()).or_insert(0.0) += one.share;
                prop_assert!(one.entry.contains(&one.captured));
                prop_assert!(case.lists[0].iter().any(|entry| entry.text() == one.entry.to_string()));
            }
            prop_assert_eq!(sums.len(), counted.len());
            for (target, share) in &sums {
                prop_assert!((share - counted[target]).abs() < 1e-9, "{:?} is not {:?}", sums, counted);
            }
            prop_assert_eq!(overrides.rest.is_empty(), certain);
            Ok(())
        })
    });
    assert!(found.get() > 50, "only {} overrides were met", found.get());
}

fn less_knowledge_never_changes_a_way_but_to_unknown() {
    let (kept, lost) = (Cell::new(0), Cell::new(0));
    run(600, |case| {
        let own = case.rows.iter().position(|row| row.to == To::List(0));
        let ask = |hidden: &BTreeSet<usize>| {
            let snapshot = case.snapshot(hidden);
            let own = own.map(|own| case.seats(&snapshot)[own]);
            look(&snapshot, |place| {
                let here = table(place);
                let way = service_path(place, here, "s3", Family::Ipv4).map(|path| sums(&path.parts));
                let certain = |_: &PathPart| Answer::Known(true);
                let public = public_path(place, here, "s3", Family::Ipv4).exists(certain);
                let other = public_path(place, here, "sqs", Family::Ipv4).exists(certain);
                let six = public_path(place, here, "s3", Family::Ipv6).exists(certain);
                let over = own.map(|own| overriding_routes(place, here, own).exists(|_| Answer::Known(true)));
                (way, public, other, six, over.unwrap_or(Answer::Known(false)))
            })
        };
        let whole = ask(&BTreeSet::new());
        let less = ask(&case.hidden);
        match (less.0, whole.0) {
            (Answer::Known(less), Answer::Known(whole)) => prop_assert!(alike(&less, &whole), "{less:?} {whole:?}"),
            (Answer::Known(less), Answer::Unknown(_)) => prop_assert!(false, "became known: {less:?}"),
            (Answer::Unknown(_), _) => {}
        }
        for (less, whole) in [(less.1, whole.1), (less.2, whole.2), (less.3, whole.3), (less.4, whole.4)] {
            if matches!(less, Answer::Known(_)) {
                kept.set(kept.get() + 1);
                prop_assert_eq!(less, whole);
            } else {
                lost.set(lost.get() + 1);
            }
        }
        Ok(())
    });
    assert!(kept.get() > 500 && lost.get() > 100, "kept {}, lost {}", kept.get(), lost.get());
}
