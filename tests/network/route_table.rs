//! Which table a subnet follows, and which subnets follow a table.

use super::world::{World, gaps, subnet, unknown};
use byway::network::{effective_table, gateways_of, subnets_of};
use byway::snapshot::{Answer, Collection, Outcome};
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub fn tests() -> Vec<Trial> {
    crate::trials![
        an_explicit_association_beats_the_main_table,
        without_one_a_subnet_follows_its_own_vpcs_main_table,
        an_association_that_ended_does_not_count,
        an_association_in_the_making_leaves_the_table_unknown,
        an_association_seen_decides_though_other_tables_were_not,
        the_main_table_needs_every_table_seen,
        a_vpc_without_a_main_table_is_unknown,
        the_main_table_of_a_shared_vpc_may_be_out_of_view,
        two_tables_that_claim_one_subnet_are_ambiguous,
        the_subnets_of_a_table_are_those_that_follow_it,
        the_subnets_of_a_table_are_all_only_if_all_were_seen,
        a_table_that_is_neither_tied_nor_main_has_no_subnets_whatever_was_not_seen,
        a_subnet_tied_but_not_listed_is_not_forgotten,
        an_ingress_table_belongs_to_its_gateway,
    ]
}

fn tied(subnet: &str, state: Option<&str>) -> Value {
    let mut tie = json!({"RouteTableAssociationId": "rtbassoc-1", "SubnetId": subnet, "Main": false});
    if let Some(state) = state {
        tie["AssociationState"] = json!({"State": state});
    }
    tie
}

fn main() -> Value {
    json!({"RouteTableAssociationId": "rtbassoc-main", "Main": true, "AssociationState": {"State": "associated"}})
}

fn rtb(id: &str, vpc: &str, associations: Value) -> Value {
    json!({"RouteTableId": id, "VpcId": vpc, "OwnerId": "111122223333", "Associations": associations})
}

/// Two subnets of `vpc-1`, one of `vpc-2`, and these tables.
fn world(tables: Value) -> World {
    partly(tables, Outcome::Answered)
}

fn partly(tables: Value, outcome: Outcome) -> World {
    World::new()
        .saw(
            Collection::Subnets,
            json!([
                {"SubnetId": "subnet-a", "VpcId": "vpc-1", "OwnerId": "111122223333"},
                {"SubnetId": "subnet-b", "VpcId": "vpc-1", "OwnerId": "111122223333"},
                {"SubnetId": "subnet-c", "VpcId": "vpc-2", "OwnerId": "111122223333"},
                {"SubnetId": "subnet-shared", "VpcId": "vpc-9", "OwnerId": "444455556666"},
                {"SubnetId": "subnet-odd"},
            ]),
        )
        .told(Collection::RouteTables, "", tables, outcome)
}

fn follows(world: World, id: &str) -> Answer<String> {
    world.look(|place| effective_table(place, subnet(place, id)).map(|seat| seat.it.route_table_id.clone()))
}

fn known(id: &str) -> Answer<String> {
    Answer::Known(id.to_owned())
}

fn an_explicit_association_beats_the_main_table() {
    for state in [Some("associated"), None] {
        let tables =
            json!([rtb("rtb-main", "vpc-1", json!([main()])), rtb("rtb-a", "vpc-1", json!([tied("subnet-a", state)]))]);
        assert_eq!(follows(world(tables), "subnet-a"), known("rtb-a"));
    }
}

fn without_one_a_subnet_follows_its_own_vpcs_main_table() {
    let tables = || json!([rtb("rtb-2", "vpc-2", json!([main()])), rtb("rtb-1", "vpc-1", json!([main()]))]);
    assert_eq!(follows(world(tables()), "subnet-b"), known("rtb-1"));
    assert_eq!(follows(world(tables()), "subnet-c"), known("rtb-2"));
    assert_eq!(unknown(follows(world(tables()), "subnet-odd")), ["malformed VpcId of subnet-odd"]);
}

fn an_association_that_ended_does_not_count() {
    for state in ["disassociated", "Failed"] {
        let tables = json!([
            rtb("rtb-main", "vpc-1", json!([main()])),
            rtb("rtb-a", "vpc-1", json!([tied("subnet-a", Some(state))]))
        ]);
        assert_eq!(follows(world(tables), "subnet-a"), known("rtb-main"));
    }
}

fn an_association_in_the_making_leaves_the_table_unknown() {
    for (state, gap) in [
        ("associating", "ambiguous"),
        ("disassociating", "ambiguous"),
        ("Dreaming", "unrecognised rtbassoc-1 AssociationState Dreaming"),
    ] {
        let tables = json!([
            rtb("rtb-main", "vpc-1", json!([main()])),
            rtb("rtb-a", "vpc-1", json!([tied("subnet-a", Some(state))]))
        ]);
        assert_eq!(unknown(follows(world(tables), "subnet-a")), [gap]);
    }
}

fn an_association_seen_decides_though_other_tables_were_not() {
    let tables = json!([rtb("rtb-a", "vpc-1", json!([tied("subnet-a", Some("associated"))]))]);
    assert_eq!(follows(partly(tables, Outcome::Partial), "subnet-a"), known("rtb-a"));
}

fn the_main_table_needs_every_table_seen() {
    let tables = json!([rtb("rtb-main", "vpc-1", json!([main()]))]);
    assert_eq!(unknown(follows(partly(tables, Outcome::Partial), "subnet-a")), ["ec2:DescribeRouteTables"]);
    assert_eq!(unknown(follows(partly(json!([]), Outcome::Refused), "subnet-a")), ["ec2:DescribeRouteTables"]);
}

fn a_vpc_without_a_main_table_is_unknown() {
    let tables = json!([rtb("rtb-2", "vpc-2", json!([main()]))]);
    assert_eq!(unknown(follows(world(tables), "subnet-a")), ["malformed Main of vpc-1"]);
}

fn the_main_table_of_a_shared_vpc_may_be_out_of_view() {
    assert_eq!(unknown(follows(world(json!([])), "subnet-shared")), ["foreign 444455556666"]);
}

fn two_tables_that_claim_one_subnet_are_ambiguous() {
    let tables = json!([
        rtb("rtb-a", "vpc-1", json!([tied("subnet-a", None)])),
        rtb("rtb-b", "vpc-1", json!([tied("subnet-a", None)]))
    ]);
    assert_eq!(unknown(follows(world(tables), "subnet-a")), ["ambiguous"]);
}

/// The subnets that follow a table, and why there may be more.
fn followers(world: World, id: &str) -> (Vec<String>, Vec<String>) {
    world.look(|place| {
        let table = place.view.route_tables.iter().find(|table| table.route_table_id == id).unwrap();
        let subnets = subnets_of(place, table);
        (subnets.items.iter().map(|seat| seat.it.subnet_id.clone()).collect(), gaps(&subnets.rest))
    })
}

fn three() -> Value {
    json!([
        rtb("rtb-main", "vpc-1", json!([main()])),
        rtb("rtb-a", "vpc-1", json!([tied("subnet-a", None)])),
        rtb("rtb-idle", "vpc-1", json!([]))
    ])
}

fn the_subnets_of_a_table_are_those_that_follow_it() {
    let world = || {
        World::new()
            .saw(
                Collection::Subnets,
                json!([
                    {"SubnetId": "subnet-a", "VpcId": "vpc-1"},
                    {"SubnetId": "subnet-b", "VpcId": "vpc-1"},
                    {"SubnetId": "subnet-c", "VpcId": "vpc-2"},
                ]),
            )
            .saw(Collection::RouteTables, three())
    };
    assert_eq!(followers(world(), "rtb-a"), (vec!["subnet-a".to_owned()], vec![]));
    assert_eq!(followers(world(), "rtb-main"), (vec!["subnet-b".to_owned()], vec![]));
    assert_eq!(followers(world(), "rtb-idle"), (vec![], vec![]));
}

fn the_subnets_of_a_table_are_all_only_if_all_were_seen() {
    let world =
        |subnets, tables| {
            World::new()
                .told(Collection::Subnets, "", json!([{"SubnetId": "subnet-a", "VpcId": "vpc-1"}]), subnets)
                .told(Collection::RouteTables, "", three(), tables)
        };
    let (a, none): (Vec<String>, Vec<String>) = (vec!["subnet-a".to_owned()], vec![]);
    let subnets = vec!["ec2:DescribeSubnets".to_owned()];
    assert_eq!(followers(world(Outcome::Partial, Outcome::Answered), "rtb-a"), (a.clone(), subnets.clone()));
    assert_eq!(followers(world(Outcome::Partial, Outcome::Answered), "rtb-idle"), (none.clone(), subnets));
    // The table is seen to be tied to the subnet, so other tables do not matter.
    assert_eq!(followers(world(Outcome::Answered, Outcome::Partial), "rtb-a"), (a, none.clone()));
    // An unseen table may be tied to a subnet that otherwise follows the main one; this one is not among them.
    assert_eq!(followers(world(Outcome::Answered, Outcome::Partial), "rtb-main"), (none.clone(), none));
}

fn a_table_that_is_neither_tied_nor_main_has_no_subnets_whatever_was_not_seen() {
    let world = World::new().saw(Collection::Subnets, json!([{"SubnetId": "subnet-b", "VpcId": "vpc-1"}])).told(
        Collection::RouteTables,
        "",
        three(),
        Outcome::Partial,
    );
    assert_eq!(followers(world, "rtb-idle"), (vec![], vec![]));
    let world = World::new().saw(Collection::Subnets, json!([{"SubnetId": "subnet-b", "VpcId": "vpc-1"}])).told(
        Collection::RouteTables,
        "",
        three(),
        Outcome::Partial,
    );
    assert_eq!(followers(world, "rtb-main"), (vec![], vec!["ec2:DescribeRouteTables".to_owned()]));
}

fn a_subnet_tied_but_not_listed_is_not_forgotten() {
    let world = World::new().saw(Collection::Subnets, json!([])).saw(Collection::RouteTables, three());
    assert_eq!(followers(world, "rtb-a"), (vec![], vec!["malformed SubnetId of rtb-a".to_owned()]));
    let mut tables = three();
    tables[1]["OwnerId"] = json!("444455556666");
    let world = World::new().saw(Collection::Subnets, json!([])).saw(Collection::RouteTables, tables);
    assert_eq!(followers(world, "rtb-a"), (vec![], vec!["foreign 444455556666".to_owned()]));
}

fn an_ingress_table_belongs_to_its_gateway() {
    let tables = json!([
        rtb("rtb-main", "vpc-1", json!([main()])),
        rtb(
            "rtb-edge",
            "vpc-1",
            json!([
                {"GatewayId": "igw-1", "AssociationState": {"State": "associated"}},
                {"GatewayId": "vgw-1", "AssociationState": {"State": "disassociated"}},
            ])
        ),
    ]);
    let (subnets, rest) = followers(world(tables.clone()), "rtb-edge");
    assert_eq!((subnets, rest), (vec![], vec![]));
    world(tables).look(|place| {
        let edge = place.view.route_tables.iter().find(|table| table.route_table_id == "rtb-edge").unwrap();
        let gateways = gateways_of(edge);
        assert_eq!(gateways.items, ["igw-1"]);
        assert!(gateways.rest.is_empty());
    });
}
