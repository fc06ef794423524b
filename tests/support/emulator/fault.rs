//! What can go wrong with a request.

use std::time::Duration;

/// What goes wrong. Errors are spelled as the protocol of the request spells them.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Too many requests, in the service's words, for the first so many; for ever if none.
    Throttle(Option<usize>),
    /// No permission, in the service's words, and why: AWS's phrase, such as [`BY_SCP`].
    Refused(&'static str),
    /// An error of this status, code and message.
    Error(u16, &'static str, &'static str),
    /// An error of a load balancer in between: HTML.
    Html(u16),
    /// An error of something in between that speaks JSON.
    Json(u16),
    /// An error of something in between that speaks XML.
    Xml(u16),
    /// The credentials expire after so many requests that this fault is for.
    Expire(usize),
    /// AWS's clock is so many hours ahead of ours; it says so in the answer's `Date`, or has none.
    Skew { hours: i64, dated: bool },
    /// The connection is reset without an answer.
    Reset,
    /// The connection is closed before the last so many bytes of the answer that its `Content-Length` promised.
    Short(usize),
    /// An answer without its last so many bytes, and a `Content-Length` to match.
    Cut(usize),
    /// An answer that is of no format at all.
    Malformed,
    /// Success, and not a byte.
    Empty,
    /// An answer that takes this long to come, a few bytes at a time.
    Slow(Duration),
    /// No answer at all.
    Hang,
    /// Every page before this one, counted from zero, then an internal error for ever.
    FromPage(usize),
    /// The first page again and again, with the same token.
    SameToken,
    /// An answer without its list.
    NoList,
    /// More follows, and no token for it.
    NoToken,
    /// Metrics say that some of their datapoints are missing.
    PartialData,
    /// Every enumerated word is [`STRANGE`], and every object has a member more.
    Strange,
}

/// What an enumeration or a member that AWS adds next year is called.
pub const STRANGE: &str = "NewerThanByway";

/// A refusal by an identity-based policy, as AWS says it.
pub const BY_IAM: &str = "because no identity-based policy allows the action";

/// A refusal by a service control policy, as AWS says it.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>
pub const BY_SCP: &str = "with an explicit deny in a service control policy";
