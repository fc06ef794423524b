//! What the snapshot knows about a question, as the CLI prints it, and how the question ended.

use super::action::Action;
use byway::id::{AccountId, Region};
use byway::snapshot::{Collection, Outcome, Question, Snapshot};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A snapshot, ready to answer from.
pub struct Known {
    snapshot: Snapshot,
    /// Lists that were asked for before: a list of many pages is made once.
    made: Mutex<BTreeMap<Question, Arc<Vec<Value>>>>,
}

/// What is known.
pub struct Answer {
    pub question: Question,
    pub items: Arc<Vec<Value>>,
    pub outcome: Outcome,
}

impl Known {
    pub fn new(snapshot: Snapshot) -> Self {
        Self { snapshot, made: Mutex::default() }
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
        let region = if collection.is_global() { Region::global() } else { action.region.parse().ok()? };
        let question = Question { account: self.account(action), region, collection, key: key(collection, action) };
        let outcome = self.snapshot.coverage_of(&question).map_or(Outcome::NotAsked, |record| record.outcome);
        Some(Answer { items: self.items(&question), question, outcome })
    }

    /// The list that a question brings, as the CLI prints it.
    pub fn items(&self, question: &Question) -> Arc<Vec<Value>> {
        let mut made = self.made.lock().expect("no test panics with it");
        let make = || Arc::new(self.snapshot.items(question).to_json());
        Arc::clone(made.entry(question.clone()).or_insert_with(make))
    }
}

/// The key of a keyed question, by what the request says.
fn key(collection: Collection, action: &Action) -> String {
    let parameter = match collection {
        Collection::VpcAttributes => {
            return format!("{}/{}", action.parameter("VpcId"), action.parameter("Attribute"));
        }
        Collection::PrefixListEntries => "PrefixListId",
        Collection::HostedZonesByVpc => "vpcid",
        Collection::HostedZoneVpcs | Collection::ResourceRecordSets => "Id",
        Collection::TransitGatewayPropagations | Collection::TransitGatewayRoutes => "TransitGatewayRouteTableId",
        Collection::ServicePermissions => "ServiceId",
        Collection::LoadBalancerAttributes => "LoadBalancerArn",
        Collection::TargetHealth => "TargetGroupArn",
        Collection::ResolverEndpointIpAddresses => "ResolverEndpointId",
        Collection::ProfileResourceAssociations => "ProfileId",
        Collection::Metrics => "MetricDataQueries.1.MetricStat.Metric.Namespace",
        other => {
            assert!(!other.is_keyed(), "the emulator does not know what {other}'s key is called");
            return String::new();
        }
    };
    action.parameter(parameter).to_owned()
}
