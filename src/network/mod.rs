//! Where packets and names go, worked out over one immutable snapshot.
//!
//! Owns lookups ([`Index`]), prefix lists, routes, names, filters, egress, the matrix of paths and traces. Judges nothing.

mod acl_entries;
pub mod cidr;
mod claim;
mod egress;
mod group_reach;
mod group_rules;
mod home;
mod index;
pub mod matrix;
mod memory;
pub mod names;
mod network_acl;
mod overriding;
mod packets;
mod passage;
mod prefix_list;
mod protocol;
mod route;
mod route_table;
mod ruling;
mod security_group;
mod service_path;
mod session;
mod span;
mod table;
mod target;
mod trace;
mod walk;
mod workload;

pub use claim::Choice;
pub use egress::{association_hop, egress, route_hop};
pub use group_reach::{names_everyone, names_someone, opens_more, pass_groups_to_list, rule_opens};
pub use home::addresses;
pub use index::{Index, Place, Seat};
pub use network_acl::{AclFate, AclPart, acl_of, acl_parts, pass_acl};
pub use overriding::{Override, overriding_routes};
pub use packets::{Packets, Ports, TCP, UDP};
pub use passage::{Decider, Direction, Passage};
pub use prefix_list::{ServiceList, entries, listed_entries, service_list};
pub use route::{Destination, Origin, State, destination, route_destination, route_origin, route_state};
pub use route_table::{effective_table, gateways_of, has_subnets, subnets_of};
pub use security_group::{Peer, pass_groups};
pub use service_path::{PathPart, ServicePath, public_path, service_path};
pub use session::{Fate, Flow, fates, fates_from_internet};
pub use table::{Part, Table};
pub use target::Target;
pub use trace::{Asked, Source, TraceError, trace};
pub use walk::{blocks_of, groups_of};
pub use workload::is_workload;
