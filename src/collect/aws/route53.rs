//! Route 53.

mod record;

use super::each;
use crate::collect::ask::Seen;
use crate::collect::page::{Asking, Next};
use crate::id::Region;
use crate::snapshot::model::{HostedZone, HostedZoneConfig, HostedZoneOwner, HostedZoneSummary, LinkedService};
use crate::snapshot::{Collection, Items, Question};
use aws_sdk_route53::Client;
use aws_sdk_route53::types::{self as sdk, HostedZoneType, RrType, VpcRegion};

pub(crate) async fn ask(client: &Client, question: &Question, at: &Region, asking: &Asking) -> Seen {
    let key = question.key.as_str();
    match question.collection {
        Collection::HostedZones => zones(client, asking).await,
        Collection::HostedZonesByVpc => by_vpc(client, key, at, asking).await,
        Collection::HostedZoneVpcs => vpcs(client, key, asking).await,
        Collection::ResourceRecordSets => records(client, key, asking).await,
        other => Seen::misdirected(other),
    }
}

/// The size of page to ask for. Route 53 gives its largest without a word, so only a smaller one is said.
fn size(asking: &Asking) -> Option<i32> {
    asking.page_size().filter(|_| asking.is_taste())
}

/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html>
async fn vpcs(client: &Client, zone: &str, asking: &Asking) -> Seen {
    let pages = asking
        .every_page(async |_| {
            let answer = client.get_hosted_zone().id(zone).send().await?;
            Ok((answer.vpcs.map(|vpcs| each(Some(vpcs), record::hosted_zone_vpc)), Next::End))
        })
        .await;
    Seen::of(pages, Items::HostedZoneVpcs)
}

/// The next page begins at a name, a type and, among records that share both, an identifier.
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html>
async fn records(client: &Client, zone: &str, asking: &Asking) -> Seen {
    let pages = asking
        .every_page(async |from: Option<String>| {
            let mut call = client.list_resource_record_sets().hosted_zone_id(zone).set_max_items(size(asking));
            if let Some(from) = from {
                let mut parts = from.splitn(3, '\n');
                call = call
                    .set_start_record_name(parts.next().map(str::to_owned))
                    .set_start_record_type(parts.next().map(RrType::from))
                    .set_start_record_identifier(parts.next().map(str::to_owned));
            }
            let page = call.send().await?;
            let next = match (page.is_truncated, page.next_record_name, page.next_record_type) {
                (false, _, _) => Next::End,
                (true, Some(name), Some(kind)) => {
                    let identifier = page.next_record_identifier.map(|it| format!("\n{it}")).unwrap_or_default();
                    Next::Token(format!("{name}\n{}{identifier}", kind.as_str()))
                }
                (true, _, _) => Next::Lost,
            };
            Ok((Some(each(Some(page.resource_record_sets), record::resource_record_set)), next))
        })
        .await;
    Seen::of(pages, Items::ResourceRecordSets)
}

/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZones.html>
async fn zones(client: &Client, asking: &Asking) -> Seen {
    let pages = asking
        .every_page(async |marker: Option<String>| {
            let page = client
                .list_hosted_zones()
                .hosted_zone_type(HostedZoneType::PrivateHostedZone)
                .set_max_items(size(asking))
                .set_marker(marker)
                .send()
                .await?;
            let next = match (page.is_truncated, Next::of(page.next_marker)) {
                (false, _) => Next::End,
                (true, Next::End) => Next::Lost,
                (true, next) => next,
            };
            // NOTE: endpoints that do not know the type filter list public zones too.
            let private = page.hosted_zones.into_iter().map(hosted_zone).filter(is_private);
            Ok((Some(private.collect()), next))
        })
        .await;
    Seen::of(pages, Items::HostedZones)
}

/// The SDK has no paginator for this one.
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByVPC.html>
async fn by_vpc(client: &Client, vpc: &str, region: &Region, asking: &Asking) -> Seen {
    let pages = asking
        .every_page(async |token: Option<String>| {
            let page = client
                .list_hosted_zones_by_vpc()
                .vpc_id(vpc)
                .vpc_region(VpcRegion::from(region.as_str()))
                .set_max_items(size(asking))
                .set_next_token(token)
                .send()
                .await?;
            let zones = page.hosted_zone_summaries.into_iter().map(summary).collect();
            Ok((Some(zones), Next::of(page.next_token)))
        })
        .await;
    Seen::of(pages, Items::HostedZonesByVpc)
}

fn is_private(zone: &HostedZone) -> bool {
    zone.config.as_ref().and_then(|config| config.private_zone) != Some(false)
}

fn hosted_zone(zone: sdk::HostedZone) -> HostedZone {
    HostedZone {
        id: bare(zone.id),
        name: zone.name,
        // NOTE: the SDK fills a member that is required and missing with the empty string, which AWS never answers.
        caller_reference: Some(zone.caller_reference).filter(|reference| !reference.is_empty()),
        config: zone
            .config
            .map(|config| HostedZoneConfig { private_zone: Some(config.private_zone), comment: config.comment }),
        resource_record_set_count: zone.resource_record_set_count,
        linked_service: zone.linked_service.map(|linked| LinkedService {
            service_principal: linked.service_principal,
            description: linked.description,
        }),
    }
}

/// An id as every other operation takes it: without `/hostedzone/`.
fn bare(id: String) -> String {
    id.strip_prefix("/hostedzone/").map(str::to_owned).unwrap_or(id)
}

fn summary(zone: sdk::HostedZoneSummary) -> HostedZoneSummary {
    HostedZoneSummary {
        hosted_zone_id: bare(zone.hosted_zone_id),
        name: zone.name,
        owner: zone.owner.map(|owner| HostedZoneOwner {
            owning_account: owner.owning_account,
            owning_service: owner.owning_service,
        }),
    }
}
