//! Small arithmetic over blocks of addresses. Owns what "every public address" means.

use crate::finding::Family;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Reads a block as AWS prints it. Host bits are cut off, as AWS itself does when it stores a route
/// (<https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html>).
pub fn parse(text: &str) -> Option<IpNet> {
    text.parse::<IpNet>().ok().map(|net| net.trunc())
}

/// The family of a block.
pub fn family(net: &IpNet) -> Family {
    match net {
        IpNet::V4(_) => Family::Ipv4,
        IpNet::V6(_) => Family::Ipv6,
    }
}

/// Every address of a family.
pub fn whole(family: Family) -> IpNet {
    match family {
        Family::Ipv4 => IpNet::V4(Ipv4Net::default()),
        Family::Ipv6 => IpNet::V6(Ipv6Net::default()),
    }
}

/// Whether two blocks have an address in common. Blocks never cross: then one contains the other.
pub fn overlaps(left: &IpNet, right: &IpNet) -> bool {
    left.contains(right) || right.contains(left)
}

/// How many addresses a block has. A float, because `::/0` has one more than a `u128` holds; powers of two are exact.
pub fn size(net: &IpNet) -> f64 {
    f64::from(net.max_prefix_len() - net.prefix_len()).exp2()
}

/// The share of `whole` that is `part`, 0 where `whole` does not contain it.
pub fn share(part: &IpNet, whole: &IpNet) -> f64 {
    if whole.contains(part) { (-f64::from(part.prefix_len() - whole.prefix_len())).exp2() } else { 0.0 }
}

/// IPv4 blocks that no service of AWS answers from: private, shared (RFC 6598), loopback, link-local, reserved,
/// benchmarking and multicast ones, after <https://www.iana.org/assignments/iana-ipv4-special-registry/>.
///
/// NOTE: the ranges for documentation (192.0.2.0/24 and its like) stay public. That costs an Unknown at worst, and
/// keeps worlds drawn with such addresses honest.
const NOT_PUBLIC: [([u8; 4], u8); 11] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// Every public address of a family, as disjoint blocks in order: IPv4 without the special ranges, IPv6 `2000::/3`.
pub fn public(family: Family) -> Vec<IpNet> {
    match family {
        Family::Ipv4 => {
            let special: Vec<IpNet> = NOT_PUBLIC
                .iter()
                .filter_map(|(octets, length)| Ipv4Net::new(Ipv4Addr::from(*octets), *length).ok())
                .map(IpNet::V4)
                .collect();
            without(&[whole(family)], &special)
        }
        Family::Ipv6 => {
            Ipv6Net::new(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3).map(IpNet::V6).into_iter().collect()
        }
    }
}

/// Whether a block has a public address.
pub fn has_public(net: &IpNet) -> bool {
    public(family(net)).iter().any(|block| overlaps(block, net))
}

/// Whether all addresses of a block are public.
pub fn is_public(net: &IpNet) -> bool {
    match net {
        IpNet::V4(four) => !NOT_PUBLIC.iter().any(|(octets, length)| {
            Ipv4Net::new(Ipv4Addr::from(*octets), *length)
                .is_ok_and(|special| special.contains(four) || four.contains(&special))
        }),
        IpNet::V6(_) => public(Family::Ipv6).iter().any(|block| block.contains(net)),
    }
}

/// The addresses of `blocks` that are in none of `holes`, as disjoint blocks in order.
pub fn without(blocks: &[IpNet], holes: &[IpNet]) -> Vec<IpNet> {
    let holes = IpNet::aggregate(&holes.to_vec());
    let mut left = Vec::new();
    let mut open = IpNet::aggregate(&blocks.to_vec());
    while let Some(block) = open.pop() {
        let cut: Vec<&IpNet> = holes.iter().filter(|hole| overlaps(hole, &block)).collect();
        if cut.is_empty() {
            left.push(block);
        } else if !cut.iter().any(|hole| hole.contains(&block)) {
            // A hole lies strictly inside, so the block is longer than one address and has two halves.
            open.extend(block.subnets(block.prefix_len() + 1).into_iter().flatten());
        }
    }
    left.sort();
    left
}

/// Cuts a block into blocks along `edges`: each piece lies wholly in or wholly out of every edge.
pub(super) fn cut(block: IpNet, edges: &[IpNet]) -> Vec<IpNet> {
    let mut inside: Vec<IpNet> =
        edges.iter().filter(|edge| **edge != block && block.contains(*edge)).copied().collect();
    inside.sort();
    inside.dedup();
    let mut pieces = Vec::new();
    let mut open = vec![(block, inside)];
    while let Some((block, inside)) = open.pop() {
        let halves = if inside.is_empty() { None } else { block.subnets(block.prefix_len() + 1).ok() };
        let Some(halves) = halves else {
            pieces.push(block);
            continue;
        };
        for half in halves {
            let within = inside.iter().filter(|edge| **edge != half && half.contains(*edge)).copied().collect();
            open.push((half, within));
        }
    }
    pieces.sort();
    pieces
}

/// The first address of a block as a number, and the last.
pub(super) fn bounds(net: &IpNet) -> (u128, u128) {
    match net {
        IpNet::V4(net) => (u128::from(net.network().to_bits()), u128::from(net.broadcast().to_bits())),
        IpNet::V6(net) => (net.network().to_bits(), net.broadcast().to_bits()),
    }
}

/// A block of `net` that is in none of its `children`, which are disjoint, inside it and in order; `None` where they
/// leave nothing. The first such block, as large as it can be.
pub(super) fn first_gap(net: &IpNet, children: &[IpNet]) -> Option<IpNet> {
    let (mut cursor, end) = bounds(net);
    let mut stop = end;
    for child in children {
        let (first, last) = bounds(child);
        if first > cursor {
            stop = first - 1;
            break;
        }
        if last >= end {
            return None;
        }
        cursor = last + 1;
    }
    (net.prefix_len()..=net.max_prefix_len())
        .filter_map(|length| block_at(cursor, length, net))
        .find(|block| bounds(block).0 == cursor && bounds(block).1 <= stop)
}

fn block_at(address: u128, length: u8, like: &IpNet) -> Option<IpNet> {
    let address = match like {
        IpNet::V4(_) => IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(address).ok()?)),
        IpNet::V6(_) => IpAddr::V6(Ipv6Addr::from_bits(address)),
    };
    IpNet::new(address, length).ok().map(|net| net.trunc())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    fn net(text: &str) -> IpNet {
        parse(text).unwrap()
    }

    #[test]
    fn host_bits_are_cut_and_nonsense_is_refused() {
        assert_eq!(net("10.1.2.3/8"), "10.0.0.0/8".parse().unwrap());
        assert_eq!(net("2001:db8::1/32"), "2001:db8::/32".parse().unwrap());
        for text in ["", "10.0.0.0", "10.0.0.0/33", "::/129", "0.0.0.0/-1", "ten/8"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn sizes_and_shares_hold_for_the_largest_blocks() {
        assert_eq!(size(&net("::/0")), 2f64.powi(128));
        assert_eq!(size(&net("10.0.0.0/32")), 1.0);
        assert_eq!(share(&net("::/1"), &net("::/0")), 0.5);
        assert_eq!(share(&net("10.0.0.0/24"), &net("10.0.0.0/16")), 1.0 / 256.0);
        assert_eq!(share(&net("11.0.0.0/24"), &net("10.0.0.0/16")), 0.0);
    }

    #[test]
    fn public_space_has_no_private_address_and_every_other() {
        for private in ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.31.0.0/16", "127.0.0.1/32", "fd00::/8"] {
            assert!(!has_public(&net(private)), "{private}");
        }
        for open in ["52.216.0.0/15", "0.0.0.0/0", "::/0", "2600:1f00::/24", "100.0.0.0/8", "223.255.255.255/32"] {
            assert!(has_public(&net(open)), "{open}");
        }
        let special: f64 = NOT_PUBLIC.iter().map(|(_, length)| f64::from(32 - length).exp2()).sum();
        assert_eq!(public(Family::Ipv4).iter().map(size).sum::<f64>(), 2f64.powi(32) - special);
    }

    #[test]
    fn the_first_gap_is_the_largest_block_before_the_next_child() {
        let children = [net("10.0.0.0/10"), net("10.128.0.0/9")];
        assert_eq!(first_gap(&net("10.0.0.0/8"), &children), Some(net("10.64.0.0/10")));
        assert_eq!(first_gap(&net("10.0.0.0/8"), &[net("10.0.0.0/9"), net("10.128.0.0/9")]), None);
        assert_eq!(first_gap(&net("::/0"), &[net("8000::/1")]), Some(net("::/1")));
        assert_eq!(first_gap(&net("::/0"), &[net("::/1"), net("8000::/1")]), None);
        assert_eq!(first_gap(&net("0.0.0.0/0"), &[]), Some(net("0.0.0.0/0")));
    }
}
