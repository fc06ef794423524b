//! Facts of network interfaces.

use super::{Fact, Shows, Thing, Type, Value};
use crate::network::{addresses, is_workload};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(Interface."id": Type::Id, "The interface's id.", needs: [NetworkInterfaces], identity: true, shows: Shows::Member("/NetworkInterfaceId"),
        |_, Thing::Interface(interface)| Answer::Known(Value::text(&interface.it.network_interface_id))),
    fact!(Interface."name": Type::Text, "The value of the interface's Name tag, empty without one.", needs: [NetworkInterfaces],
        |_, thing @ Thing::Interface(_)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(Interface."type": Type::Text, "What the interface is for, in AWS's words: interface, lambda, nat_gateway and so on.", needs: [NetworkInterfaces], shows: Shows::Member("/InterfaceType"),
        |_, Thing::Interface(interface)| Value::member(interface.it.interface_type.as_deref(), "InterfaceType", &interface.it.network_interface_id)),
    fact!(Interface."workload": Type::Bool, "Whether the interface belongs to something that sends traffic of its own.", needs: [NetworkInterfaces],
        |_, Thing::Interface(interface)| is_workload(interface.it).map(Value::Bool)),
    fact!(Interface."vpc_id": Type::Id, "The id of the interface's VPC.", needs: [NetworkInterfaces], identity: true, shows: Shows::Member("/VpcId"),
        |_, Thing::Interface(interface)| Value::member(interface.it.vpc_id.as_deref(), "VpcId", &interface.it.network_interface_id)),
    fact!(Interface."subnet_id": Type::Id, "The id of the interface's subnet.", needs: [NetworkInterfaces], identity: true, shows: Shows::Member("/SubnetId"),
        |_, Thing::Interface(interface)| Value::member(interface.it.subnet_id.as_deref(), "SubnetId", &interface.it.network_interface_id)),
    fact!(Interface."instance_id": Type::Text, "The instance the interface is attached to, empty of others.", needs: [NetworkInterfaces], shows: Shows::Member("/Attachment/InstanceId"),
    |_, Thing::Interface(interface)| {
        let instance = interface.it.attachment.as_ref().and_then(|attachment| attachment.instance_id.as_deref());
        Answer::Known(Value::text(instance.unwrap_or_default()))
    }),
    fact!(Interface."group_ids": Type::List(&Type::Id), "The interface's security groups.", needs: [NetworkInterfaces], shows: Shows::Member("/Groups"),
        |_, Thing::Interface(interface)| Value::list(interface.it.groups.iter().filter_map(|group| group.group_id.as_deref()).map(Value::text))),
    fact!(Interface."addresses": Type::List(&Type::Text), "The interface's private IPv4 and its IPv6 addresses.", needs: [NetworkInterfaces],
        |_, Thing::Interface(interface)| Value::list(addresses(interface.it).into_iter().map(|address| Value::made(address.to_string())))),
    fact!(Interface."public_addresses": Type::List(&Type::Text), "The public IPv4 addresses that stand for the interface's private ones.", needs: [NetworkInterfaces],
    |_, Thing::Interface(interface)| {
        let first = interface.it.association.as_ref();
        let others = interface.it.private_ip_addresses.iter().filter_map(|one| one.association.as_ref());
        let mut public: Vec<&str> = first.into_iter().chain(others).filter_map(|one| one.public_ip.as_deref()).collect();
        public.sort_unstable();
        public.dedup();
        Value::list(public.into_iter().map(Value::text))
    }),
];
