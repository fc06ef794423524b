//! What was worked out once for a place and is asked again and again: the table of each subnet, the subnets of each
//! table, the public paths of each table.
//!
//! The price is that an index is for one thread. Everything held is owned, so that a place can be borrowed for as
//! short as its reader likes.

use super::PathPart;
use super::acl_entries::Line;
use super::group_rules::{List, Rule};
use super::names::ServiceNames;
use super::passage::Direction;
use super::ruling::Ruling;
use super::table::Table;
use super::walk::TransitTable;
use crate::finding::Family;
use crate::snapshot::{Answer, Listing};
use ipnet::IpNet;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What the filters of a collection say in one direction, read.
type Filters<T> = RefCell<BTreeMap<(usize, Direction), Rc<[T]>>>;

/// Answers worked out so far. Things are named by their place in their collection.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// The table of a subnet.
    pub tables: RefCell<BTreeMap<usize, Answer<usize>>>,
    /// The subnets of a table.
    pub followers: RefCell<BTreeMap<usize, Listing<usize>>>,
    /// Tables, flattened.
    pub read: RefCell<BTreeMap<usize, Rc<Table>>>,
    /// What a table says of public addresses of services without a list.
    pub somewhere: RefCell<BTreeMap<(usize, Family), Option<Ruling>>>,
    /// Blocks in which the addresses of services without a list lie.
    pub possible: RefCell<BTreeMap<Family, Rc<[IpNet]>>>,
    /// The public path of a table to a service over a family.
    pub paths: RefCell<BTreeMap<(usize, String, Family), Listing<PathPart>>>,
    /// The rules of a group in one direction, read.
    pub rules: Filters<Rule>,
    /// The entries of an ACL in one direction, read and in the order they are asked.
    pub lines: Filters<Line>,
    /// Tables of transit gateways, by id, read.
    pub transit: RefCell<BTreeMap<String, Answer<Rc<TransitTable>>>>,
    /// The names of services, by token, as they are in every VPC here.
    pub services: RefCell<BTreeMap<String, Answer<Option<ServiceNames>>>>,
    /// Whether the Region offers interface endpoints for a service, by token.
    pub offered: RefCell<BTreeMap<String, Answer<bool>>>,
    /// The addresses of a prefix list, read.
    pub lists: RefCell<BTreeMap<String, Rc<List>>>,
}

/// The answer held under `key`, or worked out by `work` and held.
pub(super) fn remember<K: Ord + Clone, V: Clone>(
    held: &RefCell<BTreeMap<K, V>>,
    key: K,
    work: impl FnOnce() -> V,
) -> V {
    // NOTE: the borrow ends before the work begins, for the work may ask for other keys.
    if let Some(known) = held.borrow().get(&key) {
        return known.clone();
    }
    let worked_out = work();
    held.borrow_mut().insert(key, worked_out.clone());
    worked_out
}
