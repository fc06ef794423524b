//! One question put to the service it belongs to.

use super::aws;
use super::clients::Client;
use super::outcome::Trouble;
use super::page::{Asking, Pages};
use crate::id::Region;
use crate::snapshot::{Collection, Coverage, Items, Outcome, Question};
use tokio::task::JoinError;

/// A question on its way, with the Region to ask it in: the answer of a global question may hang on one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Errand {
    pub(crate) question: Question,
    pub(crate) at: Region,
    pub(crate) with: With,
}

/// What a question names beyond its key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum With {
    /// Nothing.
    #[default]
    Nothing,
    /// The things to describe.
    Arns(Vec<String>),
    /// The metrics to sum.
    Metrics(Vec<MetricQuery>),
}

/// A metric of one resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MetricQuery {
    /// The resource's id.
    pub(crate) id: String,
    pub(crate) namespace: &'static str,
    pub(crate) name: &'static str,
    /// All of them: CloudWatch answers nothing to a part.
    pub(crate) dimensions: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) at: Region,
    pub(crate) question: Question,
    pub(crate) items: Items,
    pub(crate) record: Coverage,
}

impl Reply {
    /// What becomes of a question in which byway itself failed: it must not lose the others, nor pass for an answer.
    pub(crate) fn fault(errand: Errand, error: &JoinError) -> Self {
        let Errand { question, at, with: _ } = errand;
        let message = "byway failed while it asked; please report this";
        tracing::error!(operation = %question.collection, %error, "{message}");
        let record = Trouble::ours(Outcome::Failed, "Fault", message).record(question.clone(), 0, 0);
        Self { at, items: Items::none(question.collection), question, record }
    }
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

    /// Our own fault, said as a question that failed.
    pub(crate) fn misdirected(collection: Collection) -> Self {
        let trouble =
            Trouble::ours(Outcome::Failed, "Fault", format!("byway asked the wrong service for {collection}"));
        Self { items: Items::none(collection), pages: 0, trouble: Some(trouble) }
    }
}

/// Asks to the end, whatever that is.
pub(crate) async fn ask(errand: Errand, client: &Client, now: jiff::Timestamp, asking: &Asking) -> Reply {
    let Errand { question, at, with } = errand;
    let (arns, metrics) = match with {
        With::Nothing => (Vec::new(), Vec::new()),
        With::Arns(arns) => (arns, Vec::new()),
        With::Metrics(metrics) => (Vec::new(), metrics),
    };
    let seen = match question.collection.service() {
        "ec2" => Box::pin(aws::ec2::ask(client.ec2(), &question, asking)).await,
        "route53" => Box::pin(aws::route53::ask(client.route53(), &question, &at, asking)).await,
        "route53resolver" => Box::pin(aws::route53resolver::ask(client.route53resolver(), &question, asking)).await,
        "route53profiles" => Box::pin(aws::route53profiles::ask(client.route53profiles(), &question, asking)).await,
        "elasticloadbalancing" => Box::pin(aws::elbv2::ask(client.elbv2(), &question, &arns, asking)).await,
        "organizations" => Box::pin(aws::organizations::ask(client.organizations(), &question, asking)).await,
        "cloudwatch" => Box::pin(aws::cloudwatch::ask(client.cloudwatch(), &metrics, now, asking)).await,
        _ => Seen::misdirected(question.collection),
    };
    let Seen { items, pages, trouble } = seen;
    let count = items.len() as u64;
    let record = match trouble {
        None => Coverage::answered(question.clone(), count, pages),
        Some(trouble) => trouble.record(question.clone(), count, pages),
    };
    Reply { at, question, items, record }
}
