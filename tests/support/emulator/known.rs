//! What the snapshot knows about a question, as the CLI prints it, and how the question ended.

use super::action::Action;
use byway::id::{AccountId, Region};
use byway::snapshot::{Collection, Outcome, Question, Snapshot};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A snapshot, ready to answer from.
pub struct Known {
    snapshot: Snapshot,
    accounts: BTreeMap<AccountId, Value>,
}

/// What is known.
pub struct Answer {
    pub collection: Collection,
    pub items: Vec<Value>,
    pub outcome: Outcome,
}

impl Known {
    pub fn new(snapshot: Snapshot) -> Self {
        let accounts = snapshot.accounts.iter().map(|(account, view)| (account.clone(), json!(view))).collect();
        Self { snapshot, accounts }
    }

    /// The account an action is signed for; the snapshot's first, if its key does not say.
    pub fn account(&self, action: &Action) -> AccountId {
        let first = || self.snapshot.accounts.keys().next().cloned();
        action.account().or_else(first).unwrap_or_else(|| "111122223333".parse().expect("twelve digits"))
    }

    /// The partition of an account.
    pub fn partition(&self, account: &AccountId) -> &'static str {
        self.snapshot.accounts.get(account).map_or("aws", |view| view.partition.as_str())
    }

    pub fn answer(&self, action: &Action) -> Option<Answer> {
        let permission = action.permission();
        let collection = Collection::ALL.into_iter().find(|one| one.operation() == permission)?;
        let account = self.account(action);
        let region = if collection.is_global() { Region::global() } else { action.region.parse().ok()? };
        let key = key(collection, action);
        let items = self.items(&account, &region, collection, &key);
        let question = Question { account, region, collection, key };
        let outcome = self.snapshot.coverage_of(&question).map_or(Outcome::NotAsked, |record| record.outcome);
        Some(Answer { collection, items, outcome })
    }

    fn items(&self, account: &AccountId, region: &Region, collection: Collection, key: &str) -> Vec<Value> {
        let Some(account) = self.accounts.get(account) else { return Vec::new() };
        let view = if collection.is_global() { account } else { &account["regions"][region.as_str()] };
        let list = &view[member_of_view(collection)];
        match list {
            Value::Array(items) if collection == Collection::VpcAttributes => {
                let vpc = key.split('/').next().unwrap_or_default();
                items.iter().filter(|item| item["VpcId"] == vpc).cloned().collect()
            }
            Value::Array(items) => items.clone(),
            Value::Object(lists) => lists.get(key).and_then(Value::as_array).cloned().unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

/// The member of a view that holds a collection.
fn member_of_view(collection: Collection) -> String {
    match collection {
        Collection::Regions => "regions_on_offer".to_owned(),
        other => json!(other).as_str().unwrap_or_default().replace('-', "_"),
    }
}

/// The key of a keyed question, by what the request says.
fn key(collection: Collection, action: &Action) -> String {
    match collection {
        Collection::PrefixListEntries => action.parameter("PrefixListId").to_owned(),
        Collection::HostedZonesByVpc => action.parameter("vpcid").to_owned(),
        Collection::VpcAttributes => format!("{}/{}", action.parameter("VpcId"), action.parameter("Attribute")),
        _ => String::new(),
    }
}
