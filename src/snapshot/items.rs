//! Things of one collection, on their way into a snapshot or out of it.

use super::Collection;
use super::collection::each_collection;
use super::model::*;
use serde_json::Value;

macro_rules! items {
    ($($(#[$doc:meta])* $name:ident($thing:ident) in $scope:ident $shape:ident $field:ident,
        $operation:literal, $member:literal, $cli:literal, $key:literal;)*) => {
        /// Things of one collection, on their way into a snapshot or out of it.
        #[derive(Clone, Debug, PartialEq)]
        #[expect(missing_docs, reason = "each variant is the collection of its name")]
        pub enum Items {
            $($name(Vec<$thing>),)*
        }

        impl Items {
            /// Reads things as the AWS CLI prints them.
            ///
            /// # Errors
            ///
            /// [`ItemsError`] names the first thing that is not one.
            pub fn from_json(collection: Collection, list: Vec<Value>) -> Result<Self, ItemsError> {
                Ok(match collection { $(Collection::$name => Self::$name(parse(collection, list)?),)* })
            }

            /// The things as the AWS CLI prints them.
            pub fn to_json(&self) -> Vec<Value> {
                match self { $(Self::$name(items) => items.iter().filter_map(|item| serde_json::to_value(item).ok()).collect(),)* }
            }

            /// Adds things of the same collection; things of another are left out.
            pub fn append(&mut self, more: Self) {
                match (self, more) {
                    $((Self::$name(held), Self::$name(more)) => held.extend(more),)*
                    (held, more) => debug_assert!(false, "{} and {}", held.collection(), more.collection()),
                }
            }

            /// No things of this collection.
            pub fn none(collection: Collection) -> Self {
                match collection { $(Collection::$name => Self::$name(Vec::new()),)* }
            }

            /// How many things there are.
            pub fn len(&self) -> usize {
                match self { $(Self::$name(items) => items.len(),)* }
            }

            /// The collection these things belong to.
            pub fn collection(&self) -> Collection {
                match self { $(Self::$name(_) => Collection::$name,)* }
            }

            /// Keeps the things at the places that `keep` says yes to.
            pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
                let mut at = 0;
                let mut next = move || { at += 1; keep(at - 1) };
                match self { $(Self::$name(items) => items.retain(|_| next()),)* }
            }

            /// Whether some thing has no id.
            pub fn has_empty_id(&self) -> bool {
                match self { $(Self::$name(items) => items.iter().any(|item| item.id().is_empty()),)* }
            }
        }
    };
}
each_collection!(items);

impl Items {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// AWS's JSON is not what the operation answers. Usually the fault of whoever made or edited the file.
#[derive(Debug, thiserror::Error)]
pub enum ItemsError {
    /// A thing does not have the shape AWS documents.
    #[error("item {at} of {collection} does not have the shape AWS documents")]
    Shape {
        /// The operation.
        collection: Collection,
        /// The item's place in the list, from zero.
        at: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A thing has no id.
    #[error("item {at} of {collection} has no id")]
    NoId {
        /// The operation.
        collection: Collection,
        /// The item's place in the list, from zero.
        at: usize,
    },
}

fn parse<T: Described>(collection: Collection, list: Vec<Value>) -> Result<Vec<T>, ItemsError> {
    list.into_iter()
        .enumerate()
        .map(|(at, value)| {
            let item: T =
                serde_json::from_value(value).map_err(|source| ItemsError::Shape { collection, at, source })?;
            if item.id().is_empty() { Err(ItemsError::NoId { collection, at }) } else { Ok(item) }
        })
        .collect()
}

impl ItemsError {
    /// The same mistake, of the thing at another place of its list.
    #[must_use]
    pub fn at(self, place: usize) -> Self {
        match self {
            Self::Shape { collection, at: _, source } => Self::Shape { collection, at: place, source },
            Self::NoId { collection, at: _ } => Self::NoId { collection, at: place },
        }
    }
}
