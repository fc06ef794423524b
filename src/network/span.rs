//! Addresses from one to another. Blocks are cut as numbers, since a cut block is seldom a block.

use super::cidr;
use crate::finding::Family;
use ipnet::{IpNet, Ipv4Subnets, Ipv6Subnets};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Addresses of one family from one to another, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub first: u128,
    pub last: u128,
}

impl Span {
    pub(super) fn of(net: &IpNet) -> Self {
        let (first, last) = cidr::bounds(net);
        Self { first, last }
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    pub(super) fn overlap(self, other: Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first <= last).then_some(Self { first, last })
    }

    /// The fewest blocks that are these addresses, in order.
    pub(super) fn blocks(self, family: Family) -> Vec<IpNet> {
        match family {
            Family::Ipv4 => {
                let end = |bits: u128| Ipv4Addr::from_bits(u32::try_from(bits).unwrap_or(u32::MAX));
                Ipv4Subnets::new(end(self.first), end(self.last), 0).map(IpNet::V4).collect()
            }
            Family::Ipv6 => {
                let (first, last) = (Ipv6Addr::from_bits(self.first), Ipv6Addr::from_bits(self.last));
                Ipv6Subnets::new(first, last, 0).map(IpNet::V6).collect()
            }
        }
    }
}

/// The same addresses as spans in order that neither meet nor touch.
pub(super) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(held) if span.first <= held.last.saturating_add(1) => held.last = held.last.max(span.last),
            Some(_) | None => joined.push(span),
        }
    }
    joined
}

/// Those of joined spans that meet `whole`, found without looking at the others.
pub(super) fn meeting(spans: &[Span], whole: Span) -> &[Span] {
    let from = spans.partition_point(|span| span.last < whole.first);
    let rest = spans.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|span| span.first <= whole.last)).unwrap_or_default()
}

/// What of `whole` none of the spans covers.
pub(super) fn uncovered(whole: Span, spans: Vec<Span>) -> Vec<Span> {
    let mut open = Vec::new();
    let mut first = whole.first;
    for span in joined(spans) {
        if span.first > first {
            open.push(Span { first, last: whole.last.min(span.first - 1) });
        }
        if span.last >= whole.last {
            return open;
        }
        first = first.max(span.last + 1);
    }
    open.push(Span { first, last: whole.last });
    open
}

/// Whether two lists of joined spans have an address in common.
pub(super) fn meet(left: &[Span], right: &[Span]) -> bool {
    let (few, many) = if left.len() < right.len() { (left, right) } else { (right, left) };
    few.iter().any(|span| !meeting(many, *span).is_empty())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    fn span(first: u128, last: u128) -> Span {
        Span { first, last }
    }

    #[test]
    fn what_is_uncovered_is_what_no_span_holds() {
        let whole = span(2, 9);
        assert_eq!(uncovered(whole, vec![]), [whole]);
        assert_eq!(uncovered(whole, vec![span(8, 20), span(4, 4), span(0, 2)]), [span(3, 3), span(5, 7)]);
        assert_eq!(uncovered(whole, vec![span(0, 5), span(6, 9)]), []);
        assert_eq!(uncovered(whole, vec![span(20, 30), span(0, 1)]), [whole]);
        assert_eq!(uncovered(span(0, u128::MAX), vec![span(1, u128::MAX)]), [span(0, 0)]);
    }

    #[test]
    fn joined_spans_are_found_by_what_they_meet() {
        let spans = joined(vec![span(7, 8), span(0, 1), span(2, 3), span(12, 15)]);
        assert_eq!(spans, [span(0, 3), span(7, 8), span(12, 15)]);
        assert_eq!(meeting(&spans, span(3, 7)), [span(0, 3), span(7, 8)]);
        assert!(meeting(&spans, span(4, 6)).is_empty());
        assert!(meet(&spans, &[span(9, 11), span(15, 15)]));
        assert!(!meet(&spans, &[span(4, 6), span(9, 11)]));
    }

    #[test]
    fn blocks_are_the_fewest() {
        let net = |text: &str| cidr::parse(text).unwrap();
        for (family, whole) in [(Family::Ipv4, "0.0.0.0/0"), (Family::Ipv6, "::/0"), (Family::Ipv4, "10.0.0.0/15")] {
            assert_eq!(Span::of(&net(whole)).blocks(family), [net(whole)]);
        }
        let cut = span(0x0a00_0001, 0x0a00_0004);
        assert_eq!(cut.blocks(Family::Ipv4), [net("10.0.0.1/32"), net("10.0.0.2/31"), net("10.0.0.4/32")]);
    }
}
