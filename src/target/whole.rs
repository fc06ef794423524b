//! An answer that breaks off, or lacks what it should list, is no answer.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Refuses an answer that is not whole, in whatever protocol.
///
/// NOTE: the SDK reads XML as far as it gets and calls that the list. A proxy that cuts a body off at a length of its own
/// would so make a short list look like a whole one, and its page token be lost. And it makes an empty list of one that
/// AWS calls required and that is missing.
#[derive(Debug)]
pub(crate) struct Whole;

/// Why an answer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotWhole {
    /// Its last bytes are not the end of what its first begin. Something in between's.
    #[error("the answer breaks off")]
    BreaksOff,
    /// A list that AWS always sends, if only empty. Something in between's, or a change of AWS's.
    #[error("the answer has no `{0}`")]
    NoList(&'static str),
}

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
        // Without a body in memory the connection failed while it came: the SDK says so itself, and tries again.
        match response.body().bytes().filter(|_| response.status().is_success()) {
            Some(body) => Ok(is_whole(body)?),
            None => Ok(()),
        }
    }
}

/// The lists that AWS always sends and that the SDK makes up where they are missing, by the operation's root element.
///
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53.html>
const REQUIRED: [(&str, &str); 3] = [
    ("ListHostedZonesResponse", "HostedZones"),
    ("ListHostedZonesByVPCResponse", "HostedZoneSummaries"),
    ("ListResourceRecordSetsResponse", "ResourceRecordSets"),
];

fn is_whole(body: &[u8]) -> Result<(), NotWhole> {
    let body = body.trim_ascii();
    let ends = |end: &[u8]| if body.ends_with(end) { Ok(()) } else { Err(NotWhole::BreaksOff) };
    match body.first() {
        Some(b'<') => ends(b"Response>").and_then(|()| has_its_list(body)),
        Some(b'{') => ends(b"}"),
        // CBOR: a map without a stated length, or one with; the SDK counts the members of the latter.
        Some(0xbf) => ends(b"\xff"),
        Some(0xa0..=0xbb) => Ok(()),
        _ => Err(NotWhole::BreaksOff),
    }
}

fn has_its_list(body: &[u8]) -> Result<(), NotWhole> {
    let has = |element: &str| {
        let opening = format!("<{element}");
        body.windows(opening.len() + 1).any(|window| {
            let (name, after) = window.split_at(opening.len());
            name == opening.as_bytes() && matches!(after, [b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n'])
        })
    };
    match REQUIRED.iter().find(|(root, _)| body.ends_with(format!("</{root}>").as_bytes())) {
        Some((_, list)) if !has(list) => Err(NotWhole::NoList(list)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_in_any_protocol_if_its_end_is_there() {
        for whole in ["<?xml?><DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>\n", "{\"a\": []}", "{}"] {
            assert_eq!(is_whole(whole.as_bytes()), Ok(()), "{whole}");
        }
        for broken in ["<?xml?><DescribeVpcsResponse><vpcSet>", "{\"a\": [", "", "Gateway Timeout", "<html></html>"] {
            assert_eq!(is_whole(broken.as_bytes()), Err(NotWhole::BreaksOff), "{broken}");
        }
        assert_eq!(is_whole(&[0xbf, 0xff]), Ok(()));
        assert_eq!(is_whole(&[0xbf, 0x61]), Err(NotWhole::BreaksOff));
    }

    #[test]
    fn a_list_that_the_sdk_would_make_up_is_missed() {
        let answer = |within: &str| format!("<ListHostedZonesResponse>{within}</ListHostedZonesResponse>");
        for listed in ["<HostedZones></HostedZones>", "<HostedZones/>", "<HostedZones />"] {
            assert_eq!(is_whole(answer(listed).as_bytes()), Ok(()), "{listed}");
        }
        for unlisted in ["", "<HostedZonesOfNextYear/>", "<IsTruncated>false</IsTruncated>"] {
            assert_eq!(is_whole(answer(unlisted).as_bytes()), Err(NotWhole::NoList("HostedZones")), "{unlisted}");
        }
    }
}
