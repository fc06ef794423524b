//! Where packets and names go, worked out over one immutable snapshot.
//!
//! Owns lookups ([`Index`]), prefix lists, routes and egress. Judges nothing.

pub mod cidr;
mod claim;
mod egress;
mod index;
mod memory;
mod overriding;
mod prefix_list;
mod route;
mod route_table;
mod ruling;
mod service_path;
mod table;
mod target;

pub use claim::Choice;
pub use egress::{association_hop, egress, route_hop};
pub use index::{Index, Place, Seat};
pub use overriding::{Override, overriding_routes};
pub use prefix_list::{ServiceList, entries, service_list};
pub use route::{Destination, Origin, State, destination, route_destination, route_origin, route_state};
pub use route_table::{effective_table, gateways_of, has_subnets, subnets_of};
pub use service_path::{PathPart, ServicePath, public_path, service_path};
pub use table::{Part, Table};
pub use target::Target;
