//! Egress rows on worlds: what routes alone can say, and never more.

use byway::finding::{Disposition, Egress, Family, Via};
use byway::network::{Index, egress};
use byway::snapshot::Snapshot;
use libtest_mimic::Trial;

fn row(world: &str, subnet: &str, token: &str, family: Family) -> Egress {
    let snapshot: Snapshot = crate::worlds::snapshot(world);
    let index = Index::new(&snapshot);
    let found = index.places().iter().find_map(|place| place.find(&place.view.subnets, subnet));
    egress(found.unwrap_or_else(|| panic!("{world} has no {subnet}")), token, family)
}

fn a_private_subnet_leaves_by_its_nat_gateway() {
    let row = row("two-tier-nat", "subnet-private", "s3", Family::Ipv4);
    assert_eq!((row.via, row.parts.len()), (Via::NatGateway, 0));
    assert!(row.target.starts_with("nat-"), "{}", row.target);
    assert_eq!(row.service_name.unwrap().as_str(), "com.amazonaws.eu-west-1.s3");
    // The table the subnet follows, then the route that decides.
    let pointers: Vec<&str> = row.trace.iter().map(|hop| hop.pointer.split('/').nth(1).unwrap()).collect();
    assert_eq!(pointers, ["Associations", "Routes"]);
    // Groups and ACLs are not modelled yet, and the row says so.
    assert_eq!(row.disposition, Disposition::Unknown);
    assert!(row.gaps.iter().any(|gap| gap.kind() == "not-modelled"));
}

fn a_subnet_without_a_way_out_has_no_route() {
    let row = row("isolated", "subnet-lab", "s3", Family::Ipv4);
    assert_eq!((row.via, row.disposition), (Via::None, Disposition::NoRoute));
    assert!(row.gaps.is_empty() && row.target.is_empty());
}

fn a_subnet_on_a_gateway_endpoint_hands_over_to_it() {
    let row = row("endpoint-everywhere", "subnet-app-a", "s3", Family::Ipv4);
    assert_eq!(row.via, Via::GatewayEndpoint);
    assert!(row.target.starts_with("vpce-"), "{}", row.target);
}

fn an_override_makes_the_way_mixed_and_its_shares_add_up() {
    let world = "route-overridden";
    let snapshot = crate::worlds::snapshot(world);
    let index = Index::new(&snapshot);
    let mut mixed = 0;
    for place in index.places() {
        for subnet in &place.view.subnets {
            let row = row(world, &subnet.subnet_id, "s3", Family::Ipv4);
            if row.via == Via::Mixed {
                mixed += 1;
                let sum: f64 = row.parts.iter().map(|part| part.share).sum();
                assert!((sum - 1.0).abs() < 1e-9, "{sum}");
                assert!(row.parts.iter().any(|part| part.via == Via::GatewayEndpoint));
            } else {
                assert!(row.parts.is_empty());
            }
        }
    }
    assert!(mixed > 0, "no subnet of the world has a mixed way");
}

fn what_was_not_seen_is_unknown_with_its_cause() {
    let snapshot = crate::worlds::snapshot("refused-routes");
    let index = Index::new(&snapshot);
    for place in index.places() {
        for subnet in &place.view.subnets {
            let found = place.find(&place.view.subnets, &subnet.subnet_id).unwrap();
            let row = egress(found, "s3", Family::Ipv4);
            assert_eq!((row.via, row.disposition), (Via::Unknown, Disposition::Unknown));
            assert!(row.gaps.iter().any(|gap| gap.kind() == "not-seen"));
        }
    }
}

pub fn tests() -> Vec<Trial> {
    crate::trials![
        a_private_subnet_leaves_by_its_nat_gateway,
        a_subnet_without_a_way_out_has_no_route,
        a_subnet_on_a_gateway_endpoint_hands_over_to_it,
        an_override_makes_the_way_mixed_and_its_shares_add_up,
        what_was_not_seen_is_unknown_with_its_cause,
    ]
}
