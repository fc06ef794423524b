//! Facts of peering connections, transit gateways, routes into other networks and into other zones.

use super::Row;

pub const WORLDS: &[(&str, &[Row])] = &[
    (
        "walk-peering-states",
        &[
            ("peering", "pcx-active", "active", "yes"),
            ("peering", "pcx-active", "requester_vpc_id", "vpc-near"),
            ("peering", "pcx-active", "requester_cidrs", "10.0.0.0/16"),
            ("peering", "pcx-active", "accepter_cidrs", "10.1.0.0/16"),
            ("peering", "pcx-active", "requester_route_table_ids", "rtb-near"),
            ("peering", "pcx-active", "accepter_route_table_ids", "rtb-active"),
            ("peering", "pcx-active", "accepter_lets_resolve", "no"),
            ("peering", "pcx-pending", "active", "no"),
            ("peering", "pcx-pending", "status", "pending-acceptance"),
            ("peering", "pcx-pending", "accepter_cidrs", "…"),
            ("peering", "pcx-frankfurt", "accepter_region", "eu-central-1"),
            ("peering", "pcx-frankfurt", "accepter_route_table_ids", "rtb-frankfurt"),
            ("peering", "pcx-foreign", "accepter_account", "444455556666"),
            ("peering", "pcx-foreign", "accepter_cidrs", "10.9.0.0/16"),
            ("peering", "pcx-foreign", "accepter_route_table_ids", "…"),
            ("peering", "pcx-foreign", "accepter_lets_resolve", "?"),
        ],
    ),
    (
        "walk-tgw-tables",
        &[
            ("transit_gateway", "tgw-hub", "shared", "no"),
            ("transit_gateway", "tgw-hub", "route_table_ids", "tgw-rtb-main"),
            (
                "transit_gateway",
                "tgw-hub",
                "vpc_ids",
                "vpc-alone, vpc-client, vpc-detour, vpc-moved, vpc-open, vpc-part, vpc-pending, vpc-quiet",
            ),
            ("transit_gateway_attachment", "tgw-attach-client", "resource_id", "vpc-client"),
            ("transit_gateway_attachment", "tgw-attach-client", "subnet_ids", "subnet-client"),
            ("transit_gateway_attachment", "tgw-attach-client", "zone_ids", "euw1-az1"),
            ("transit_gateway_attachment", "tgw-attach-client", "route_table_id", "tgw-rtb-main"),
            ("transit_gateway_attachment", "tgw-attach-client", "propagates_to_ids", "tgw-rtb-main"),
            ("transit_gateway_attachment", "tgw-attach-quiet", "propagates_to_ids", ""),
            ("transit_gateway_attachment", "tgw-attach-alone", "route_table_id", ""),
            ("transit_gateway_attachment", "tgw-attach-alone", "routes", ""),
            ("transit_gateway_attachment", "tgw-attach-pending", "state", "pendingAcceptance"),
            (
                "transit_gateway_attachment",
                "tgw-attach-client",
                "routes",
                "10.1.0.0/16 to tgw-attach-client (propagated, active), \
                 10.2.0.0/16 to tgw-attach-open (propagated, active), \
                 10.3.0.0/16 to tgw-attach-detour (static, active), \
                 10.4.0.0/16 to tgw-attach-detour (propagated, active), \
                 10.5.0.0/16 to tgw-attach-part (propagated, active), \
                 10.5.1.128/25 to nothing (static, blackhole), \
                 10.7.0.0/16 to tgw-attach-alone (propagated, active), \
                 10.9.0.0/16 to tgw-attach-open (static, active)",
            ),
        ],
    ),
    (
        "far",
        &[
            ("route", "rtb-peered /Routes/0", "endpoint_service", "s3"),
            ("route", "rtb-peered /Routes/0", "far_side_has_endpoint", "no"),
            ("route", "rtb-served /Routes/0", "far_side_has_endpoint", "yes"),
            ("route", "rtb-inspected /Routes/0", "far_side_has_endpoint", "yes"),
            ("route", "rtb-dark /Routes/0", "far_side_asked", "no"),
            ("endpoint", "vpce-far-sqs", "service_region", "us-west-2"),
            ("endpoint", "vpce-far-sqs", "offered_here", "yes"),
            ("endpoint", "vpce-far-odd", "offered_here", "no"),
            ("endpoint", "vpce-far-iam", "global_service", "yes"),
            ("endpoint", "vpce-mute", "service_region", "eu-west-1"),
        ],
    ),
    (
        "zonal-inspection",
        &[
            ("route_table", "rtb-edge", "gateway_ids", "igw-app"),
            ("route_table", "rtb-a", "reach", "private"),
            ("route", "rtb-c /Routes/0", "gwlb_zone_id", "euw1-az1"),
            ("route", "rtb-c /Routes/0", "other_zone_subnet_ids", "subnet-app-c"),
            ("route", "rtb-c /Routes/0", "unserved_zone_ids", "euw1-az3"),
            ("route", "rtb-b /Routes/0", "unserved_zone_ids", ""),
            ("route", "rtb-tgw /Routes/0", "other_zone_subnet_ids", ""),
            ("transit_gateway_attachment", "tgw-attach-central", "appliance_mode", "yes"),
        ],
    ),
];
