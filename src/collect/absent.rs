//! Services that a Region does not have.
//!
//! AWS has no list of them that a crawl may rest on: a service that is not in a Region yet has no host there.

use crate::snapshot::Collection;
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};
use std::error::Error;
use std::io;

/// The code of a question that found no host.
pub(crate) const CODE: &str = "NoSuchHost";

/// Whether a Region that is enabled may lack the service of a collection. Route 53's regional parts come to a new Region
/// months after the rest; EC2, load balancing and CloudWatch are what a Region begins with.
pub(crate) fn may_lack(collection: Collection) -> bool {
    may_lack_service(collection.service())
}

/// The same by the service's name.
pub(crate) fn may_lack_service(service: &str) -> bool {
    matches!(service, "route53resolver" | "route53profiles")
}

/// Whether a name was looked up and the answer is that nobody has it. A look-up that failed for a time does not say so.
///
/// NOTE: the system's own words, as Rust has no kind for them: glibc, musl, macOS, Windows. A network whose name servers
/// deny foreign names says the same, so the crawl believes it only where the service was reached in another Region.
pub(crate) fn is_no_such_host(error: &(dyn Error + 'static)) -> bool {
    crate::target::chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).any(|error| {
        let said = error.to_string();
        [
            "Name or service not known",
            "Name does not resolve",
            "nodename nor servname provided, or not known",
            "No such host is known",
        ]
        .iter()
        .any(|words| said.contains(words))
    })
}

/// Makes no second attempt at a host that does not exist.
#[derive(Debug)]
pub(crate) struct NoSecondLookup;

impl ClassifyRetry for NoSecondLookup {
    fn classify_retry(&self, attempt: &InterceptorContext) -> RetryAction {
        let failure = attempt.output_or_error().and_then(Result::err);
        let connection = failure.and_then(|failure| failure.as_connector_error());
        match connection {
            Some(error) if is_no_such_host(error) => RetryAction::RetryForbidden,
            Some(_) | None => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "NoSecondLookup"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_nobody_has_is_told_from_a_look_up_that_failed() {
        let said = |words: &str| io::Error::other(format!("failed to lookup address information: {words}"));
        for absent in ["Name or service not known", "nodename nor servname provided, or not known"] {
            assert!(is_no_such_host(&said(absent)), "{absent}");
        }
        for failed in ["Temporary failure in name resolution", "No address associated with hostname", "System error"] {
            assert!(!is_no_such_host(&said(failed)), "{failed}");
        }
    }

    #[test]
    fn no_region_lacks_ec2() {
        assert!(may_lack(Collection::Profiles) && may_lack(Collection::ResolverRules));
        assert!(!may_lack(Collection::Vpcs) && !may_lack(Collection::HostedZones));
    }
}
