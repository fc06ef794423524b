//! How packets fare at a filter, and what decided.

use super::Seat;
use crate::finding::Hop;
use crate::id::Kind;
use crate::snapshot::model::{NetworkAcl, SecurityGroup};
use crate::snapshot::{Answer, Collection, Gaps};

const GROUP_RULES: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html";
const ACL_RULES: &str = "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html";

/// Which way packets pass a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Into the subnet or interface.
    Inbound,
    /// Out of it.
    Outbound,
}

/// What in a filter decided.
#[derive(Clone, Copy, Debug)]
pub enum Decider<'i> {
    /// A rule of a security group: its place in `IpPermissions` or `IpPermissionsEgress`.
    Rule(Seat<'i, SecurityGroup>, Direction, usize),
    /// That no rule of the groups allows; the first of them stands for all.
    NoRule(Seat<'i, SecurityGroup>, Direction),
    /// An entry of a network ACL: its place in `Entries`.
    Entry(Seat<'i, NetworkAcl>, usize),
    /// That no entry of the ACL matches.
    NoEntry(Seat<'i, NetworkAcl>),
    /// That an interface has no group at all.
    NoGroups,
}

impl Decider<'_> {
    /// The decider as a hop.
    pub fn hop(&self) -> Option<Hop> {
        let members = |direction: &Direction| match direction {
            Direction::Inbound => "IpPermissions",
            Direction::Outbound => "IpPermissionsEgress",
        };
        match self {
            Self::Rule(group, direction, at) => {
                let rules = match direction {
                    Direction::Inbound => &group.it.ip_permissions,
                    Direction::Outbound => &group.it.ip_permissions_egress,
                };
                let value = rules.get(*at).and_then(|rule| serde_json::to_value(rule).ok()).unwrap_or_default();
                Some(of_group(*group, format!("/{}/{at}", members(direction)), value, "a rule allows"))
            }
            Self::NoRule(group, direction) => {
                let value = serde_json::to_value(match direction {
                    Direction::Inbound => &group.it.ip_permissions,
                    Direction::Outbound => &group.it.ip_permissions_egress,
                });
                let action = "no rule of the interface's groups allows";
                Some(of_group(*group, format!("/{}", members(direction)), value.unwrap_or_default(), action))
            }
            Self::Entry(acl, at) => {
                let entry = acl.it.entries.get(*at);
                let number = entry.and_then(|entry| entry.rule_number).unwrap_or_default();
                let verb = match entry.and_then(|entry| entry.rule_action.as_deref()) {
                    Some("allow") => "allows",
                    Some(_) | None => "denies",
                };
                let value = entry.and_then(|entry| serde_json::to_value(entry).ok()).unwrap_or_default();
                Some(of_acl(*acl, format!("/Entries/{at}"), value, format!("rule {number} {verb}")))
            }
            Self::NoEntry(acl) => {
                let value = serde_json::to_value(&acl.it.entries).unwrap_or_default();
                Some(of_acl(*acl, "/Entries".to_owned(), value, "no rule matches, so it denies".to_owned()))
            }
            Self::NoGroups => None,
        }
    }
}

fn of_group(group: Seat<'_, SecurityGroup>, pointer: String, value: serde_json::Value, action: &str) -> Hop {
    Hop {
        resource: group.place.resource(Kind::SecurityGroup, group.it.owner_id.as_deref(), &group.it.group_id),
        action: action.to_owned(),
        operation: Collection::SecurityGroups.operation().to_owned(),
        pointer,
        value,
        see: GROUP_RULES,
    }
}

fn of_acl(acl: Seat<'_, NetworkAcl>, pointer: String, value: serde_json::Value, action: String) -> Hop {
    Hop {
        resource: acl.place.resource(Kind::NetworkAcl, acl.it.owner_id.as_deref(), &acl.it.network_acl_id),
        action,
        operation: Collection::NetworkAcls.operation().to_owned(),
        pointer,
        value,
        see: ACL_RULES,
    }
}

/// How packets fare at a filter: some may be let through, some stopped, and of some it cannot be told.
#[derive(Clone, Debug, Default)]
pub struct Passage<'i> {
    /// What lets some of them through, if any are for certain.
    pub allowed: Option<Decider<'i>>,
    /// What stops some of them, if any are stopped for certain.
    pub denied: Option<Decider<'i>>,
    /// Why it cannot be told of the others; empty where it can of all.
    pub gaps: Gaps,
}

impl<'i> Passage<'i> {
    /// That nothing can be told.
    pub fn unknown(gaps: Gaps) -> Self {
        Self { allowed: None, denied: None, gaps }
    }

    /// How these packets and others fare together.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self {
            allowed: self.allowed.or(others.allowed),
            denied: self.denied.or(others.denied),
            gaps: self.gaps.union(others.gaps),
        }
    }

    /// Whether all are let through: false as soon as one is stopped.
    pub fn all(&self) -> Answer<bool> {
        match (&self.denied, self.gaps.is_empty()) {
            (Some(_), _) => Answer::Known(false),
            (None, true) => Answer::Known(true),
            (None, false) => Answer::Unknown(self.gaps.clone()),
        }
    }

    /// Whether any is let through.
    pub fn any(&self) -> Answer<bool> {
        match (&self.allowed, self.gaps.is_empty()) {
            (Some(_), _) => Answer::Known(true),
            (None, true) => Answer::Known(false),
            (None, false) => Answer::Unknown(self.gaps.clone()),
        }
    }
}
