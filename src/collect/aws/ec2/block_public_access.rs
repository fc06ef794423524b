//! VPC Block Public Access.

use super::super::{time, word};
use super::tags;
use crate::snapshot::model::{VpcBlockPublicAccessExclusion, VpcBlockPublicAccessOptions};
use aws_sdk_ec2::types as sdk;

pub(super) fn vpc_block_public_access_options(it: sdk::VpcBlockPublicAccessOptions) -> VpcBlockPublicAccessOptions {
    VpcBlockPublicAccessOptions {
        aws_account_id: it.aws_account_id,
        aws_region: it.aws_region.unwrap_or_default(),
        state: word(it.state),
        internet_gateway_block_mode: word(it.internet_gateway_block_mode),
        reason: it.reason,
        last_update_timestamp: time(it.last_update_timestamp),
        managed_by: word(it.managed_by),
        exclusions_allowed: word(it.exclusions_allowed),
    }
}

pub(super) fn vpc_block_public_access_exclusion(
    it: sdk::VpcBlockPublicAccessExclusion,
) -> VpcBlockPublicAccessExclusion {
    VpcBlockPublicAccessExclusion {
        exclusion_id: it.exclusion_id.unwrap_or_default(),
        internet_gateway_exclusion_mode: word(it.internet_gateway_exclusion_mode),
        resource_arn: it.resource_arn,
        state: word(it.state),
        reason: it.reason,
        creation_timestamp: time(it.creation_timestamp),
        last_update_timestamp: time(it.last_update_timestamp),
        deletion_timestamp: time(it.deletion_timestamp),
        tags: tags(it.tags),
    }
}
