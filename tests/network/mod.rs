//! Tests of the room `network`.

mod changing;
mod drawing;
mod egress;
mod names;
mod naming;
mod network_acl;
mod oracle;
mod overriding;
mod prefix_list;
mod random;
mod resolver;
mod route;
mod route_table;
mod scale;
mod security_group;
mod service_path;
mod tiny;
mod small;
mod walker;
mod walking;
mod world;

pub fn tests() -> Vec<libtest_mimic::Trial> {
    [
        changing::tests(),
        egress::tests(),
        names::tests(),
        naming::tests(),
        network_acl::tests(),
        overriding::tests(),
        prefix_list::tests(),
        random::tests(),
        resolver::tests(),
        route::tests(),
        route_table::tests(),
        scale::tests(),
        security_group::tests(),
        service_path::tests(),
        small::tests(),
        walker::tests(),
        walking::tests(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
