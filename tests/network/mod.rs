//! Tests of the room `network`.

mod egress;
mod names;
mod oracle;
mod overriding;
mod prefix_list;
mod random;
mod route;
mod route_table;
mod service_path;
mod world;

pub fn tests() -> Vec<libtest_mimic::Trial> {
    [
        egress::tests(),
        names::tests(),
        overriding::tests(),
        prefix_list::tests(),
        random::tests(),
        route::tests(),
        route_table::tests(),
        service_path::tests(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
