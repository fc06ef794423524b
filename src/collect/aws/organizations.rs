//! The organization and its accounts.

use super::{pages, time, word};
use crate::collect::ask::Seen;
use crate::collect::outcome::Trouble;
use crate::collect::page::{Asking, Next};
use crate::snapshot::model::{Organization, OrganizationAccount};
use crate::snapshot::{Collection, Items, Question};
use aws_sdk_organizations::Client;
use aws_sdk_organizations::types as sdk;

/// An account that is in no organization has none, which is an answer.
pub(crate) async fn ask(client: &Client, question: &Question, asking: &Asking) -> Seen {
    let seen = in_organization(client, question, asking).await;
    let is_alone = |trouble: &Trouble| trouble.code.as_deref() == Some("AWSOrganizationsNotInUseException");
    if seen.trouble.as_ref().is_some_and(is_alone) { Seen { pages: 1, trouble: None, ..seen } } else { seen }
}

async fn in_organization(client: &Client, question: &Question, asking: &Asking) -> Seen {
    match question.collection {
        Collection::Organization => {
            let pages = asking.every_page(async |_| {
                let answer = client.describe_organization().send().await?;
                Ok((answer.organization.map(|it| vec![organization(it)]), Next::End))
            });
            Seen::of(pages.await, Items::Organization)
        }
        Collection::OrganizationAccounts => {
            pages!(asking, OrganizationAccounts, client.list_accounts(), accounts, organization_account)
        }
        other => Seen::misdirected(other),
    }
}

fn organization(it: sdk::Organization) -> Organization {
    Organization {
        id: it.id.unwrap_or_default(),
        arn: it.arn,
        feature_set: word(it.feature_set),
        master_account_arn: it.master_account_arn,
        master_account_id: it.master_account_id,
    }
}

fn organization_account(it: sdk::Account) -> OrganizationAccount {
    OrganizationAccount {
        id: it.id.unwrap_or_default(),
        arn: it.arn,
        name: it.name,
        status: word(it.status),
        state: word(it.state),
        joined_method: word(it.joined_method),
        joined_timestamp: time(it.joined_timestamp),
    }
}
