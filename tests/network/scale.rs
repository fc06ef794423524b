//! What the matrix of paths works out for many subnets, by counts that do not depend on the machine. The bench `paths`
//! does the same for larger sizes, and measures the time.

use crate::support::subnets::{self, Size};
use byway::finding::Family;
use byway::network::Index;
use byway::network::matrix::{Services, Tally, Wanted, rows_counted};
use std::ops::ControlFlow;

const SIZE: Size = Size { subnets: 300, services: 40 };

pub fn tests() -> Vec<libtest_mimic::Trial> {
    trials![
        subnets_that_fare_alike_share_what_is_worked_out,
        a_path_takes_four_look_ups_in_route_tables_at_most,
        whoever_stops_at_the_first_row_has_no_other_worked_out,
    ]
}

/// Shows rows until told to stop.
fn told(show: &mut dyn FnMut(Family) -> ControlFlow<()>) -> Tally {
    let snapshot = subnets::many(SIZE);
    let index = Index::new(&snapshot);
    let tally = Tally::default();
    let wanted = Wanted { services: Services::All, ..Wanted::default() };
    rows_counted(&index, &wanted, &tally, &mut |row| show(row.family));
    tally
}

fn subnets_that_fare_alike_share_what_is_worked_out() {
    let mut four = 0;
    let tally = told(&mut |family| {
        four += usize::from(family == Family::Ipv4);
        ControlFlow::Continue(())
    });
    assert_eq!(four, SIZE.subnets * SIZE.services);
    assert_eq!(subnets::dual_stack(SIZE), 0);
    assert_eq!(tally.rows.get(), four as u64);
    assert_eq!(tally.resolutions.get(), tally.classes.get() * SIZE.services as u64);
    assert!(tally.classes.get() < SIZE.subnets as u64 / 3, "{tally:?}");
}

fn a_path_takes_four_look_ups_in_route_tables_at_most() {
    let tally = told(&mut |_| ControlFlow::Continue(()));
    assert!(tally.look_ups.get() <= 4 * tally.resolutions.get(), "{tally:?}");
    assert!((1..=4).contains(&tally.most_direct.get()), "{tally:?}");
    // There by the spoke's table, the transit gateway's and the attachment's subnet's, and back by three of that kind.
    assert!((1..=6).contains(&tally.most_through.get()), "{tally:?}");
}

fn whoever_stops_at_the_first_row_has_no_other_worked_out() {
    let tally = told(&mut |_| ControlFlow::Break(()));
    assert_eq!((tally.rows.get(), tally.resolutions.get()), (1, 1));
}
