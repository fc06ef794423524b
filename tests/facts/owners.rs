//! Facts of what an account offers and keeps: endpoint services, Resolver endpoints, flow logs, zones; and what another
//! account's things leave unknown.

use super::Row;

pub const WORLDS: &[(&str, &[Row])] = &[
    (
        "zonal-services",
        &[
            ("resolver_endpoint", "rslvr-in-two", "zone_ids", "euw1-az1, euw1-az2"),
            ("resolver_endpoint", "rslvr-in-two", "addresses", "10.0.0.53, 10.0.1.53"),
            ("resolver_endpoint", "rslvr-in-leaving", "addresses", "10.0.0.56"),
            ("resolver_endpoint", "rslvr-in-outpost", "on_outpost", "yes"),
            ("resolver_endpoint", "rslvr-in-alone", "only_inbound", "yes"),
            ("resolver_endpoint", "rslvr-out-one", "only_inbound", "no"),
            ("endpoint_service", "vpce-svc-wide", "zones", "euw1-az1, euw1-az2"),
            ("endpoint_service", "vpce-svc-wide", "vpc_ids", "vpc-one"),
            ("endpoint_service", "vpce-svc-wide", "load_balancer_zones", "eu-west-1a, eu-west-1b"),
            ("endpoint_service", "vpce-svc-wide", "acceptance_required", "yes"),
            ("endpoint_service", "vpce-svc-wide", "principals", ""),
            ("endpoint_service", "vpce-svc-wide", "connection_states", ""),
            ("endpoint_service", "vpce-svc-small", "vpc_spans_zones", "no"),
            ("endpoint_service", "vpce-svc-gw-a", "type", "GatewayLoadBalancer"),
            ("endpoint_service", "vpce-svc-gw-a", "has_zonal_sibling", "yes"),
            ("endpoint_service", "vpce-svc-gw-lone", "has_zonal_sibling", "no"),
            ("flow_log", "fl-one", "resource_id", "vpc-one"),
            ("flow_log", "fl-one", "traffic_type", "ALL"),
            ("flow_log", "fl-one", "destination_type", "cloud-watch-logs"),
            ("flow_log", "fl-one", "destination", "fl-one"),
            ("flow_log", "fl-rejects", "resource_id", "subnet-one-a"),
            ("flow_log", "fl-rejects", "traffic_type", "REJECT"),
            ("subnet", "subnet-tight", "free_addresses", "7"),
            ("subnet", "subnet-tight", "endpoint_ids", "vpce-sns"),
            ("subnet", "subnet-six", "ipv6_only", "yes"),
        ],
    ),
    (
        "central-peering",
        &[
            ("zone", "ZSQS vpc-near", "owner", "111122223333"),
            ("zone", "ZSQS vpc-near", "record_count", "3"),
            ("zone", "ZSQS vpc-near", "record_names", "sqs.eu-west-1.amazonaws.com."),
            ("zone", "ZSQS vpc-near", "service_names", "sqs.eu-west-1.amazonaws.com"),
            ("record", "ZSQS /ResourceRecordSets/0", "type", "A"),
            ("record", "ZSQS /ResourceRecordSets/1", "type", "NS"),
            ("record", "ZSQS /ResourceRecordSets/1", "ttl", "172800"),
        ],
    ),
    (
        "shared-vpc",
        &[
            ("vpc", "vpc-shared", "shared", "yes"),
            ("subnet", "subnet-shared", "shared", "yes"),
            ("subnet", "subnet-shared", "endpoint_ids", "…"),
        ],
    ),
    (
        "zonal-services-unread",
        &[
            ("endpoint_service", "vpce-svc-one", "vpc_ids", "…"),
            ("endpoint_service", "vpce-svc-one", "zone_count", "1"),
            ("resolver_endpoint", "rslvr-in-two", "zone_count", "?"),
            ("resolver_endpoint", "rslvr-in-two", "address_count", "2"),
            ("subnet", "subnet-one-a", "has_endpoint", "?"),
        ],
    ),
];
