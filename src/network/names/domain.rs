//! Domain names as text: one spelling, and what lies below what.

use std::fmt::Write;

/// One spelling for a name: lower case, without the final dot, Route 53's octal escapes (`\052` for `*`) read.
///
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html>
pub(super) fn normal(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let code = escape.get(1..4).and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match code {
            Some(code) if code.is_ascii_graphic() => {
                plain.push(char::from(code));
                rest = escape.get(4..).unwrap_or_default();
            }
            Some(_) | None => {
                plain.push('\\');
                rest = escape.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain.make_ascii_lowercase();
    plain.truncate(plain.trim_end_matches('.').len());
    plain
}

/// A name and the domains above it, the nearest first, the root (empty) last.
pub(super) fn suffixes(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |domain| above(domain))
}

/// The domain that a domain is directly in; none of the root.
fn above(domain: &str) -> Option<&str> {
    match domain.split_once('.') {
        Some((_, above)) => Some(above),
        None if domain.is_empty() => None,
        None => Some(""),
    }
}

/// How many labels a domain has; none for the root.
pub(super) fn depth(domain: &str) -> usize {
    if domain.is_empty() { 0 } else { domain.split('.').count() }
}

/// Whether a name lies below a domain and is not the domain itself.
pub(super) fn is_below(name: &str, domain: &str) -> bool {
    domain.is_empty() && !name.is_empty()
        || name.strip_suffix(domain).is_some_and(|before| before.len() > 1 && before.ends_with('.'))
}

/// A list for people: `a`, `a, b`.
pub(super) fn listed<T: std::fmt::Display>(things: impl IntoIterator<Item = T>) -> String {
    things.into_iter().fold(String::new(), |mut text, thing| {
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(text, "{comma}{thing}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_spelling() {
        assert_eq!(normal("SQS.eu-west-1.Amazonaws.com."), "sqs.eu-west-1.amazonaws.com");
        assert_eq!(normal("\\052.s3.amazonaws.com."), "*.s3.amazonaws.com");
        assert_eq!(normal("."), "");
        assert_eq!(normal("a\\b"), "a\\b");
        assert_eq!(normal("a\\05é"), "a\\05é");
    }

    #[test]
    fn the_domains_above_a_name_end_at_the_root() {
        assert_eq!(suffixes("a.b.c").collect::<Vec<_>>(), ["a.b.c", "b.c", "c", ""]);
        assert_eq!(suffixes("").collect::<Vec<_>>(), [""]);
        assert_eq!((depth("a.b"), depth("a"), depth("")), (2, 1, 0));
    }

    #[test]
    fn below_is_by_whole_labels() {
        assert!(is_below("a.b.c", "b.c") && is_below("a", ""));
        assert!(!is_below("b.c", "b.c") && !is_below("ab.c", "b.c") && !is_below(".b.c", "b.c"));
    }
}
