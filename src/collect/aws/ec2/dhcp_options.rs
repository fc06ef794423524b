//! DHCP options: which name servers instances are told to ask.

use super::super::each;
use super::tags;
use crate::snapshot::model::{AttributeValue, DhcpConfiguration, DhcpOptions};
use aws_sdk_ec2::types as sdk;

pub(super) fn dhcp_options(it: sdk::DhcpOptions) -> DhcpOptions {
    DhcpOptions {
        owner_id: it.owner_id,
        tags: tags(it.tags),
        dhcp_options_id: it.dhcp_options_id.unwrap_or_default(),
        dhcp_configurations: each(it.dhcp_configurations, dhcp_configuration),
    }
}

fn dhcp_configuration(it: sdk::DhcpConfiguration) -> DhcpConfiguration {
    DhcpConfiguration { key: it.key, values: each(it.values, attribute_value) }
}

fn attribute_value(it: sdk::AttributeValue) -> AttributeValue {
    AttributeValue { value: it.value }
}
