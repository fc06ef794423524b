//! Protocols and ports as the rules of groups and ACLs write them.
//!
//! An ICMP type and code stand as one port, type by 256 plus code, so that a rule covers a range of ports whatever its
//! protocol. Packets do not say their ICMP type: those of ICMP are of every type.

use super::{Packets, Ports, TCP, UDP};

/// ICMP.
const ICMP: u8 = 1;
/// ICMP for IPv6.
const ICMPV6: u8 = 58;

/// The protocols of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protocol {
    Every,
    One(u8),
}

impl Protocol {
    /// A number as text, `-1` for every protocol.
    pub(super) fn number(text: &str) -> Option<Self> {
        if text == "-1" { Some(Self::Every) } else { text.parse().ok().map(Self::One) }
    }

    /// A number, or one of the names that groups have.
    pub(super) fn name_or_number(text: &str) -> Option<Self> {
        let names = [("tcp", TCP), ("udp", UDP), ("icmp", ICMP), ("icmpv6", ICMPV6)];
        let named = names.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
        named.map(|(_, number)| Self::One(number)).or_else(|| Self::number(text))
    }

    pub(super) fn takes(self, protocol: u8) -> bool {
        match self {
            Self::Every => true,
            Self::One(one) => one == protocol,
        }
    }

    /// Whether rules of it have ports.
    pub(super) fn has_ports(self) -> bool {
        self == Self::One(TCP) || self == Self::One(UDP)
    }

    /// Whether rules of it have types and codes.
    pub(super) fn has_types(self) -> bool {
        self == Self::One(ICMP) || self == Self::One(ICMPV6)
    }
}

/// A range of ports, if it is one.
pub(super) fn ports(first: Option<i64>, last: Option<i64>) -> Option<Ports> {
    let (first, last) = (u16::try_from(first?).ok()?, u16::try_from(last?).ok()?);
    (first <= last).then_some(Ports { first, last })
}

/// The ICMP types and codes that a type and a code stand for; -1 is every one, and so is neither of them.
pub(super) fn types(of: Option<i64>, code: Option<i64>) -> Option<Ports> {
    match (of, code) {
        (None, None) | (Some(-1), Some(-1)) => Some(Ports::ALL),
        (Some(of), Some(code)) => {
            let first = u16::from(u8::try_from(of).ok()?) << 8;
            match code {
                -1 => Some(Ports { first, last: first | 0xff }),
                code => Some(Ports::one(first | u16::from(u8::try_from(code).ok()?))),
            }
        }
        (Some(_), None) | (None, Some(_)) => None,
    }
}

/// The ports that a filter is asked about: those that packets go to, in both directions.
pub(super) fn asked(packets: &Packets) -> Ports {
    if packets.has_ports() { packets.destination_ports } else { Ports::ALL }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_any_case_and_numbers_as_text() {
        for (text, protocol) in [
            ("-1", Some(Protocol::Every)),
            ("tcp", Some(Protocol::One(6))),
            ("UDP", Some(Protocol::One(17))),
            ("Icmp", Some(Protocol::One(1))),
            ("icmpv6", Some(Protocol::One(58))),
            ("58", Some(Protocol::One(58))),
            ("0", Some(Protocol::One(0))),
            ("256", None),
            ("all", None),
            ("", None),
        ] {
            assert_eq!(Protocol::name_or_number(text), protocol, "{text}");
        }
        assert_eq!(Protocol::number("tcp"), None);
    }

    #[test]
    fn a_type_without_a_code_is_every_code_of_it() {
        assert_eq!(types(Some(-1), Some(-1)), Some(Ports::ALL));
        assert_eq!(types(None, None), Some(Ports::ALL));
        assert_eq!(types(Some(3), Some(-1)), Some(Ports { first: 768, last: 1023 }));
        assert_eq!(types(Some(3), Some(4)), Some(Ports::one(772)));
        for (of, code) in [(Some(-1), Some(0)), (Some(256), Some(0)), (Some(3), Some(256)), (Some(3), None)] {
            assert_eq!(types(of, code), None, "{of:?} {code:?}");
        }
    }

    #[test]
    fn a_range_that_is_none_is_not_read() {
        assert_eq!(ports(Some(0), Some(65535)), Some(Ports::ALL));
        for (first, last) in [(Some(-1), Some(-1)), (Some(0), Some(65536)), (Some(9), Some(8)), (None, Some(1))] {
            assert_eq!(ports(first, last), None, "{first:?} {last:?}");
        }
    }
}
