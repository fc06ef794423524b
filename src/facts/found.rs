//! Things that others name by id: found, or why not; and the views of other accounts and Regions.

use crate::id::{AccountId, Region};
use crate::network::{Index, Place, Seat};
use crate::snapshot::model::{Described, Tag};
use crate::snapshot::{Answer, Collection, Coverage, Gap, Gaps, Listing, Outcome, Question};

use super::Value;

/// A thing that another names: found, or why not.
pub(super) fn found<'i, T: Described>(
    place: &'i Place<'i>,
    shelf: &'i [T],
    collection: Collection,
    id: &str,
) -> Answer<Seat<'i, T>> {
    if let Some(thing) = place.find(shelf, id) {
        return Answer::Known(thing);
    }
    let rest = place.rest(collection, "");
    if rest.is_empty() {
        // The list was answered in full and does not show it: another account's, or gone between two answers.
        let question = place.question(collection, id);
        return Answer::unknown(Gap::NotSeen(Box::new(Coverage::new(question, Outcome::NotVisible))));
    }
    Answer::Unknown(rest)
}

/// The view of an account in a Region, or why there is none: the account was not asked at all, or not there.
pub(super) fn view<'i>(
    index: &'i Index<'i>,
    account: &str,
    region: &str,
    collection: Collection,
) -> Answer<&'i Place<'i>> {
    let held = index.places().iter().find(|place| place.account.as_str() == account && place.region.as_str() == region);
    if let Some(place) = held {
        return Answer::Known(place);
    }
    let (Ok(account), Ok(region)) = (account.parse::<AccountId>(), region.parse::<Region>()) else {
        return Answer::unknown(Gap::Unrecognised { field: "OwnerId".to_owned(), value: account.to_owned() });
    };
    if !index.snapshot().accounts.contains_key(&account) {
        return Answer::unknown(Gap::Foreign { owner: account });
    }
    Answer::Unknown(index.snapshot().rest(Question { account, region, collection, key: String::new() }))
}

/// Whether an account was asked at all.
pub(super) fn was_asked(index: &Index<'_>, account: &str) -> bool {
    account.parse::<AccountId>().is_ok_and(|account| index.snapshot().accounts.contains_key(&account))
}

/// A list of which the items are known one by one.
pub(super) fn gather<T>(answers: impl IntoIterator<Item = Answer<T>>, rest: Gaps) -> Listing<T> {
    let mut all = Listing::unseen(rest);
    for answer in answers {
        match answer {
            Answer::Known(item) => all.items.push(item),
            Answer::Unknown(gaps) => all.rest.extend(gaps),
        }
    }
    all
}

/// Each item once, in order.
pub(super) fn once<T: Ord>(mut list: Listing<T>) -> Listing<T> {
    list.items.sort();
    list.items.dedup();
    list
}

/// The keys of tags.
pub(super) fn tag_keys<'i>(tags: &'i [Tag]) -> Answer<Value<'i>> {
    Value::list(tags.iter().map(|tag| Value::text(&tag.key)))
}

/// A member that AWS documents as always there.
pub(super) fn malformed<T>(field: &str, at: &str) -> Answer<T> {
    Answer::unknown(Gap::Malformed { field: field.to_owned(), at: at.to_owned() })
}
