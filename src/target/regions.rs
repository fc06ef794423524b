//! Regions on offer, and whether the ones the user named are among them.

use super::profile::nearest;
use super::{TargetError, Whole};
use crate::id::Region;
use crate::snapshot::model::RegionOnOffer;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::operation::describe_regions::DescribeRegionsError;
use aws_types::SdkConfig;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A Region as the SDK describes it.
pub(crate) fn region_on_offer(region: aws_sdk_ec2::types::Region) -> RegionOnOffer {
    RegionOnOffer { region_name: region.region_name, endpoint: region.endpoint, opt_in_status: region.opt_in_status }
}

/// AWS's refusal to list the Regions on offer, as the SDK tells it.
pub(crate) type NoOffer = Arc<SdkError<DescribeRegionsError>>;

/// What AWS said of the Regions on offer when the account was opened.
#[derive(Debug, Default)]
pub(super) struct Offer {
    /// Every Region that the account may use or opt in to.
    pub(super) regions: Option<Vec<RegionOnOffer>>,
    /// AWS's refusal; asking again would only have it said twice.
    pub(super) refusal: Option<NoOffer>,
}

/// Every Region that the account may use or opt in to, if AWS says.
///
/// Not being allowed to list Regions must not keep anyone from auditing one they can name, so that is no error.
pub(super) async fn on_offer(config: &SdkConfig) -> Offer {
    let config = aws_sdk_ec2::config::Builder::from(config).interceptor(Whole).build();
    match aws_sdk_ec2::Client::from_conf(config).describe_regions().all_regions(true).send().await {
        Ok(answer) => {
            let regions = answer.regions.map(|regions| regions.into_iter().map(region_on_offer).collect::<Vec<_>>());
            // A list that is odd is asked for again by the crawl, which records what is odd about it.
            let is_sound = |regions: &Vec<RegionOnOffer>| {
                !regions.is_empty() && regions.iter().all(|region| region.region_name.is_some())
            };
            Offer { regions: regions.filter(is_sound), refusal: None }
        }
        Err(error) => {
            tracing::info!(cause = %super::Cause::of(&error), "the Regions on offer could not be listed at once");
            let code = error.as_service_error().and_then(ProvideErrorMetadata::code);
            let is_refused = code == Some("UnauthorizedOperation");
            Offer { regions: None, refusal: is_refused.then(|| Arc::new(error)) }
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
