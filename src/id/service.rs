//! Names of endpoint services.

use serde::{Deserialize, Serialize};

/// The name of a service that an endpoint reaches, such as `com.amazonaws.eu-west-1.ecr.api`.
///
/// Names are compared by their whole token, never by prefix or substring: `ec2` is not `ec2messages`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ServiceName(pub String);

impl ServiceName {
    /// The service's token: what follows the Region in the name, or what follows the partition's prefix in a name
    /// without a Region (`com.amazonaws.iam`). `None` for services of other accounts (`…vpce-svc-…`) and for names
    /// whose form AWS does not document.
    ///
    /// The forms are listed at <https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html>.
    pub fn token(&self) -> Option<&str> {
        if self.is_third_party() {
            return None;
        }
        let mut start = 0;
        for label in self.0.split('.') {
            let end = start + label.len();
            if super::Region::is_code(label) {
                return self.0.get(end + 1..).filter(|rest| !rest.is_empty());
            }
            start = end + 1;
        }
        ["cn.com.amazonaws.", "com.amazonaws.", "eu.amazonaws.", "api.aws.", "aws.api.", "aws."]
            .into_iter()
            .find_map(|prefix| self.0.strip_prefix(prefix))
            .filter(|rest| !rest.is_empty())
    }

    /// Whether the service belongs to another account's endpoint service and not to AWS.
    pub fn is_third_party(&self) -> bool {
        self.0.split('.').any(|label| label.starts_with("vpce-svc-"))
    }

    /// The name as AWS spells it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
