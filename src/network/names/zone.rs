//! What a private hosted zone says of a name.
//!
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>

use super::domain::{depth, is_below, normal, suffixes};
use crate::finding::Family;
use crate::id::AccountId;
use crate::network::Index;
use crate::snapshot::model::ResourceRecordSet;
use crate::snapshot::{Answer, Collection, Gap, Snapshot};

/// The records of a zone, if they were asked in the account that owns it.
pub(super) fn records<'i>(
    index: &'i Index<'_>,
    viewer: &AccountId,
    owner: Option<&str>,
    id: &str,
) -> Answer<&'i [ResourceRecordSet]> {
    let snapshot = index.snapshot();
    let owner = match owner.map(str::parse::<AccountId>) {
        Some(Ok(owner)) => owner,
        Some(Err(_)) | None => viewer.clone(),
    };
    let Some(account) = snapshot.accounts.get(&owner) else {
        return Answer::unknown(Gap::Foreign { owner });
    };
    let rest = snapshot.rest(Snapshot::global_question(&owner, Collection::ResourceRecordSets, id));
    if !rest.is_empty() {
        return Answer::Unknown(rest);
    }
    Answer::Known(account.resource_record_sets.get(id).map_or(&[], Vec::as_slice))
}

/// What a zone says of a name: the places of the record sets that say it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// Records of the type that was asked for.
    Records(Vec<usize>),
    /// Records that lead to another name.
    Cname(Vec<usize>),
    /// Servers elsewhere answer for a domain that the name is in.
    Delegated(usize),
    /// The name is there, but not with this type.
    NoSuchType,
    /// There is no such name.
    NoSuchName,
}

/// What a zone with these records says of a name in it.
pub(super) fn say(records: &[ResourceRecordSet], apex: &str, name: &str, family: Family) -> Says {
    let named: Vec<(String, &str)> =
        records.iter().map(|record| (normal(&record.name), record.r#type.as_deref().unwrap_or_default())).collect();
    let of = |name: &str, wanted: &str| -> Vec<usize> {
        let places = named.iter().enumerate();
        places.filter(|(_, (held, kind))| held == name && *kind == wanted).map(|(at, _)| at).collect()
    };
    // The cut nearest to the apex comes first on the way down.
    let mut cuts: Vec<&str> = suffixes(name).take_while(|domain| is_below(domain, apex)).collect();
    cuts.sort_by_key(|domain| depth(domain));
    if let Some(at) = cuts.iter().find_map(|cut| of(cut, "NS").first().copied()) {
        return Says::Delegated(at);
    }
    // A wildcard stands for names that are not there: those below the nearest name that is (RFC 4592). A name is there
    // when it has records or when something below it has.
    let exists = |domain: &str| named.iter().any(|(held, _)| held == domain || is_below(held, domain));
    let wanted = if exists(name) || name == apex {
        name.to_owned()
    } else {
        let nearest = suffixes(name).skip(1).find(|domain| exists(domain) || *domain == apex).unwrap_or(apex);
        let wildcard = format!("*.{nearest}");
        if !named.iter().any(|(held, _)| *held == wildcard) {
            return Says::NoSuchName;
        }
        wildcard
    };
    let kind = match family {
        Family::Ipv4 => "A",
        Family::Ipv6 => "AAAA",
    };
    let found = of(&wanted, kind);
    if !found.is_empty() {
        return Says::Records(found);
    }
    let found = of(&wanted, "CNAME");
    if found.is_empty() { Says::NoSuchType } else { Says::Cname(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(records: &[(&str, &str)]) -> Vec<ResourceRecordSet> {
        let records = records.iter().map(|(name, kind)| ResourceRecordSet {
            name: (*name).to_owned(),
            r#type: Some((*kind).to_owned()),
            ..ResourceRecordSet::default()
        });
        records.collect()
    }

    fn say(records: &[(&str, &str)], name: &str) -> Says {
        super::say(&zone(records), "x.test", name, Family::Ipv4)
    }

    #[test]
    fn a_record_of_the_type_comes_first_and_none_is_no_answer() {
        let records = [("x.test.", "SOA"), ("a.x.test.", "A"), ("a.x.test.", "AAAA"), ("b.x.test.", "CNAME")];
        assert_eq!(say(&records, "a.x.test"), Says::Records(vec![1]));
        assert_eq!(say(&records, "b.x.test"), Says::Cname(vec![3]));
        assert_eq!(say(&records, "x.test"), Says::NoSuchType);
        assert_eq!(say(&records, "c.x.test"), Says::NoSuchName);
    }

    #[test]
    fn a_wildcard_stands_for_names_below_the_nearest_that_is_there() {
        let records = [("\\052.x.test.", "A"), ("a.x.test.", "TXT"), ("deep.b.x.test.", "A")];
        assert_eq!(say(&records, "c.x.test"), Says::Records(vec![0]));
        assert_eq!(say(&records, "d.c.x.test"), Says::Records(vec![0]));
        assert_eq!(say(&records, "a.x.test"), Says::NoSuchType);
        assert_eq!(say(&records, "c.a.x.test"), Says::NoSuchName);
        assert_eq!(say(&records, "b.x.test"), Says::NoSuchType);
        assert_eq!(say(&records, "c.b.x.test"), Says::NoSuchName);
        assert_eq!(say(&records, "x.test"), Says::NoSuchType);
    }

    #[test]
    fn servers_elsewhere_answer_below_a_cut() {
        let records = [("x.test.", "NS"), ("a.x.test.", "NS"), ("b.a.x.test.", "A")];
        assert_eq!(say(&records, "b.a.x.test"), Says::Delegated(1));
        assert_eq!(say(&records, "a.x.test"), Says::Delegated(1));
        assert_eq!(say(&records, "b.x.test"), Says::NoSuchName);
    }
}
