//! The room `snapshot`: assembling in any order, and things that look alike.

use byway::id::{AccountId, Region};
use byway::snapshot::{Builder, Collection, Coverage, Items, Outcome, Question, Snapshot};
use libtest_mimic::Trial;
use serde_json::json;

fn question(collection: Collection) -> Question {
    let region: Region = if collection.is_global() { Region::global() } else { "eu-west-1".parse().unwrap() };
    Question { account: "111122223333".parse::<AccountId>().unwrap(), region, collection, key: String::new() }
}

fn built(answers: &[(Collection, serde_json::Value)]) -> Snapshot {
    let mut builder = Builder::new("2026-11-01T06:00:00Z".parse().unwrap());
    for (collection, answer) in answers {
        let items = Items::from_json(*collection, answer.as_array().unwrap().clone()).unwrap();
        let count = items.len() as u64;
        builder.add(&question(*collection), items);
        builder.record(Coverage::answered(question(*collection), count, 1));
    }
    builder.finish()
}

fn bytes(snapshot: &Snapshot) -> Vec<u8> {
    let mut bytes = Vec::new();
    byway::snapshot::file::write_to(snapshot, &mut bytes).unwrap();
    bytes
}

fn the_order_of_answers_pages_and_members_does_not_show() {
    let one = json!([{"VpcId": "vpc-a", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}]);
    let other = json!([{"VpcId": "vpc-b"}]);
    let turned = json!([{"VpcId": "vpc-a", "Tags": [{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "1"}]}]);
    let subnets = json!([{"SubnetId": "subnet-a", "VpcId": "vpc-a"}]);
    let both = json!([{"VpcId": "vpc-b"}, {"VpcId": "vpc-a", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}]);
    let vpcs = Collection::Vpcs;
    let paged = built(&[(vpcs, one), (vpcs, other.clone()), (Collection::Subnets, subnets.clone())]);
    let shuffled = built(&[(Collection::Subnets, subnets.clone()), (vpcs, other), (vpcs, turned)]);
    assert_eq!(paged.accounts, shuffled.accounts);
    let whole = built(&[(Collection::Subnets, subnets), (vpcs, both)]);
    assert_eq!(paged.accounts, whole.accounts);
}

fn a_service_on_offer_to_two_kinds_of_endpoint_is_two_services() {
    let offer = |kind: &str, zones: &[&str]| json!({"ServiceName": "com.amazonaws.eu-west-1.s3", "ServiceType": [{"ServiceType": kind}], "AvailabilityZoneIds": zones});
    let listed = json!([offer("Gateway", &[]), offer("Interface", &["euw1-az1", "euw1-az2"])]);
    let snapshot = built(&[(Collection::VpcEndpointServices, listed)]);
    let account = snapshot.accounts.values().next().unwrap();
    assert_eq!(account.regions.values().next().unwrap().vpc_endpoint_services.len(), 2);
    let again = byway::snapshot::file::parse(&String::from_utf8(bytes(&snapshot)).unwrap(), "again").unwrap();
    assert_eq!(again, snapshot);
}

fn a_question_without_a_record_becomes_one_that_was_never_asked() {
    let snapshot = built(&[(Collection::Vpcs, json!([]))]);
    let record = snapshot.coverage_of(&question(Collection::RouteTables)).unwrap();
    assert_eq!(record.outcome, Outcome::NotAsked);
    assert!(!snapshot.rest(question(Collection::RouteTables)).is_empty());
    assert!(snapshot.rest(question(Collection::Vpcs)).is_empty());
}

fn a_region_that_is_enabled_and_was_not_seen_is_in_the_snapshot() {
    let regions = json!([
        {"RegionName": "eu-west-1", "OptInStatus": "opt-in-not-required"},
        {"RegionName": "eu-north-1", "OptInStatus": "opted-in"},
        {"RegionName": "me-south-1", "OptInStatus": "not-opted-in"},
    ]);
    let snapshot = built(&[(Collection::Regions, regions), (Collection::Vpcs, json!([]))]);
    let seen: Vec<String> =
        snapshot.accounts.values().next().unwrap().regions.keys().map(ToString::to_string).collect();
    assert_eq!(seen, ["eu-north-1", "eu-west-1"]);
    assert_eq!(snapshot.narrowed(&["eu-west-1".parse().unwrap()]).accounts.values().next().unwrap().regions.len(), 1);
}

fn what_belongs_to_a_region_is_not_read_from_the_place_of_what_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("111122223333/global");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join("ec2.describe-vpcs.json"), r#"{"Vpcs": [{"VpcId": "vpc-a"}]}"#).unwrap();
    let error = byway::snapshot::folder::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("ec2.describe-vpcs.json` belongs to a Region"), "{error}");

    let snapshot = built(&[(Collection::Vpcs, json!([{"VpcId": "vpc-a"}]))]);
    let text = String::from_utf8(bytes(&snapshot)).unwrap().replace("\"eu-west-1\": {", "\"global\": {");
    let error = byway::snapshot::file::parse(&text, "edited").unwrap_err().to_string();
    assert!(error.contains("has a Region `global`"), "{error}");
}

/// The VPC of one account, its zones listed for the owner and not for the account it is shared with.
fn the_zones_of_a_shared_vpc_are_its_owners_to_judge() {
    let (owner, viewer) = ("111122223333", "444455556666");
    let judged = |accounts: &[&str]| {
        let mut builder = Builder::new("2026-11-01T06:00:00Z".parse().unwrap());
        for account in accounts {
            let of = |collection, key: &str| Question {
                account: account.parse().unwrap(),
                key: key.to_owned(),
                ..question(collection)
            };
            let mut answer = |question: Question, items: serde_json::Value| {
                builder
                    .add(&question, Items::from_json(question.collection, items.as_array().unwrap().clone()).unwrap());
                builder.record(Coverage::answered(question, 1, 1));
            };
            answer(of(Collection::Regions, ""), json!([]));
            answer(of(Collection::Vpcs, ""), json!([{"VpcId": "vpc-a", "OwnerId": owner}]));
            if *account == owner {
                let zone = json!([{"HostedZoneId": "Z1", "Name": "corp.", "Owner": {"OwningAccount": owner}}]);
                answer(of(Collection::HostedZonesByVpc, "vpc-a"), zone);
            }
        }
        let snapshot = builder.finish();
        let language = byway::policy::Language::of_byway();
        let policies = byway::policy::bundled(language).unwrap();
        let policies: Vec<_> = policies.into_iter().filter(|one| one.id() == "phz-apex-shadows-aws-names").collect();
        let index = byway::network::Index::new(&snapshot);
        let findings = byway::policy::judge(&index, &policies).findings;
        findings.iter().map(|found| (found.account.to_string(), found.verdict)).collect::<Vec<_>>()
    };
    use byway::finding::Verdict;
    assert_eq!(judged(&[viewer]), [(viewer.to_owned(), Verdict::Unknown)]);
    assert_eq!(judged(&[owner, viewer]), [(owner.to_owned(), Verdict::Pass)]);
}

pub fn tests() -> Vec<Trial> {
    crate::trials![
        the_order_of_answers_pages_and_members_does_not_show,
        a_service_on_offer_to_two_kinds_of_endpoint_is_two_services,
        a_question_without_a_record_becomes_one_that_was_never_asked,
        a_region_that_is_enabled_and_was_not_seen_is_in_the_snapshot,
        what_belongs_to_a_region_is_not_read_from_the_place_of_what_has_none,
        the_zones_of_a_shared_vpc_are_its_owners_to_judge,
    ]
}
