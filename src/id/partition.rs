//! Partitions and the names that differ between them.

use super::{NameError, Region};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A partition of AWS: a group of Regions with accounts, ARNs and DNS names of its own.
///
/// See <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Partition {
    /// Commercial Regions.
    Aws,
    /// China.
    AwsCn,
    /// GovCloud (US).
    AwsUsGov,
    /// European Sovereign Cloud.
    AwsEusc,
    /// Isolated Regions (US).
    AwsIso,
    /// Isolated Regions (US), secret.
    AwsIsoB,
    /// Isolated Regions (Europe).
    AwsIsoE,
    /// Isolated Regions (US), the fourth set.
    AwsIsoF,
}

impl Partition {
    /// Every partition byway knows.
    pub const ALL: [Self; 8] = [
        Self::Aws,
        Self::AwsCn,
        Self::AwsUsGov,
        Self::AwsEusc,
        Self::AwsIso,
        Self::AwsIsoB,
        Self::AwsIsoE,
        Self::AwsIsoF,
    ];

    /// The partition as it stands in an ARN.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsUsGov => "aws-us-gov",
            Self::AwsEusc => "aws-eusc",
            Self::AwsIso => "aws-iso",
            Self::AwsIsoB => "aws-iso-b",
            Self::AwsIsoE => "aws-iso-e",
            Self::AwsIsoF => "aws-iso-f",
        }
    }

    /// The suffix of the partition's regional service names, without dots at its ends.
    pub fn dns_suffix(self) -> &'static str {
        match self {
            Self::Aws | Self::AwsUsGov => "amazonaws.com",
            Self::AwsCn => "amazonaws.com.cn",
            Self::AwsEusc => "amazonaws.eu",
            Self::AwsIso => "c2s.ic.gov",
            Self::AwsIsoB => "sc2s.sgov.gov",
            Self::AwsIsoE => "cloud.adc-e.uk",
            Self::AwsIsoF => "csp.hci.ic.gov",
        }
    }

    /// The suffix of the partition's dual-stack service names, without dots at its ends.
    ///
    /// From the SDKs' partition metadata (`dualStackDnsSuffix`).
    pub fn dual_stack_dns_suffix(self) -> &'static str {
        match self {
            Self::Aws | Self::AwsUsGov => "api.aws",
            Self::AwsCn => "api.amazonwebservices.com.cn",
            Self::AwsEusc => "api.amazonwebservices.eu",
            Self::AwsIso => "api.aws.ic.gov",
            Self::AwsIsoB => "api.aws.scloud",
            Self::AwsIsoE => "api.cloud-aws.adc-e.uk",
            Self::AwsIsoF => "api.aws.hci.ic.gov",
        }
    }

    /// The partition a Region's code belongs to. An unknown code counts as commercial, as the SDKs do.
    pub fn of_region(region: &Region) -> Self {
        let code = region.as_str();
        let starts = |prefix: &str| code.starts_with(prefix);
        if starts("cn-") {
            Self::AwsCn
        } else if starts("us-gov-") {
            Self::AwsUsGov
        } else if starts("eusc-") {
            Self::AwsEusc
        } else if starts("us-isob-") {
            Self::AwsIsoB
        } else if starts("eu-isoe-") {
            Self::AwsIsoE
        } else if starts("us-isof-") || starts("eu-isof-") {
            Self::AwsIsoF
        } else if starts("us-iso-") {
            Self::AwsIso
        } else {
            Self::Aws
        }
    }
}

impl FromStr for Partition {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::ALL
            .into_iter()
            .find(|partition| partition.as_str() == text)
            .ok_or_else(|| NameError { given: text.to_owned(), wanted: "a partition, such as aws or aws-cn" })
    }
}

impl TryFrom<String> for Partition {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl From<Partition> for String {
    fn from(partition: Partition) -> Self {
        partition.as_str().to_owned()
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
