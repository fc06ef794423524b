//! What a failed call means for what is known.

use super::absent::{is_no_such_host, may_lack};
use crate::snapshot::{Collection, Coverage, DeniedBy, Outcome, Question};
use crate::target::{Cause, NotWhole, chain};
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use std::error::Error;

/// How a question ended short of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) outcome: Outcome,
    /// AWS's code, or a word of ours where AWS gave none.
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) permission: Option<String>,
    pub(crate) denied_by: Option<DeniedBy>,
}

/// What is known of the Region a question went to, beside the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// AWS answered in it already, or lists it as enabled.
    Enabled,
    /// AWS lists it as not enabled for the account.
    NotEnabled,
    /// The account was found elsewhere and nothing is known of this Region.
    Unknown,
}

impl Trouble {
    /// Trouble of a kind that AWS has no code for.
    pub(crate) fn ours(outcome: Outcome, code: &str, message: impl Into<String>) -> Self {
        Self { outcome, code: Some(code.to_owned()), message: Some(message.into()), permission: None, denied_by: None }
    }

    pub(crate) fn timed_out(seconds: u64) -> Self {
        Self::ours(Outcome::TimedOut, "Deadline", format!("no answer within {seconds} seconds"))
    }

    pub(crate) fn cancelled() -> Self {
        Self { code: None, ..Self::ours(Outcome::Cancelled, "", "stopped by the user") }
    }

    /// What the SDK's error means. Retries are over by now.
    pub(crate) fn of<E>(error: &SdkError<E, HttpResponse>, collection: Collection, standing: Standing) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let status = error.raw_response().map(|response| response.status().as_u16());
        if let SdkError::TimeoutError(_) = error {
            return Self::ours(Outcome::TimedOut, "Timeout", Cause::of(error).0);
        }
        if let SdkError::DispatchFailure(failure) = error {
            let (outcome, code) = if failure.is_timeout() {
                (Outcome::TimedOut, "Timeout")
            } else if failure.is_io() {
                (Outcome::Failed, "NoConnection")
            } else {
                (Outcome::Failed, "NotSent")
            };
            let cause = Cause::of(error).0;
            if standing == Standing::Enabled && may_lack(collection) && is_no_such_host(error) {
                let message = format!("the Region has no such service, or not yet: {cause}");
                return Self::ours(Outcome::NotEnabled, super::absent::CODE, message);
            }
            return Self::ours(outcome, code, cause);
        }
        if let Some(NotWhole::NoList(_)) = chain(error).find_map(|error| error.downcast_ref()) {
            return Self::ours(Outcome::Failed, "NoList", Cause::of(error).0);
        }
        if error.raw_response().is_some_and(|response| response.body().bytes().is_none()) {
            // The head of an answer came, and the connection failed before its end.
            return Self::ours(Outcome::Failed, "NoConnection", Cause::of(error).0);
        }
        let Some((code, service)) = error.as_service_error().and_then(|service| Some((service.code()?, service)))
        else {
            let code = status.map_or_else(|| "NotSent".to_owned(), |status| format!("Http{status}"));
            return Self::ours(Outcome::Failed, &code, format!("the answer is not AWS's: {}", Cause::of(error)));
        };
        let message = service.message().map(without_encoded_part);
        let outcome = match collection.service() {
            "organizations" if is_no_manager(code, message.as_deref()) => Outcome::NotVisible,
            _ => outcome_of(code, standing),
        };
        let denied = outcome == Outcome::Refused;
        Self {
            outcome,
            code: Some(code.to_owned()),
            permission: denied.then(|| {
                message.as_deref().and_then(permission_in).unwrap_or_else(|| collection.operation().to_owned())
            }),
            denied_by: denied.then(|| message.as_deref().map_or(DeniedBy::Unknown, denied_by)),
            message,
        }
    }

    /// The record of the question this ended. Something seen before the trouble makes it partial.
    pub(crate) fn record(self, question: Question, items: u64, pages: u64) -> Coverage {
        let Self { outcome, code, message, permission, denied_by } = self;
        let outcome = if pages > 0 { Outcome::Partial } else { outcome };
        Coverage { items, pages, code, message, permission, denied_by, ..Coverage::new(question, outcome) }
    }
}

/// The codes: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html> and
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/CommonErrors.html>.
fn outcome_of(code: &str, standing: Standing) -> Outcome {
    match code {
        "UnauthorizedOperation" | "AccessDenied" | "AccessDeniedException" | "UnauthorizedAccess" | "NotAuthorized" => {
            Outcome::Refused
        }
        // NOTE: an enabled opt-in Region says AuthFailure too, to session tokens of the global STS endpoint. That is
        // a Region left unseen and must not pass for one that holds nothing; nor must one of which AWS did not say
        // whether it is enabled. The price: who may not list Regions and names one that is not enabled has an incomplete
        // run.
        "AuthFailure"
        | "OptInRequired"
        | "UnrecognizedClientException"
        | "UnrecognizedClient"
        | "InvalidClientTokenId" => match standing {
            Standing::NotEnabled => Outcome::NotEnabled,
            Standing::Enabled | Standing::Unknown => Outcome::Failed,
        },
        "RequestLimitExceeded"
        | "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "TooManyRequestsException"
        | "BandwidthLimitExceeded"
        | "EC2ThrottledException"
        | "PriorRequestNotComplete"
        | "SlowDown" => Outcome::Throttled,
        _ => Outcome::Failed,
    }
}

/// Whether Organizations says that the account is neither its management account nor one that manages for it: no
/// permission would help, so nothing was refused.
///
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html>
fn is_no_manager(code: &str, message: Option<&str>) -> bool {
    // NOTE: a policy's refusal has the same code, and says who is not authorized to perform what.
    code == "AccessDeniedException" && message.is_some_and(|message| permission_in(message).is_none())
}

/// Who denied, by the phrases AWS documents.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
fn denied_by(message: &str) -> DeniedBy {
    let message = message.to_ascii_lowercase();
    let says = |phrase: &str| message.contains(phrase);
    if says("service control policy") {
        DeniedBy::Scp
    } else if says("resource control policy") {
        DeniedBy::Rcp
    } else if says("permissions boundary") {
        DeniedBy::Boundary
    } else if says("identity-based policy") || says("session policy") {
        DeniedBy::Iam
    } else {
        DeniedBy::Unknown
    }
}

/// The action that AWS says is missing; it is not always the one called.
fn permission_in(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("not authorized to perform: ")?;
    let action: String =
        rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, ':' | '-')).collect();
    action.split_once(':').is_some_and(|(service, name)| !service.is_empty() && !name.is_empty()).then_some(action)
}

/// The message without EC2's encoded part: long, unreadable without another permission, and never twice the same.
fn without_encoded_part(message: &str) -> String {
    match message.split_once("Encoded authorization failure message:") {
        Some((before, _)) => before.trim_end().to_owned(),
        None => message.to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn who_denied_is_read_from_awss_phrases() {
        let message = |why: &str| {
            format!("User: arn:aws:iam::111122223333:user/a is not authorized to perform: ec2:DescribeVpcs {why}")
        };
        for (why, expected) in [
            ("because no identity-based policy allows the ec2:DescribeVpcs action", DeniedBy::Iam),
            ("with an explicit deny in a service control policy", DeniedBy::Scp),
            ("with an explicit deny in a resource control policy", DeniedBy::Rcp),
            ("because no permissions boundary allows the ec2:DescribeVpcs action", DeniedBy::Boundary),
            ("", DeniedBy::Unknown),
        ] {
            assert_eq!(denied_by(&message(why)), expected, "{why}");
        }
    }

    #[test]
    fn an_account_that_manages_no_organization_was_refused_nothing() {
        let policys = "User: a is not authorized to perform: organizations:ListAccounts on resource: *";
        assert!(is_no_manager("AccessDeniedException", Some("You don't have permissions to access this resource.")));
        assert!(!is_no_manager("AccessDeniedException", Some(policys)));
        assert!(!is_no_manager("AccessDeniedException", None));
    }

    #[test]
    fn the_missing_permission_is_the_one_aws_names() {
        let message = "User: a is not authorized to perform: ec2:DescribeVpcs on resource: *";
        assert_eq!(permission_in(message).unwrap(), "ec2:DescribeVpcs");
        assert_eq!(permission_in("You are not authorized to perform this operation."), None);
    }

    #[test]
    fn the_encoded_part_of_a_message_is_cut_off() {
        let message = "You are not authorized to perform this operation. Encoded authorization failure message: 4QrX";
        assert_eq!(without_encoded_part(message), "You are not authorized to perform this operation.");
    }

    #[test]
    fn a_region_known_as_enabled_is_never_called_not_enabled_for_an_auth_failure() {
        assert_eq!(outcome_of("AuthFailure", Standing::Enabled), Outcome::Failed);
        assert_eq!(outcome_of("AuthFailure", Standing::NotEnabled), Outcome::NotEnabled);
        assert_eq!(outcome_of("AuthFailure", Standing::Unknown), Outcome::Failed);
        assert_eq!(outcome_of("OptInRequired", Standing::NotEnabled), Outcome::NotEnabled);
        assert_eq!(outcome_of("OptInRequired", Standing::Enabled), Outcome::Failed);
    }
}
