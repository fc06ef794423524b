//! Facts of attachments of transit gateways.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(TransitGatewayAttachment."id": Type::Id, "The attachment's id.", needs: [TransitGatewayAttachments], identity: true, shows: Shows::Member("/TransitGatewayAttachmentId"),
        |_, Thing::TransitGatewayAttachment(attachment)| Answer::Known(Value::text(&attachment.it.transit_gateway_attachment_id))),
    fact!(TransitGatewayAttachment."name": Type::Text, "The value of the attachment's Name tag, empty without one.", needs: [TransitGatewayAttachments],
        |_, thing @ Thing::TransitGatewayAttachment(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(TransitGatewayAttachment."state": Type::Text, "The attachment's state, in AWS's words: available, pendingAcceptance and so on.", needs: [TransitGatewayAttachments], shows: Shows::Member("/State"),
        |_, Thing::TransitGatewayAttachment(attachment)| Value::member(attachment.it.state.as_deref(), "State", &attachment.it.transit_gateway_attachment_id)),
    fact!(TransitGatewayAttachment."transit_gateway_id": Type::Id, "The id of the transit gateway.", needs: [TransitGatewayAttachments], identity: true, shows: Shows::Member("/TransitGatewayId"),
        |_, Thing::TransitGatewayAttachment(attachment)| Value::member(attachment.it.transit_gateway_id.as_deref(), "TransitGatewayId", &attachment.it.transit_gateway_attachment_id)),
    fact!(TransitGatewayAttachment."resource_type": Type::Text, "What is attached, in AWS's words: vpc, vpn, peering and so on.", needs: [TransitGatewayAttachments], shows: Shows::Member("/ResourceType"),
        |_, Thing::TransitGatewayAttachment(attachment)| Value::member(attachment.it.resource_type.as_deref(), "ResourceType", &attachment.it.transit_gateway_attachment_id)),
];
