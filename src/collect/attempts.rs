//! What every attempt of a call costs, the SDK's own retries included.

use super::pace::Pace;
use crate::id::Region;
use crate::snapshot::Collection;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use std::sync::Arc;

/// Takes retries from the bucket that first attempts wait for, and notes refusals for their number.
#[derive(Clone, Debug)]
pub(crate) struct Attempts {
    pace: Arc<Pace>,
    region: Region,
}

impl Attempts {
    pub(crate) fn new(pace: Arc<Pace>, region: Region) -> Self {
        Self { pace, region }
    }

    pub(crate) fn region(&self) -> &Region {
        &self.region
    }
}

#[dyn_dispatch_hint]
impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "Attempts"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let is_again = config.load::<RequestAttempts>().is_some_and(|attempts| attempts.attempts() > 1);
        if let Some(collection) = collection(config).filter(|_| is_again) {
            self.pace.retried(&self.region, collection);
        }
        Ok(())
    }

    fn read_after_attempt(
        &self,
        attempt: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(collection) = collection(config) {
            self.pace.answered(&self.region, collection);
        }
        let refusal = attempt.response().filter(|response| !response.status().is_success());
        let says = |word: &str| {
            refusal
                .and_then(|refusal| refusal.body().bytes())
                .is_some_and(|body| body.windows(word.len()).any(|part| part == word.as_bytes()))
        };
        if (says("RequestLimitExceeded") || says("Throttl") || says("TooManyRequests"))
            && let Some(collection) = collection(config)
        {
            self.pace.throttled(&self.region, collection);
        }
        Ok(())
    }
}

/// The collection that a call in flight asks for.
fn collection(config: &ConfigBag) -> Option<Collection> {
    let name = config.load::<Metadata>()?.name();
    let is_asked = |collection: &Collection| {
        collection.operation().split_once(':').is_some_and(|(_, operation)| operation.eq_ignore_ascii_case(name))
    };
    Collection::ALL.into_iter().find(is_asked)
}
