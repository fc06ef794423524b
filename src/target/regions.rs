//! Regions on offer, and whether the ones the user named are among them.

use super::TargetError;
use super::profile::nearest;
use crate::id::Region;
use crate::snapshot::model::RegionOnOffer;
use aws_types::SdkConfig;
use std::collections::BTreeSet;

/// A Region as the SDK describes it.
pub(crate) fn region_on_offer(region: aws_sdk_ec2::types::Region) -> RegionOnOffer {
    RegionOnOffer { region_name: region.region_name, endpoint: region.endpoint, opt_in_status: region.opt_in_status }
}

/// Every Region that the account may use or opt in to, or none if AWS does not say.
///
/// Not being allowed to list Regions must not keep anyone from auditing one they can name, so that is no error.
pub(super) async fn on_offer(config: &SdkConfig) -> Option<Vec<RegionOnOffer>> {
    let asked = aws_sdk_ec2::Client::new(config).describe_regions().all_regions(true).send().await;
    match asked {
        Ok(answer) => answer
            .regions
            .map(|regions| regions.into_iter().map(region_on_offer).collect::<Vec<_>>())
            .filter(|regions| !regions.is_empty()),
        Err(error) => {
            tracing::info!(cause = %super::Cause::of(&error), "cannot check that the named Regions exist");
            None
        }
    }
}

/// Fails for the first named Region that is not on offer.
pub(super) fn must_be_on_offer(named: &[Region], offer: &[RegionOnOffer]) -> Result<(), TargetError> {
    let codes: BTreeSet<&str> = offer.iter().filter_map(|region| region.region_name.as_deref()).collect();
    match named.iter().find(|region| !codes.contains(region.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(TargetError::UnknownRegion {
            name: unknown.to_string(),
            nearest: nearest(unknown.as_str(), codes.into_iter()).and_then(|code| code.parse().ok()),
        }),
    }
}
