//! Which prefix lists need their entries asked for.
//!
//! AWS hands out the addresses of its own lists with DescribePrefixLists, so those are asked for one by one only where
//! it did not. The customer's lists are asked for only where a route or a rule uses them.

use crate::snapshot::model::{ManagedPrefixList, PrefixList};
use crate::snapshot::{Collection, Items};
use std::collections::BTreeSet;

/// What is known of the prefix lists of one Region.
#[derive(Debug, Default)]
pub(super) struct Lists {
    waiting: BTreeSet<Collection>,
    used: BTreeSet<String>,
    services: Vec<PrefixList>,
    services_complete: bool,
    managed: Vec<ManagedPrefixList>,
}

impl Lists {
    /// Waits for those of `wanted` that say something about lists; for nothing if no entries are wanted.
    pub(super) fn new(wanted: &BTreeSet<Collection>) -> Self {
        let mut waiting = BTreeSet::new();
        if wanted.contains(&Collection::PrefixListEntries) {
            let telling = [
                Collection::RouteTables,
                Collection::SecurityGroups,
                Collection::PrefixLists,
                Collection::ManagedPrefixLists,
            ];
            waiting.extend(telling.into_iter().filter(|collection| wanted.contains(collection)));
        }
        Self { waiting, ..Self::default() }
    }

    /// Takes in one listing, whole or not.
    pub(super) fn learn(&mut self, items: &Items, complete: bool) {
        if !self.waiting.remove(&items.collection()) {
            return;
        }
        match items {
            Items::RouteTables(tables) => {
                let routes = tables.iter().flat_map(|table| &table.routes);
                self.used.extend(routes.filter_map(|route| route.destination_prefix_list_id.clone()));
            }
            Items::SecurityGroups(groups) => {
                let rules =
                    groups.iter().flat_map(|group| group.ip_permissions.iter().chain(&group.ip_permissions_egress));
                let lists = rules.flat_map(|rule| &rule.prefix_list_ids);
                self.used.extend(lists.filter_map(|list| list.prefix_list_id.clone()));
            }
            Items::PrefixLists(lists) => {
                self.services.clone_from(lists);
                self.services_complete = complete;
            }
            Items::ManagedPrefixLists(lists) => self.managed.clone_from(lists),
            // Nothing else is waited for.
            _ => {}
        }
    }

    /// The lists to ask for, once everything that tells of them has come; nothing before, and nothing twice.
    pub(super) fn ready(&mut self) -> Vec<String> {
        if !self.waiting.is_empty() {
            return Vec::new();
        }
        let inline: BTreeSet<&str> = self
            .services
            .iter()
            .filter(|list| !list.cidrs.is_empty())
            .map(|list| list.prefix_list_id.as_str())
            .collect();
        let mut ask: BTreeSet<String> = self.used.iter().filter(|id| !inline.contains(id.as_str())).cloned().collect();
        for list in self.services.iter().filter(|list| list.cidrs.is_empty()) {
            // One list may bear different ids in the two listings of an imitation of AWS; its name is the same.
            let twin = self
                .managed
                .iter()
                .find(|managed| managed.prefix_list_id == list.prefix_list_id)
                .or_else(|| self.managed.iter().find(|managed| same_name(managed, list)));
            ask.insert(twin.map_or(&list.prefix_list_id, |twin| &twin.prefix_list_id).clone());
        }
        if !self.services_complete {
            let unseen = self.managed.iter().filter(|list| list.owner_id.as_deref() == Some("AWS"));
            ask.extend(unseen.map(|list| list.prefix_list_id.clone()).filter(|id| !inline.contains(id.as_str())));
        }
        *self = Self::default();
        ask.into_iter().collect()
    }
}

fn same_name(managed: &ManagedPrefixList, list: &PrefixList) -> bool {
    managed.prefix_list_name.is_some() && managed.prefix_list_name == list.prefix_list_name
}
