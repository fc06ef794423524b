//! Amazon Resource Names, read.

use super::{NameError, Partition};
use std::str::FromStr;

/// The parts of an ARN that byway reads.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arn {
    /// The partition.
    pub partition: Partition,
    /// The service, such as `ec2`.
    pub service: String,
    /// The Region, empty for services without one.
    pub region: String,
    /// The account, empty for resources whose names need none.
    pub account: String,
    /// What follows the fifth colon.
    pub resource: String,
}

impl FromStr for Arn {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let error =
            || NameError { given: text.to_owned(), wanted: "an ARN, such as arn:aws:iam::111122223333:role/audit" };
        let mut parts = text.splitn(6, ':');
        let mut next = || parts.next().map(str::to_owned).ok_or_else(error);
        if next()? != "arn" {
            return Err(error());
        }
        let partition = next()?.parse().map_err(|_| error())?;
        Ok(Self { partition, service: next()?, region: next()?, account: next()?, resource: next()? })
    }
}
