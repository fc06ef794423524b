//! A gap in JSON, the same in every format of ours.

use crate::snapshot::{Coverage, Gap};
use serde::Serialize;

/// A reason why something cannot be told.
#[derive(Default, Serialize)]
pub(crate) struct GapOut<'a> {
    kind: &'static str,
    operation: Option<&'a str>,
    account: Option<&'a str>,
    region: Option<&'a str>,
    key: Option<&'a str>,
    outcome: Option<&'static str>,
    code: Option<&'a str>,
    permission: Option<&'a str>,
    says: String,
}

/// A gap. Only one that comes of a question has an operation; `account` is whom one would have to ask.
pub(crate) fn gap(gap: &Gap) -> GapOut<'_> {
    let bare = GapOut { kind: gap.kind(), says: gap.to_string(), ..GapOut::default() };
    match gap {
        Gap::NotSeen(record) => {
            let Coverage { account, region, operation, key, outcome, code, permission, .. } = record.as_ref();
            GapOut {
                operation: Some(operation),
                account: Some(account.as_str()),
                region: Some(region.as_str()),
                key: Some(key),
                outcome: Some(outcome.as_str()),
                code: code.as_deref(),
                permission: permission.as_deref(),
                ..bare
            }
        }
        Gap::Foreign { owner } => GapOut { account: Some(owner.as_str()), ..bare },
        Gap::Unrecognised { .. } | Gap::Malformed { .. } | Gap::Ambiguous { .. } | Gap::NotModelled { .. } => bare,
    }
}
