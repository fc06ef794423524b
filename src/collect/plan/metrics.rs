//! Which metrics to sum: bytes through interface endpoints and through NAT gateways.

use crate::collect::ask::MetricQuery;
use crate::snapshot::Items;
use crate::snapshot::model::VpcEndpoint;

/// The namespaces asked for, which are the keys of the questions.
pub(super) const NAMESPACES: [&str; 2] = [ENDPOINTS, NAT];
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html>
const ENDPOINTS: &str = "AWS/PrivateLinkEndpoints";
/// <https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html>
const NAT: &str = "AWS/NATGateway";

/// The namespace and queries that follow from a listing, if any do. Gateway endpoints have no metrics.
pub(super) fn queries(items: &Items) -> Option<(&'static str, Vec<MetricQuery>)> {
    match items {
        Items::VpcEndpoints(endpoints) => Some((ENDPOINTS, endpoints.iter().filter_map(endpoint).collect())),
        Items::NatGateways(gateways) => {
            let bytes = |id: &String| MetricQuery {
                id: id.clone(),
                namespace: NAT,
                name: "BytesOutToDestination",
                dimensions: vec![("NatGatewayId", id.clone())],
            };
            Some((NAT, gateways.iter().map(|gateway| bytes(&gateway.nat_gateway_id)).collect()))
        }
        _ => None,
    }
}

fn endpoint(endpoint: &VpcEndpoint) -> Option<MetricQuery> {
    let kind = endpoint.vpc_endpoint_type.as_deref().filter(|kind| *kind != "Gateway")?;
    Some(MetricQuery {
        id: endpoint.vpc_endpoint_id.clone(),
        namespace: ENDPOINTS,
        name: "BytesProcessed",
        dimensions: vec![
            ("Endpoint Type", kind.to_owned()),
            ("Service Name", endpoint.service_name.clone()?),
            ("VPC Endpoint Id", endpoint.vpc_endpoint_id.clone()),
            ("VPC Id", endpoint.vpc_id.clone()?),
        ],
    })
}
