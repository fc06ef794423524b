//! An answer that breaks off is no answer.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Refuses an answer whose XML is not closed.
///
/// NOTE: the SDK reads as far as it gets and calls that the list. A proxy that cuts a body off at a length of its own
/// would so make a short list look like a whole one, and its page token be lost.
#[derive(Debug)]
pub(crate) struct Whole;

#[dyn_dispatch_hint]
impl Intercept for Whole {
    fn name(&self) -> &'static str {
        "Whole"
    }

    fn read_after_deserialization(
        &self,
        answer: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = answer.response();
        let body = response.body().bytes().unwrap_or_default();
        // Only XML is read as far as it goes; JSON and CBOR that break off cannot be read at all.
        let is_xml = response.headers().get("content-type").is_some_and(|kind| kind.contains("xml"));
        let is_whole = body.trim_ascii_end().ends_with(b"Response>");
        if response.status().is_success() && !is_whole && (is_xml || body.trim_ascii().is_empty()) {
            return Err("the answer breaks off".into());
        }
        Ok(())
    }
}
