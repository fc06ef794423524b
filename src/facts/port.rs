//! Which ports a service listens on, and what an inbound rule admits.

use crate::network::{Ports, TCP, rule_opens};
use crate::snapshot::Answer;
use crate::snapshot::Listing;
use crate::snapshot::model::{IpPermission, SecurityGroup};

const HTTPS: [Ports; 1] = [Ports::one(443)];
const SMTP: [Ports; 5] = [Ports::one(25), Ports::one(465), Ports::one(587), Ports::one(2465), Ports::one(2587)];
const TRANSFER: [Ports; 3] = [Ports { first: 21, last: 22 }, Ports::one(990), Ports { first: 8192, last: 8200 }];
const CASSANDRA: [Ports; 2] = [Ports::one(9142), Ports::one(443)];
const DEVICES: [Ports; 3] = [Ports::one(443), Ports::one(8443), Ports::one(8883)];

/// The ports of an AWS service's endpoint, by token. Every one not named here is an HTTPS API.
///
/// SMTP: <https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html>; Transfer Family:
/// <https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html>; Keyspaces:
/// <https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html>; IoT Core's devices:
/// <https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html>. Any one of them makes the endpoint usable,
/// so any one suffices.
pub(super) fn of_service(token: &str) -> &'static [Ports] {
    match token {
        "email-smtp" => &SMTP,
        "transfer.server" => &TRANSFER,
        "cassandra" | "cassandra-fips" => &CASSANDRA,
        "iot.data" => &DEVICES,
        _ => &HTTPS,
    }
}

/// Whether a rule lets TCP in to one of these ports, from anywhere. A rule without a source admits nothing.
pub(super) fn admits(group: &SecurityGroup, rule: &IpPermission, ports: &[Ports]) -> Answer<bool> {
    rule_opens(group, rule, TCP, ports)
}

/// Whether some inbound rule of a group passes `test`.
pub(super) fn some_inbound(group: &SecurityGroup, mut test: impl FnMut(&IpPermission) -> Answer<bool>) -> Answer<bool> {
    Listing::complete(group.ip_permissions.iter().collect()).exists(|rule| test(rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_with_a_port_of_its_own_is_reached_by_it() {
        for (token, port, reached) in [
            ("cassandra", 9142, true),
            ("cassandra-fips", 9142, true),
            ("iot.data", 8883, true),
            ("iot.credentials", 8883, false),
            ("sqs", 9142, false),
            ("sqs", 443, true),
            ("transfer.server", 8195, true),
            ("transfer", 22, false),
        ] {
            let holds = of_service(token).iter().any(|ports| ports.contains(Ports::one(port)));
            assert_eq!(holds, reached, "{token} {port}");
        }
    }
}
