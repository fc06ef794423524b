//! EC2: one call per collection, every page at the largest size AWS allows.
//!
//! Page sizes are always sent: EC2 gives calls without one a smaller allowance.
//! <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>

mod gateway;
mod network_interface;
mod prefix_list;
mod route_table;
mod security_group;
mod vpc;
mod vpc_endpoint;

use super::each;
use crate::collect::ask::Seen;
use crate::collect::outcome::Trouble;
use crate::collect::page::{Asking, Next, Pages};
use crate::snapshot::model::Tag;
use crate::snapshot::{Collection, Items, Outcome, Question};
use aws_sdk_ec2::Client;
use aws_sdk_ec2::types as sdk;

/// What most operations allow.
const LARGE: i32 = 1000;
/// What route tables, managed prefix lists and their entries allow.
const SMALL: i32 = 100;

/// Every page of a paged operation, turned by `$turn`.
macro_rules! pages {
    ($asking:expr, $call:expr, $size:expr, $list:ident, $turn:path) => {
        $asking.every_page(async |token: Option<String>| {
            let page = $call.max_results($size).set_next_token(token).send().await?;
            Ok((page.$list.map(|list| each(Some(list), $turn)), Next::of(page.next_token)))
        })
    };
}

pub(crate) async fn ask(client: &Client, question: &Question, asking: &Asking) -> Seen {
    let key = question.key.as_str();
    match question.collection {
        Collection::Regions => Seen::of(
            asking
                .every_page(async |_| {
                    let answer = client.describe_regions().all_regions(true).send().await?;
                    Ok((answer.regions.map(|list| each(Some(list), crate::target::region_on_offer)), Next::End))
                })
                .await,
            Items::Regions,
        ),
        Collection::AvailabilityZones => Seen::of(
            asking
                .every_page(async |_| {
                    let answer = client.describe_availability_zones().send().await?;
                    Ok((answer.availability_zones.map(|list| each(Some(list), vpc::availability_zone)), Next::End))
                })
                .await,
            Items::AvailabilityZones,
        ),
        Collection::VpcAttributes => vpc_attribute(client, key, asking).await,
        Collection::Vpcs => Seen::of(pages!(asking, client.describe_vpcs(), LARGE, vpcs, vpc::vpc).await, Items::Vpcs),
        Collection::Subnets => {
            Seen::of(pages!(asking, client.describe_subnets(), LARGE, subnets, vpc::subnet).await, Items::Subnets)
        }
        Collection::RouteTables => Seen::of(
            pages!(asking, client.describe_route_tables(), SMALL, route_tables, route_table::route_table).await,
            Items::RouteTables,
        ),
        Collection::VpcEndpoints => Seen::of(
            pages!(asking, client.describe_vpc_endpoints(), LARGE, vpc_endpoints, vpc_endpoint::vpc_endpoint).await,
            Items::VpcEndpoints,
        ),
        Collection::VpcEndpointServices => Seen::of(
            pages!(asking, client.describe_vpc_endpoint_services(), LARGE, service_details, vpc_endpoint::service)
                .await,
            Items::VpcEndpointServices,
        ),
        Collection::PrefixLists => Seen::of(
            pages!(asking, client.describe_prefix_lists(), LARGE, prefix_lists, prefix_list::prefix_list).await,
            Items::PrefixLists,
        ),
        Collection::ManagedPrefixLists => Seen::of(
            pages!(asking, client.describe_managed_prefix_lists(), SMALL, prefix_lists, prefix_list::managed).await,
            Items::ManagedPrefixLists,
        ),
        Collection::PrefixListEntries => Seen::of(
            pages!(
                asking,
                client.get_managed_prefix_list_entries().prefix_list_id(key),
                SMALL,
                entries,
                prefix_list::entry
            )
            .await,
            Items::PrefixListEntries,
        ),
        Collection::SecurityGroups => Seen::of(
            pages!(asking, client.describe_security_groups(), LARGE, security_groups, security_group::security_group)
                .await,
            Items::SecurityGroups,
        ),
        Collection::NetworkInterfaces => Seen::of(
            pages!(
                asking,
                // Interfaces of managed resources carry traffic too, whether the account shows or hides them.
                client.describe_network_interfaces().include_managed_resources(true),
                LARGE,
                network_interfaces,
                network_interface::network_interface
            )
            .await,
            Items::NetworkInterfaces,
        ),
        Collection::NatGateways => Seen::of(
            pages!(asking, client.describe_nat_gateways(), LARGE, nat_gateways, gateway::nat_gateway).await,
            Items::NatGateways,
        ),
        Collection::InternetGateways => Seen::of(
            pages!(asking, client.describe_internet_gateways(), LARGE, internet_gateways, gateway::internet_gateway)
                .await,
            Items::InternetGateways,
        ),
        Collection::HostedZones | Collection::HostedZonesByVpc => {
            // Our own fault, said as a question that failed.
            let trouble = Trouble::ours(Outcome::Failed, "Fault", "byway asked EC2 what only Route 53 knows");
            Seen { items: Items::none(question.collection), pages: 0, trouble: Some(trouble) }
        }
    }
}

/// The key is `<vpc>/<attribute>`: AWS answers one attribute a call.
async fn vpc_attribute(client: &Client, key: &str, asking: &Asking) -> Seen {
    let (vpc, attribute) = key.split_once('/').unwrap_or((key, ""));
    let call = client.describe_vpc_attribute().vpc_id(vpc).attribute(sdk::VpcAttributeName::from(attribute)).send();
    let (items, trouble) = match asking.once(call).await.map(vpc::vpc_attribute) {
        Err(trouble) => (Vec::new(), Some(trouble)),
        Ok(seen) if seen.vpc_id == vpc && vpc::has_attribute(&seen, attribute) => (vec![seen], None),
        Ok(_) => {
            let message = format!("the answer has no `{attribute}` of `{vpc}`");
            (Vec::new(), Some(Trouble::ours(Outcome::Failed, "NoAttribute", message)))
        }
    };
    let pages = u64::from(trouble.is_none());
    Seen::of(Pages { items, pages, trouble }, Items::VpcAttributes)
}

fn tag(tag: sdk::Tag) -> Tag {
    Tag { key: tag.key.unwrap_or_default(), value: tag.value.unwrap_or_default() }
}

fn tags(tags: Option<Vec<sdk::Tag>>) -> Vec<Tag> {
    each(tags, tag)
}
