//! Which accounts, and the way into each: what `--accounts` and `--org-role` name.

use super::role::{Role, is_name};
use crate::id::{AccountId, Partition};
use crate::snapshot::model::OrganizationAccount;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// An account as a user names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedAccount {
    /// By its number; the role is everybody's.
    Number(AccountId),
    /// By a role in it.
    Role(Role),
}

impl NamedAccount {
    fn account(&self) -> &AccountId {
        match self {
            Self::Number(account) => account,
            Self::Role(role) => &role.account,
        }
    }

    fn read(given: &str) -> Option<Self> {
        match given.parse() {
            Ok(account) => Some(Self::Number(account)),
            Err(_) => Role::new(given, None).ok().map(Self::Role),
        }
    }
}

/// The name of a role that many accounts have, with its path if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleName(String);

impl FromStr for RoleName {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        if is_name(given) {
            Ok(Self(given.trim_start_matches('/').to_owned()))
        } else {
            Err("give the role's name, with its path if it has one, such as audit or security/audit".to_owned())
        }
    }
}

/// What is wrong with the accounts named. The user's, all of it.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// The file is not there, or not readable, or no text.
    #[error("cannot read `{}` of --accounts; name a file with one account a line, or the accounts themselves", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line or a part that names no account.
    #[error("{place}: `{given}` is no account; write twelve digits, or a role as arn:aws:iam::111122223333:role/audit")]
    NoAccount {
        /// File and line, or the option.
        place: String,
        /// What stands there.
        given: String,
    },
    /// One account by two ways.
    #[error("{place}: account {account} is named before, and with another role; name it once")]
    Twice {
        /// File and line, or the option.
        place: String,
        /// The account.
        account: AccountId,
    },
    /// Nothing is named at all.
    #[error("{place} names no account; write one a line, as twelve digits or as the ARN of a role")]
    Empty {
        /// The file, or the option.
        place: String,
    },
    /// A number without a role.
    #[error("account {account} is named without a role; give `--org-role`, or name its role's ARN in --accounts")]
    NoRole {
        /// The account.
        account: AccountId,
    },
}

/// The accounts of `--accounts`: numbers and roles' ARNs joined by commas, or a file with one a line.
///
/// What begins like an account is one; everything else is a file, as `./123` is. In a file, what follows a `#` is a
/// comment.
///
/// # Errors
///
/// [`AccountsError`], for the first mistake.
pub fn named(given: &str) -> Result<Vec<NamedAccount>, AccountsError> {
    if given.starts_with("arn:") || given.starts_with(|first: char| first.is_ascii_digit()) {
        let parts = given.split(',').map(|part| ("--accounts".to_owned(), part.trim()));
        return all(parts.filter(|(_, part)| !part.is_empty()), "--accounts");
    }
    let file = Path::new(given);
    let text = std::fs::read_to_string(file).map_err(|source| AccountsError::File { file: file.to_owned(), source })?;
    let lines = text.trim_start_matches('\u{feff}').lines().zip(1_usize..).map(|(line, number)| {
        let line = line.split_once('#').map_or(line, |(before, _)| before);
        (format!("`{given}` line {number}"), line.trim())
    });
    all(lines.filter(|(_, line)| !line.is_empty()), &format!("`{given}`"))
}

fn all<'a>(parts: impl Iterator<Item = (String, &'a str)>, whole: &str) -> Result<Vec<NamedAccount>, AccountsError> {
    let mut accounts: BTreeMap<AccountId, NamedAccount> = BTreeMap::new();
    for (place, given) in parts {
        let named = NamedAccount::read(given)
            .ok_or_else(|| AccountsError::NoAccount { place: place.clone(), given: given.to_owned() })?;
        let account = named.account().clone();
        if accounts.get(&account).is_some_and(|earlier| earlier != &named) {
            return Err(AccountsError::Twice { place, account });
        }
        accounts.insert(account, named);
    }
    if accounts.is_empty() {
        return Err(AccountsError::Empty { place: whole.to_owned() });
    }
    Ok(accounts.into_values().collect())
}

/// The way into an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// With the credentials at hand: it is the caller's own.
    AtHand,
    /// By a role.
    Role(Role),
}

/// Accounts to crawl, each with the way into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doors(pub BTreeMap<AccountId, Way>);

impl Doors {
    /// The way into each of `named`. A bare number is the caller's own account, or opened by the role of `name`.
    ///
    /// # Errors
    ///
    /// [`AccountsError::NoRole`] for a number with neither.
    pub fn of_named(
        named: &[NamedAccount],
        name: Option<&RoleName>,
        caller: &AccountId,
        partition: Partition,
        external_id: Option<&str>,
    ) -> Result<Self, AccountsError> {
        let way = |named: &NamedAccount| match (named, name) {
            (NamedAccount::Role(role), _) => {
                Ok(Way::Role(Role { external_id: external_id.map(str::to_owned), ..role.clone() }))
            }
            (NamedAccount::Number(account), _) if account == caller => Ok(Way::AtHand),
            (NamedAccount::Number(account), Some(RoleName(name))) => {
                Ok(Way::Role(Role::named(name, account, partition, external_id.map(str::to_owned))))
            }
            (NamedAccount::Number(account), None) => Err(AccountsError::NoRole { account: account.clone() }),
        };
        let doors = named.iter().map(|named| Ok((named.account().clone(), way(named)?)));
        Ok(Self(doors.collect::<Result<_, AccountsError>>()?))
    }

    /// The way into every account of the organization that is in use.
    pub fn of_organization(
        accounts: &[OrganizationAccount],
        RoleName(name): &RoleName,
        caller: &AccountId,
        partition: Partition,
        external_id: Option<&str>,
    ) -> Self {
        let in_use = accounts.iter().filter(|account| account.is_in_use());
        let doors = in_use.filter_map(|account| account.id.parse().ok()).map(|account: AccountId| {
            let way = if &account == caller {
                Way::AtHand
            } else {
                Way::Role(Role::named(name, &account, partition, external_id.map(str::to_owned)))
            };
            (account, way)
        });
        Self(doors.collect())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    const ROLE: &str = "arn:aws:iam::222233334444:role/path/audit";

    fn said(given: &str) -> String {
        named(given).unwrap_err().to_string()
    }

    fn in_file(text: &str) -> Result<Vec<NamedAccount>, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.txt");
        std::fs::write(&file, text).unwrap();
        named(file.to_str().unwrap())
            .map_err(|error| error.to_string().replace(folder.path().to_str().unwrap(), "").replace("/acc", "acc"))
    }

    #[test]
    fn numbers_and_roles_are_read_from_a_list_or_a_file() {
        let listed = named(&format!("111122223333, {ROLE},111122223333")).unwrap();
        assert_eq!(listed.len(), 2);
        let filed =
            in_file(&format!("\u{feff}# all of them\r\n111122223333 # own\r\n\r\n{ROLE}\r\n111122223333")).unwrap();
        assert_eq!(filed, listed);
    }

    #[test]
    fn a_mistake_names_its_place_and_what_to_do() {
        assert_eq!(
            in_file("111122223333\n# ok\n11112222333\n").unwrap_err(),
            "`accounts.txt` line 3: `11112222333` is no account; write twelve digits, or a role as arn:aws:iam::111122223333:role/audit"
        );
        assert!(in_file("# nobody\n\n").unwrap_err().starts_with("`accounts.txt` names no account"));
        assert!(in_file(&format!("222233334444\n{ROLE}")).unwrap_err().contains("line 2: account 222233334444"));
        assert_eq!(named("111122223333,").unwrap().len(), 1);
        assert!(said("111122223333,prod").starts_with("--accounts: `prod` is no account"));
        assert!(said("arn:aws:iam::222233334444:user/a").contains("is no account"));
        assert!(said("no-such-file").starts_with("cannot read `no-such-file` of --accounts"));
    }

    #[test]
    fn the_callers_own_account_needs_no_role_and_others_do() {
        let caller: AccountId = "111122223333".parse().unwrap();
        let both = named("111122223333,222233334444").unwrap();
        let without = Doors::of_named(&both, None, &caller, Partition::AwsCn, None).unwrap_err();
        assert!(without.to_string().contains("account 222233334444 is named without a role"));
        let name: RoleName = "/security/audit".parse().unwrap();
        let Doors(doors) = Doors::of_named(&both, Some(&name), &caller, Partition::AwsCn, Some("x")).unwrap();
        let ways: Vec<&Way> = doors.values().collect();
        assert_eq!(ways.first(), Some(&&Way::AtHand));
        assert!(matches!(ways.last(), Some(Way::Role(role))
            if role.arn == "arn:aws-cn:iam::222233334444:role/security/audit" && role.external_id.as_deref() == Some("x")));
    }
}
