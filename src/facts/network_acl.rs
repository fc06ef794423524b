//! Facts of network ACLs.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(NetworkAcl."id": Type::Id, "The ACL's id.", needs: [NetworkAcls], identity: true, shows: Shows::Member("/NetworkAclId"),
        |_, Thing::NetworkAcl(acl)| Answer::Known(Value::text(&acl.it.network_acl_id))),
    fact!(NetworkAcl."name": Type::Text, "The value of the ACL's Name tag, empty without one.", needs: [NetworkAcls],
        |_, thing @ Thing::NetworkAcl(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(NetworkAcl."region": Type::Region, "The ACL's Region.", needs: [NetworkAcls], identity: true,
        |_, Thing::NetworkAcl(acl)| Answer::Known(Value::text(acl.place.region.as_str()))),
    fact!(NetworkAcl."vpc_id": Type::Id, "The id of the ACL's VPC.", needs: [NetworkAcls], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::NetworkAcl(acl)| Value::member(acl.it.vpc_id.as_deref(), "VpcId", &acl.it.network_acl_id)),
];
