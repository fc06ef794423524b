//! What a verdict is about.

use crate::id::{AccountId, Partition, Region, ResourceId};
use crate::snapshot::Collection;

/// A list that could not be walked in full: the subject of an Unknown that stands for things not seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The partition.
    pub partition: Partition,
    /// The account asked.
    pub account: AccountId,
    /// The Region asked, `global` for what has none.
    pub region: Region,
    /// The list.
    pub collection: Collection,
    /// The key of a keyed collection, empty otherwise.
    pub key: String,
}

impl Scope {
    /// The name of the scope in place of a resource's id: the operation, and its key if it has one.
    pub fn name(&self) -> String {
        if self.key.is_empty() {
            self.collection.operation().to_owned()
        } else {
            format!("{} {}", self.collection.operation(), self.key)
        }
    }

    /// What stands for an ARN in the fingerprint; no ARN names a list.
    pub fn identity(&self) -> String {
        format!("{}/{}/{}/{}/{}", self.partition, self.account, self.region, self.collection.operation(), self.key)
    }
}

/// What a verdict is about: a thing, or a list that could not be walked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A thing of AWS's.
    Resource(ResourceId),
    /// A list that could not be walked in full.
    Scope(Scope),
}

impl Subject {
    /// The id, or the name of the scope.
    pub fn id(&self) -> String {
        match self {
            Self::Resource(resource) => resource.id.clone(),
            Self::Scope(scope) => scope.name(),
        }
    }

    /// The ARN, if the subject has one.
    pub fn arn(&self) -> Option<String> {
        match self {
            Self::Resource(resource) => Some(resource.arn()),
            Self::Scope(_) => None,
        }
    }

    /// The string that identifies the subject in fingerprints: its ARN, or the scope's path.
    pub fn identity(&self) -> String {
        match self {
            Self::Resource(resource) => resource.arn(),
            Self::Scope(scope) => scope.identity(),
        }
    }

    /// The type: that of the ARN, or `scope`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Resource(resource) => resource.kind.arn_type(),
            Self::Scope(_) => "scope",
        }
    }

    /// The Region.
    pub fn region(&self) -> &Region {
        match self {
            Self::Resource(resource) => &resource.region,
            Self::Scope(scope) => &scope.region,
        }
    }
}
