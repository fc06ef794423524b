//! A small vocabulary whose facts say what the test at hand wants them to, and the world of one VPC they are asked of.

use byway::facts::{Fact, Noun, Shows, Stop, Thing, Type, Value, Vocabulary, Walk};
use byway::finding::{Evidence, Finding, Verdict};
use byway::id::{AccountId, Region};
use byway::network::{Index, Seat};
use byway::policy::{Judgement, Language, LoadErrors, Origin, Policy, from_text, judge};
use byway::snapshot::{Answer, Builder, Collection, Coverage, Gap, Gaps, Items, Listing, Question, Snapshot};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What a fact is made to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    Bool(bool),
    Number(i64),
    Text(String),
    List(Listing<Plain>),
}

impl Plain {
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn value<'i>(self) -> Value<'i> {
        match self {
            Self::Bool(value) => Value::Bool(value),
            Self::Number(value) => Value::Number(value),
            Self::Text(value) => Value::Text(value.into()),
            Self::List(list) => Value::List(list.map(Self::value)),
        }
    }
}

pub type Said = BTreeMap<String, Answer<Plain>>;

thread_local! {
    static SAID: RefCell<Said> = RefCell::default();
}

/// The reason why the fact `name` is unknown.
pub fn gap(name: &str) -> Gap {
    Gap::Ambiguous { what: name.to_owned() }
}

fn said<'i>(name: &str) -> Answer<Value<'i>> {
    SAID.with_borrow(|said| said.get(name).cloned()).unwrap_or_else(|| Answer::unknown(gap(name))).map(Plain::value)
}

macro_rules! facts {
    ($($name:ident: $kind:expr, $identity:literal, $shows:expr;)*) => {
        &[$(Fact {
            noun: Noun::Vpc,
            name: stringify!($name),
            kind: $kind,
            doc: concat!("What the test says of ", stringify!($name), "."),
            identity: $identity,
            needs: &[Collection::Vpcs],
            read: {
                fn read<'i>(_: &'i Index<'i>, _: Thing<'i>) -> Answer<Value<'i>> {
                    said(stringify!($name))
                }
                read
            },
            shows: $shows,
        }),*]
    };
}

const TEXTS: Type = Type::List(&Type::Text);
const IDS: Type = Type::List(&Type::Id);
const NUMBERS: Type = Type::List(&Type::Number);

static VPC: &[Fact] = facts! {
    b0: Type::Bool, false, Shows::Nothing;
    b1: Type::Bool, false, Shows::Nothing;
    b2: Type::Bool, false, Shows::Nothing;
    b3: Type::Bool, false, Shows::Nothing;
    n0: Type::Number, false, Shows::Nothing;
    n1: Type::Number, false, Shows::Nothing;
    t0: Type::Text, false, Shows::Nothing;
    t1: Type::Text, false, Shows::Nothing;
    l0: TEXTS, false, Shows::Nothing;
    l1: TEXTS, false, Shows::Nothing;
    m0: NUMBERS, false, Shows::Nothing;
    ids: IDS, false, Shows::Nothing;
    more_ids: IDS, false, Shows::Nothing;
    other_id: Type::Id, false, Shows::Nothing;
    cidr: Type::Cidr, false, Shows::Member("/CidrBlock");
    trace: Type::Trace, false, Shows::Nothing;
    zone: Type::Text, true, Shows::Nothing;
};

static MORE: &[Fact] = &[
    Fact {
        noun: Noun::Vpc,
        name: "id",
        kind: Type::Id,
        doc: "The VPC's id.",
        identity: true,
        needs: &[Collection::Vpcs],
        read: |_, thing| match thing {
            Thing::Vpc(seat) => Answer::Known(Value::Text((&seat.it.vpc_id).into())),
            _ => Answer::unknown(gap("not a VPC")),
        },
        shows: Shows::Member("/VpcId"),
    },
    Fact {
        noun: Noun::Vpc,
        name: "name",
        kind: Type::Text,
        doc: "The VPC's name.",
        identity: false,
        needs: &[Collection::Vpcs],
        read: |_, thing| Answer::Known(Value::Text(thing.name().unwrap_or_default().into())),
        shows: Shows::Member("/Tags/0"),
    },
    Fact {
        noun: Noun::Vpc,
        name: "subnets",
        kind: Type::List(&Type::Thing(Noun::Subnet)),
        doc: "The VPC's subnets.",
        identity: false,
        needs: &[Collection::Subnets],
        read: |_, thing| {
            let place = thing.place();
            let list = place.listing(Collection::Subnets, &place.view.subnets);
            Answer::Known(Value::List(list.map(|seat| Value::Thing(Thing::Subnet(seat)))))
        },
        shows: Shows::Derived(|_, thing| {
            let place = thing.place();
            let subnets = place.view.subnets.iter().map(|it| Thing::Subnet(Seat { place, it }));
            let shown = |subnet: Thing<'_>| Evidence {
                resource: subnet.resource(),
                operation: subnet.operation().to_owned(),
                pointer: "/SubnetId".to_owned(),
                value: subnet.resource().id.into(),
                says: "A subnet".to_owned(),
            };
            // Twice, so that a test sees each thing once.
            subnets.clone().chain(subnets).map(shown).collect()
        }),
    },
    Fact {
        noun: Noun::Vpc,
        name: "first_subnet",
        kind: Type::Thing(Noun::Subnet),
        doc: "The VPC's first subnet.",
        identity: true,
        needs: &[Collection::Subnets],
        read: |_, thing| {
            let place = thing.place();
            match place.view.subnets.first() {
                Some(it) => Answer::Known(Value::Thing(Thing::Subnet(Seat { place, it }))),
                None => Answer::unknown(gap("first_subnet")),
            }
        },
        shows: Shows::Nothing,
    },
    Fact {
        noun: Noun::Subnet,
        name: "id",
        kind: Type::Id,
        doc: "The subnet's id.",
        identity: true,
        needs: &[Collection::Subnets],
        read: |_, thing| Answer::Known(Value::Text(thing.resource().id.into())),
        shows: Shows::Member("/SubnetId"),
    },
    Fact {
        noun: Noun::Subnet,
        name: "interfaces",
        kind: Type::List(&Type::Thing(Noun::Interface)),
        doc: "The subnet's interfaces.",
        identity: false,
        needs: &[Collection::NetworkInterfaces],
        read: |_, _| Answer::Known(Value::List(Listing::complete(Vec::new()))),
        shows: Shows::Nothing,
    },
];

static WALKS: &[Walk] = &[Walk {
    name: "vpc",
    noun: Noun::Vpc,
    doc: "Every VPC.",
    needs: &[Collection::Vpcs],
    stops: |index| {
        let mut stops = Vec::new();
        for place in index.places() {
            stops.extend(place.view.vpcs.iter().map(|it| Stop::Thing(Thing::Vpc(Seat { place, it }))));
            let rest = place.rest(Collection::Vpcs, "");
            if !rest.is_empty() {
                stops.push(Stop::Unseen(place.scope(Collection::Vpcs, ""), rest));
            }
        }
        stops
    },
}];

pub fn language() -> Language {
    static TABLES: &[&[Fact]] = &[VPC, MORE];
    Language { vocabulary: Vocabulary::of(TABLES), walks: WALKS }
}

pub const ACCOUNT: &str = "111122223333";
pub const REGION: &str = "eu-west-1";

pub fn question(account: &str, collection: Collection) -> Question {
    let region = if collection.is_global() { Region::global() } else { REGION.parse().unwrap() };
    Question { account: account.parse().unwrap(), region, collection, key: String::new() }
}

/// Adds a list answered in full.
pub fn answer(builder: &mut Builder, account: &str, collection: Collection, json: serde_json::Value) {
    let list: Vec<serde_json::Value> = serde_json::from_value(json).unwrap();
    let question = question(account, collection);
    builder.account(&account.parse::<AccountId>().unwrap(), byway::id::Partition::of_region(&REGION.parse().unwrap()));
    builder.record(Coverage::answered(question.clone(), list.len() as u64, 1));
    builder.add(&question, Items::from_json(collection, list).unwrap());
}

/// A world of one VPC with two subnets; its name is hostile.
pub fn world() -> Snapshot {
    let mut builder = builder();
    answer(&mut builder, ACCOUNT, Collection::Vpcs, vpcs(ACCOUNT));
    builder.finish()
}

pub fn builder() -> Builder {
    let mut builder = Builder::new("2026-11-05T10:00:00Z".parse().unwrap());
    answer(&mut builder, ACCOUNT, Collection::Regions, serde_json::json!([]));
    let subnets = serde_json::json!([
        {"SubnetId": "subnet-a", "VpcId": "vpc-1", "OwnerId": ACCOUNT, "CidrBlock": "10.0.1.0/24"},
        {"SubnetId": "subnet-b", "VpcId": "vpc-1", "OwnerId": ACCOUNT, "CidrBlock": "10.0.2.0/24"},
    ]);
    answer(&mut builder, ACCOUNT, Collection::Subnets, subnets);
    builder
}

pub const HOSTILE: &str = "{vpc.id} $(rm -rf ~) \u{202e}`id`";

pub fn vpcs(owner: &str) -> serde_json::Value {
    serde_json::json!([{
        "VpcId": "vpc-1",
        "OwnerId": owner,
        "CidrBlock": "10.0.0.0/16",
        "Tags": [{"Key": "Name", "Value": HOSTILE}],
    }])
}

/// A policy's text around its `[[fail]]` part.
pub fn policy_text(fail: &str) -> String {
    around("[walk]\neach = \"vpc\"\n", fail)
}

pub const HEAD: &str = "id = \"some-defect\"\ntitle = \"Something is wrong\"\nseverity = \"low\"\n\
confidence = \"certain\"\nsince = \"0.1.0\"\nwhy = \"It matters\"\nfix = \"Mend it\"\n\
see = [\"https://docs.aws.amazon.com/vpc/latest/userguide/what-is-amazon-vpc.html\"]\n";

pub fn around(walk: &str, fail: &str) -> String {
    format!("{HEAD}\n{walk}\n[[fail]]\nreason = \"wrong\"\nsay = \"It is wrong\"\n{fail}\n")
}

pub fn load(text: &str) -> Result<Policy, LoadErrors> {
    from_text(text, Origin { file: "some-defect.toml", stem: "some-defect", family: "own", bundled: false }, language())
}

/// The policy whose only condition is `condition`.
pub fn policy(condition: &str) -> Result<Policy, LoadErrors> {
    load(&policy_text(&format!("if = '''{condition}'''")))
}

/// Makes every fact unknown again: tests share threads.
pub fn forget() {
    SAID.set(Said::new());
}

/// Judges while the facts say what they are told to.
pub fn judged(policies: &[Policy], said: Said, snapshot: &Snapshot) -> Judgement {
    SAID.set(said);
    let index = Index::new(snapshot);
    judge(&index, policies)
}

/// The one finding of a policy in [`world`].
pub fn finding(policy: &Policy, said: Said) -> Finding {
    let mut findings = judged(std::slice::from_ref(policy), said, &world()).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.pop().unwrap()
}

/// A condition's truth and the reasons it is unknown for: a policy fails where its condition holds.
pub fn truth(policy: &Policy, said: Said) -> Answer<bool> {
    let finding = finding(policy, said);
    match finding.verdict {
        Verdict::Fail => Answer::Known(true),
        Verdict::Pass => Answer::Known(false),
        Verdict::Unknown => Answer::Unknown(finding.gaps),
        Verdict::NotApplicable => panic!("there is no `when`"),
    }
}

pub fn unknown(name: &str) -> Answer<Plain> {
    Answer::unknown(gap(name))
}

pub fn gaps(names: &[&str]) -> Gaps {
    names.iter().map(|name| gap(name)).collect()
}
