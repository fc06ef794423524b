//! Prefix lists: their addresses, and which one is a service's.
//!
//! AWS's lists come with their addresses from DescribePrefixLists; GetManagedPrefixListEntries answers for the
//! customer's, and for AWS's where the first answer held none
//! (<https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>).

use super::{Place, cidr};
use crate::finding::Family;
use crate::id::{Region, ServiceName};
use crate::snapshot::model::ManagedPrefixList;
use crate::snapshot::{Answer, Collection, Gap, Gaps, Listing};
use ipnet::IpNet;

/// The prefix list of an AWS service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceList<'p> {
    /// The list's id, `pl-…`.
    pub id: &'p str,
    /// The list's name, which is the service's.
    pub name: &'p str,
}

/// Who keeps a list, as far as it was seen.
enum Keeper {
    Aws,
    Customer,
    Unseen,
}

/// The addresses of a list, if they are all known.
pub fn entries(place: &Place<'_>, id: &str) -> Answer<Vec<IpNet>> {
    let Listing { items, rest } = listed_entries(place, id);
    if rest.is_empty() { Answer::Known(items) } else { Answer::Unknown(rest) }
}

/// The addresses of a list as far as they are known.
///
/// A customer's list answered in full may be empty; a service's list never is, so no address means an answer that
/// cannot be used.
pub fn listed_entries(place: &Place<'_>, id: &str) -> Listing<IpNet> {
    let inline = place.find(&place.view.prefix_lists, id);
    if let Some(seat) = inline
        && !seat.it.cidrs.is_empty()
    {
        return read(id, "Cidrs", seat.it.cidrs.iter().map(String::as_str));
    }
    let rest = place.rest(Collection::PrefixListEntries, id);
    let listed = place.rest(Collection::PrefixLists, "");
    let entries = place.view.prefix_list_entries.get(id).map(Vec::as_slice).unwrap_or_default();
    let doubts = match (keeper(place, id), rest.is_empty()) {
        (Keeper::Aws, false) if inline.is_some() => rest,
        // Either answer would have held the addresses, so both are named.
        (Keeper::Aws, false) => rest.union(listed),
        (Keeper::Customer, _) => rest,
        (Keeper::Unseen, false) => rest.union(listed).union(place.rest(Collection::ManagedPrefixLists, "")),
        (Keeper::Aws, true) if entries.is_empty() => malformed("Cidrs", id).into(),
        (Keeper::Unseen, true) if entries.is_empty() => listed,
        (Keeper::Aws | Keeper::Unseen, true) => Gaps::none(),
    };
    let mut held = read(id, "Cidr", entries.iter().map(|entry| entry.cidr.as_str()));
    held.rest.extend(doubts);
    held
}

/// The list of a service in this Region, by the whole token of its name; known to be none only where AWS's lists were
/// answered in full.
///
/// INVARIANT: names are compared by token, never by substring: `s3` is not `s3express`.
pub fn service_list<'p>(place: &'p Place<'_>, token: &str) -> Answer<Option<ServiceList<'p>>> {
    let mut found = Vec::new();
    let mut gaps = Gaps::none();
    for (id, name) in aws_lists(place) {
        match name {
            Some(name) if is_of(place, name, token) => found.push(ServiceList { id, name }),
            Some(_) => {}
            None => gaps.extend(malformed("PrefixListName", id).into()),
        }
    }
    found.sort();
    found.dedup();
    match found.as_slice() {
        [] => {
            let listed = place.rest(Collection::PrefixLists, "");
            let managed = place.rest(Collection::ManagedPrefixLists, "");
            if !listed.is_empty() && !managed.is_empty() {
                gaps.extend(listed.union(managed));
            }
            if gaps.is_empty() { Answer::Known(None) } else { Answer::Unknown(gaps) }
        }
        [one] => Answer::Known(Some(*one)),
        several => {
            let ids: Vec<&str> = several.iter().map(|list| list.id).collect();
            Answer::unknown(Gap::Ambiguous { what: format!("{} all bear the name of service {token}", ids.join(", ")) })
        }
    }
}

/// The service a list of AWS's belongs to, by token; `None` for a customer's list and for one not seen.
pub(super) fn token_of(place: &Place<'_>, id: &str) -> Option<String> {
    let mut names = aws_lists(place).filter(|(held, _)| *held == id).filter_map(|(_, name)| name);
    names.find_map(|name| ServiceName(name.to_owned()).token().map(str::to_owned))
}

/// The ids of AWS's own lists that were seen.
pub(super) fn aws_list_ids<'p>(place: &'p Place<'_>) -> Vec<&'p str> {
    let mut ids: Vec<&str> = aws_lists(place).map(|(id, _)| id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The one family a list's addresses are of, if an answer says so without them.
///
/// Only of a customer's list: AWS's own lists of services are described as IPv4 and may hold IPv6 addresses too, since
/// S3's gateway endpoints took up IPv6.
pub(super) fn family_of(place: &Place<'_>, id: &str) -> Option<Family> {
    let list = place.find(&place.view.managed_prefix_lists, id)?.it;
    if is_aws(list) {
        return None;
    }
    match list.address_family.as_deref()? {
        "IPv4" => Some(Family::Ipv4),
        "IPv6" => Some(Family::Ipv6),
        // A third family would be news, and news says nothing about the two.
        _ => None,
    }
}

/// AWS's own lists, with their names. Those of one operation come before those of the other, so one may come twice.
fn aws_lists<'p>(place: &'p Place<'_>) -> impl Iterator<Item = (&'p str, Option<&'p str>)> {
    let inline = place.view.prefix_lists.iter();
    let managed = place.view.managed_prefix_lists.iter().filter(|list| is_aws(list));
    inline
        .map(|list| (list.prefix_list_id.as_str(), list.prefix_list_name.as_deref()))
        .chain(managed.map(|list| (list.prefix_list_id.as_str(), list.prefix_list_name.as_deref())))
}

fn is_aws(list: &ManagedPrefixList) -> bool {
    list.owner_id.as_deref() == Some("AWS")
}

fn is_of(place: &Place<'_>, name: &str, token: &str) -> bool {
    let region = name.split('.').find(|label| Region::is_code(label));
    region.is_none_or(|region| region == place.region.as_str()) && ServiceName(name.to_owned()).token() == Some(token)
}

fn keeper(place: &Place<'_>, id: &str) -> Keeper {
    if place.find(&place.view.prefix_lists, id).is_some() {
        return Keeper::Aws;
    }
    match place.find(&place.view.managed_prefix_lists, id) {
        Some(seat) if is_aws(seat.it) => Keeper::Aws,
        Some(seat) if seat.it.owner_id.is_some() => Keeper::Customer,
        Some(_) | None => Keeper::Unseen,
    }
}

fn read<'t>(id: &str, field: &str, blocks: impl Iterator<Item = &'t str>) -> Listing<IpNet> {
    let mut nets = Listing::complete(Vec::new());
    for block in blocks {
        match cidr::parse(block) {
            Some(net) => nets.items.push(net),
            None => nets.rest.extend(malformed(field, id).into()),
        }
    }
    nets.items.sort();
    nets.items.dedup();
    nets
}

fn malformed(field: &str, id: &str) -> Gap {
    Gap::Malformed { field: field.to_owned(), at: id.to_owned() }
}
