//! Whether a network interface belongs to something that sends traffic of its own.

use crate::snapshot::model::NetworkInterface;
use crate::snapshot::{Answer, Gap};

/// Interface types of things that only carry traffic of others.
///
/// The types are listed at <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>.
const CARRIERS: [&str; 9] = [
    "vpc_endpoint",
    "gateway_load_balancer_endpoint",
    "gateway_load_balancer",
    "network_load_balancer",
    "load_balancer",
    "nat_gateway",
    "transit_gateway",
    "ec2_instance_connect_endpoint",
    "efs",
];

/// Interface types whose interfaces AWS manages for a workload of the customer's.
const MANAGED_WORKLOADS: [&str; 3] = ["lambda", "branch", "trunk"];

/// Interface types that AWS manages for itself, beside the carriers.
const MANAGED: [&str; 9] = [
    "interface",
    "efa",
    "efa-only",
    "quicksight",
    "global_accelerator_managed",
    "api_gateway_managed",
    "iot_rules_managed",
    "aws_codestar_connections_managed",
    "evs",
];

/// Whether an interface belongs to a workload: it is not a carrier's, and the customer manages it or it is one that
/// AWS manages for a workload (Lambda, ECS, EKS).
///
/// `RequesterManaged` absent means that AWS did not say it manages the interface. A type that byway does not know
/// decides nothing where the customer manages the interface, and is unknown where AWS does.
pub fn is_workload(interface: &NetworkInterface) -> Answer<bool> {
    let given = interface.interface_type.as_deref().unwrap_or("interface");
    // NOTE: the SDK says `natGateway` where the API documents `nat_gateway`.
    let kind = if given == "natGateway" { "nat_gateway" } else { given };
    if CARRIERS.contains(&kind) {
        return Answer::Known(false);
    }
    if interface.requester_managed != Some(true) || MANAGED_WORKLOADS.contains(&kind) {
        return Answer::Known(true);
    }
    if MANAGED.contains(&kind) {
        // Fargate's interfaces are AWS's, of type `interface`, and described by the ARN of the task's attachment.
        let description = interface.description.as_deref().unwrap_or_default();
        return Answer::Known(description.starts_with("arn:") && description.split(':').nth(2) == Some("ecs"));
    }
    Answer::unknown(Gap::Unrecognised {
        field: format!("InterfaceType of {}", interface.network_interface_id),
        value: given.to_owned(),
    })
}
