//! The options of a policy and what they are set to.

use super::fault::nearest;
use crate::facts::Type;
use std::fmt;

/// What an option is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Text.
    Text(String),
}

impl Worth {
    /// Its type.
    pub fn kind(&self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::Text,
        }
    }

    /// Reads a value of the same type from text.
    pub(super) fn read(&self, text: &str) -> Option<Self> {
        match self {
            Self::Bool(_) => text.parse().ok().map(Self::Bool),
            Self::Number(_) => text.parse().ok().map(Self::Number),
            Self::Text(_) => Some(Self::Text(text.to_owned())),
        }
    }
}

impl fmt::Display for Worth {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(out, "{value}"),
            Self::Number(value) => write!(out, "{value}"),
            Self::Text(value) => out.write_str(value),
        }
    }
}

/// An option of a policy, as it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name, `option.name` in conditions.
    pub name: String,
    /// What it is unless set.
    pub default: Worth,
    /// What it does, one sentence.
    pub say: String,
    /// What it is set to.
    pub value: Worth,
}

impl Setting {
    /// Its type, for ever that of its default.
    pub fn kind(&self) -> Type {
        self.default.kind()
    }
}

/// An option that cannot be set so. Usually the user's typing error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionError {
    /// The policy has no such option.
    #[error("the policy `{policy}` has no option `{name}`; {hint}")]
    Unknown {
        /// The policy.
        policy: String,
        /// The name given.
        name: String,
        /// One thing to do.
        hint: String,
    },
    /// The value is of another type.
    #[error("the option `{name}` of `{policy}` cannot be `{given}`; give a {wanted}, such as `{default}`")]
    Misfit {
        /// The policy.
        policy: String,
        /// The option.
        name: String,
        /// The value given.
        given: String,
        /// The type it has.
        wanted: Type,
        /// Its default.
        default: Worth,
    },
}

/// Sets an option by its name.
pub(super) fn set(settings: &mut [Setting], policy: &str, name: &str, text: &str) -> Result<(), OptionError> {
    let names: Vec<String> = settings.iter().map(|setting| setting.name.clone()).collect();
    let Some(setting) = settings.iter_mut().find(|setting| setting.name == name) else {
        let hint = nearest(name, names.iter().map(String::as_str)).unwrap_or_else(|| {
            if names.is_empty() { "it has none".to_owned() } else { format!("it has `{}`", names.join("`, `")) }
        });
        return Err(OptionError::Unknown { policy: policy.to_owned(), name: name.to_owned(), hint });
    };
    match setting.default.read(text) {
        Some(value) => {
            setting.value = value;
            Ok(())
        }
        None => Err(OptionError::Misfit {
            policy: policy.to_owned(),
            name: name.to_owned(),
            given: text.to_owned(),
            wanted: setting.kind(),
            default: setting.default.clone(),
        }),
    }
}
