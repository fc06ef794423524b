//! One question put to the service it belongs to.

use super::aws;
use super::clients::Client;
use super::outcome::Trouble;
use super::page::{Asking, Pages};
use crate::id::Region;
use crate::snapshot::{Collection, Coverage, Items, Question};

/// A question on its way, with the Region to ask it in: the answer of a global question may hang on one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Errand {
    pub(crate) question: Question,
    pub(crate) at: Region,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) at: Region,
    pub(crate) question: Question,
    pub(crate) items: Items,
    pub(crate) record: Coverage,
}

/// Things of any collection, not yet recorded.
pub(crate) struct Seen {
    pub(crate) items: Items,
    pub(crate) pages: u64,
    pub(crate) trouble: Option<Trouble>,
}

impl Seen {
    /// Pages of one kind of thing.
    pub(crate) fn of<T>(pages: Pages<T>, kind: impl FnOnce(Vec<T>) -> Items) -> Self {
        let Pages { items, pages, trouble } = pages;
        Self { items: kind(items), pages, trouble }
    }
}

/// Asks to the end, whatever that is.
pub(crate) async fn ask(errand: Errand, client: &Client, asking: &Asking) -> Reply {
    let Errand { question, at } = errand;
    let seen = match question.collection {
        Collection::HostedZones | Collection::HostedZonesByVpc => {
            aws::route53::ask(&client.route53, &question, &at, asking).await
        }
        Collection::Regions
        | Collection::AvailabilityZones
        | Collection::Vpcs
        | Collection::VpcAttributes
        | Collection::Subnets
        | Collection::RouteTables
        | Collection::VpcEndpoints
        | Collection::VpcEndpointServices
        | Collection::PrefixLists
        | Collection::ManagedPrefixLists
        | Collection::PrefixListEntries
        | Collection::SecurityGroups
        | Collection::NetworkInterfaces
        | Collection::NatGateways
        | Collection::InternetGateways => aws::ec2::ask(&client.ec2, &question, asking).await,
    };
    let Seen { items, pages, trouble } = seen;
    let count = items.len() as u64;
    let record = match trouble {
        None => Coverage::answered(question.clone(), count, pages),
        Some(trouble) => trouble.record(question.clone(), count, pages),
    };
    Reply { at, question, items, record }
}
