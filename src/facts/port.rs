//! Which ports a service listens on, and what an inbound rule admits.

use crate::snapshot::model::{IpPermission, SecurityGroup};
use crate::snapshot::{Answer, Gap, Gaps};

/// The ports of an AWS service's endpoint, by token. Every one not named here is an HTTPS API.
///
/// SMTP: <https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html>; Transfer Family:
/// <https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html>; Keyspaces:
/// <https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html>; IoT Core's devices:
/// <https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html>. Any one of them makes the endpoint usable,
/// so any one suffices.
pub(super) fn of_service(token: &str) -> &'static [std::ops::RangeInclusive<i64>] {
    match token {
        "email-smtp" => &[25..=25, 465..=465, 587..=587, 2465..=2465, 2587..=2587],
        "transfer.server" => &[21..=22, 990..=990, 8192..=8200],
        "cassandra" | "cassandra-fips" => &[9142..=9142, 443..=443],
        "iot.data" => &[443..=443, 8443..=8443, 8883..=8883],
        _ => &[443..=443],
    }
}

/// Whether a rule lets TCP in to one of these ports, from anywhere. A rule without a source admits nothing.
pub(super) fn admits(
    group: &SecurityGroup,
    rule: &IpPermission,
    ports: &[std::ops::RangeInclusive<i64>],
) -> Answer<bool> {
    if !has_source(rule) {
        return Answer::Known(false);
    }
    let malformed =
        |field: &str| Answer::unknown(Gap::Malformed { field: field.to_owned(), at: group.group_id.clone() });
    match rule.ip_protocol.as_deref() {
        None => malformed("IpProtocol"),
        Some("-1") => Answer::Known(true),
        Some("tcp" | "6") => match (rule.from_port, rule.to_port) {
            (Some(from), Some(to)) if from >= 0 && to >= from => {
                Answer::Known(ports.iter().any(|range| from <= *range.end() && *range.start() <= to))
            }
            (Some(_), Some(_) | None) | (None, Some(_) | None) => malformed("FromPort"),
        },
        Some(_) => Answer::Known(false),
    }
}

/// Whether a rule names anyone whom it lets in.
pub(super) fn has_source(rule: &IpPermission) -> bool {
    !(rule.ip_ranges.is_empty()
        && rule.ipv6_ranges.is_empty()
        && rule.prefix_list_ids.is_empty()
        && rule.user_id_group_pairs.is_empty())
}

/// Whether some inbound rule of a group passes `test`.
pub(super) fn some_inbound(group: &SecurityGroup, mut test: impl FnMut(&IpPermission) -> Answer<bool>) -> Answer<bool> {
    let mut gaps = Gaps::none();
    for rule in &group.ip_permissions {
        match test(rule) {
            Answer::Known(true) => return Answer::Known(true),
            Answer::Known(false) => {}
            Answer::Unknown(more) => gaps.extend(more),
        }
    }
    if gaps.is_empty() { Answer::Known(false) } else { Answer::Unknown(gaps) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::model::IpRange;

    fn group(port: i64) -> SecurityGroup {
        let rule = IpPermission {
            ip_protocol: Some("tcp".to_owned()),
            from_port: Some(port),
            to_port: Some(port),
            ip_ranges: vec![IpRange { cidr_ip: Some("10.0.0.0/8".to_owned()), description: None }],
            ..IpPermission::default()
        };
        SecurityGroup { group_id: "sg-1".to_owned(), ip_permissions: vec![rule], ..SecurityGroup::default() }
    }

    #[test]
    fn a_service_with_a_port_of_its_own_is_reached_by_it() {
        for (token, port, reached) in [
            ("cassandra", 9142, true),
            ("cassandra-fips", 9142, true),
            ("iot.data", 8883, true),
            ("iot.credentials", 8883, false),
            ("sqs", 9142, false),
            ("sqs", 443, true),
        ] {
            let group = group(port);
            let admits = some_inbound(&group, |rule| admits(&group, rule, of_service(token)));
            assert_eq!(admits, Answer::Known(reached), "{token} {port}");
        }
    }
}
