//! A world of one account and Region, told in AWS's JSON, question by question.

use byway::id::{AccountId, Partition, Region};
use byway::network::{Index, Place};
use byway::snapshot::model::{RouteTable, Subnet};
use byway::snapshot::{Answer, Builder, Collection, Coverage, Gap, Gaps, Items, Outcome, Question, Snapshot};
use serde_json::{Value, json};

pub struct World(Builder);

/// A question put to the world's account in its Region.
pub fn question(collection: Collection, key: &str) -> Question {
    let account: AccountId = "111122223333".parse().unwrap();
    let region: Region = "eu-west-1".parse().unwrap();
    Question { account, region, collection, key: key.to_owned() }
}

impl World {
    pub fn new() -> Self {
        let mut builder = Builder::new("2026-01-01T00:00:00Z".parse().unwrap());
        let Question { account, region, .. } = question(Collection::Vpcs, "");
        builder.account(&account, Partition::Aws);
        builder.region(&account, &region);
        Self(builder)
    }

    /// A question answered in full.
    pub fn saw(self, collection: Collection, items: Value) -> Self {
        self.told(collection, "", items, Outcome::Answered)
    }

    /// A question that ended otherwise, with what came before it did.
    pub fn told(mut self, collection: Collection, key: &str, items: Value, outcome: Outcome) -> Self {
        let Value::Array(items) = items else { panic!("a list is wanted") };
        let question = question(collection, key);
        let items = Items::from_json(collection, items).unwrap();
        self.0.record(Coverage { items: items.len() as u64, pages: 1, ..Coverage::new(question.clone(), outcome) });
        self.0.add(&question, items);
        self
    }

    /// A question refused.
    pub fn refused(self, collection: Collection, key: &str) -> Self {
        self.told(collection, key, json!([]), Outcome::Refused)
    }

    /// A list's entries, answered in full.
    pub fn entries(self, id: &str, blocks: &[&str]) -> Self {
        let entries: Vec<Value> = blocks.iter().map(|block| json!({"Cidr": block})).collect();
        self.told(Collection::PrefixListEntries, id, Value::Array(entries), Outcome::Answered)
    }

    /// AWS's lists of S3 and DynamoDB, `pl-s3` and `pl-ddb`.
    pub fn with_service_lists(self) -> Self {
        self.saw(
            Collection::PrefixLists,
            json!([
                {"PrefixListId": "pl-s3", "PrefixListName": "com.amazonaws.eu-west-1.s3",
                 "Cidrs": ["52.216.0.0/16", "52.218.0.0/17"]},
                {"PrefixListId": "pl-ddb", "PrefixListName": "com.amazonaws.eu-west-1.dynamodb",
                 "Cidrs": ["52.94.24.0/23"]},
            ]),
        )
        .saw(Collection::ManagedPrefixLists, json!([]))
    }

    /// One table, `rtb-1`, with these routes, which keep their order in the snapshot only if they are sorted.
    pub fn with_routes(self, routes: Value) -> Self {
        self.saw(Collection::RouteTables, json!([{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": routes}]))
    }

    pub fn snapshot(self) -> Snapshot {
        self.0.finish()
    }

    /// Looks at the world's one place.
    pub fn look<T>(self, see: impl FnOnce(&Place<'_>) -> T) -> T {
        look(&self.snapshot(), see)
    }
}

/// Looks at the one place of a snapshot.
pub fn look<T>(snapshot: &Snapshot, see: impl FnOnce(&Place<'_>) -> T) -> T {
    let index = Index::new(snapshot);
    see(&index.places()[0])
}

/// The only table.
pub fn table<'p>(place: &'p Place<'_>) -> &'p RouteTable {
    &place.view.route_tables[0]
}

pub fn subnet<'p>(place: &'p Place<'_>, id: &str) -> &'p Subnet {
    place.view.subnets.iter().find(|subnet| subnet.subnet_id == id).unwrap()
}

/// A static, active route: its destination and its target's member and id.
pub fn route(destination: &str, member: &str, target: &str) -> Value {
    let origin = if target == "local" { "CreateRouteTable" } else { "CreateRoute" };
    let to = match destination {
        list if list.starts_with("pl-") => "DestinationPrefixListId",
        block if block.contains(':') => "DestinationIpv6CidrBlock",
        _ => "DestinationCidrBlock",
    };
    json!({to: destination, member: target, "State": "active", "Origin": origin})
}

/// The same route with one member changed, or taken away by null.
pub fn with(mut route: Value, member: &str, value: Value) -> Value {
    let members = route.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(member)
    } else {
        members.insert(member.to_owned(), value)
    };
    route
}

/// The kinds of gaps with the operation, field or text that tells them apart.
pub fn gaps(gaps: &Gaps) -> Vec<String> {
    gaps.iter()
        .map(|gap| match gap {
            Gap::NotSeen(coverage) => format!("{} {}", coverage.operation, coverage.key).trim().to_owned(),
            Gap::Foreign { owner } => format!("foreign {owner}"),
            Gap::Unrecognised { field, value } => format!("unrecognised {field} {value}"),
            Gap::Malformed { field, at } => format!("malformed {field} of {at}"),
            Gap::Ambiguous { .. } | Gap::NotModelled { .. } => gap.kind().to_owned(),
        })
        .collect()
}

/// The gaps of an answer that has to be unknown.
pub fn unknown<T>(answer: Answer<T>) -> Vec<String> {
    match answer {
        Answer::Known(_) => panic!("known"),
        Answer::Unknown(unknown) => {
            assert!(!unknown.is_empty(), "an unknown without a reason");
            gaps(&unknown)
        }
    }
}
