//! Regions, and the place of what has none.

use super::NameError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A Region's code such as `eu-west-1`, or `global` for services that have no Region (Route 53).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

impl Region {
    /// The place of resources that belong to no Region.
    pub fn global() -> Self {
        Self("global".to_owned())
    }

    /// Whether this is [`Region::global`].
    pub fn is_global(&self) -> bool {
        self.0 == "global"
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` is spelled like a Region's code: lower-case words joined by `-`, a number last.
    ///
    /// New Regions appear every year, so this asks for the form and never for membership of a list.
    pub fn is_code(text: &str) -> bool {
        let mut words = text.split('-').rev();
        let number = words.next().unwrap_or_default();
        let words: Vec<&str> = words.collect();
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && words.len() >= 2
            && words.iter().all(|word| {
                !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            })
    }
}

impl FromStr for Region {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        if text == "global" || Self::is_code(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError { given: text.to_owned(), wanted: "a Region's code, such as eu-west-1" })
        }
    }
}

impl TryFrom<String> for Region {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
