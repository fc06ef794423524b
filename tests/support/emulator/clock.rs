//! AWS's clock, which need not be ours.

use super::http::Request;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Now, so many hours from here, as an HTTP `Date`.
pub fn date(hours: i64) -> String {
    let now = (Timestamp::now() + SignedDuration::from_hours(hours)).to_zoned(TimeZone::UTC);
    now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Whether a request was signed within five minutes of a clock that is so many hours ahead of ours.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html>
pub fn is_timely(request: &Request, hours: i64) -> bool {
    let Ok(signed) = DateTime::strptime("%Y%m%dT%H%M%SZ", request.header("x-amz-date")) else { return false };
    let Ok(signed) = signed.to_zoned(TimeZone::UTC) else { return false };
    let now = Timestamp::now() + SignedDuration::from_hours(hours);
    now.duration_since(signed.timestamp()).abs() < SignedDuration::from_mins(5)
}
