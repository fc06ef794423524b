//! Facts of Route 53 Resolver rules, each as one VPC has it.

use super::{Fact, Shows, Thing, Type, Value};
use crate::snapshot::Answer;

pub(super) static FACTS: &[Fact] = &[
    fact!(ResolverRule."id": Type::Id, "The rule's id.", needs: [ResolverRules, ResolverRuleAssociations], identity: true, shows: Shows::Member("/Id"),
        |_, Thing::ResolverRule(rule, _)| Answer::Known(Value::text(&rule.it.id))),
    fact!(ResolverRule."name": Type::Text, "The rule's name, empty without one.", needs: [ResolverRules, ResolverRuleAssociations],
        |_, thing @ Thing::ResolverRule(..)| Answer::Known(Value::text(thing.name().unwrap_or_default()))),
    fact!(ResolverRule."region": Type::Region, "The Region of the rule and the VPC.", needs: [ResolverRules, ResolverRuleAssociations], identity: true,
        |_, Thing::ResolverRule(rule, _)| Answer::Known(Value::text(rule.place.region.as_str()))),
    fact!(ResolverRule."vpc_id": Type::Id, "The id of the VPC that has the rule.", needs: [ResolverRules, ResolverRuleAssociations], identity: true,
        |_, Thing::ResolverRule(_, association)| Value::member(association.vpc_id.as_deref(), "VPCId", &association.id)),
    fact!(ResolverRule."domain": Type::Text, "The domain the rule is for, with its final dot.", needs: [ResolverRules, ResolverRuleAssociations], shows: Shows::Member("/DomainName"),
        |_, Thing::ResolverRule(rule, _)| Value::member(rule.it.domain_name.as_deref(), "DomainName", &rule.it.id)),
    fact!(ResolverRule."type": Type::Text, "FORWARD, SYSTEM, RECURSIVE or DELEGATE, in AWS's words.", needs: [ResolverRules, ResolverRuleAssociations], shows: Shows::Member("/RuleType"),
        |_, Thing::ResolverRule(rule, _)| Value::member(rule.it.rule_type.as_deref(), "RuleType", &rule.it.id)),
    fact!(ResolverRule."status": Type::Text, "The status of the rule's association with the VPC, in AWS's words: COMPLETE, FAILED and so on.", needs: [ResolverRules, ResolverRuleAssociations],
        |_, Thing::ResolverRule(_, association)| Value::member(association.status.as_deref(), "Status", &association.id)),
    fact!(ResolverRule."owner": Type::Text, "The account that owns the rule; Route 53 Resolver for AWS's own.", needs: [ResolverRules, ResolverRuleAssociations], shows: Shows::Member("/OwnerId"),
        |_, Thing::ResolverRule(rule, _)| Value::member(rule.it.owner_id.as_deref(), "OwnerId", &rule.it.id)),
    fact!(ResolverRule."endpoint_id": Type::Text, "The outbound Resolver endpoint that forwards, empty where nothing is forwarded.", needs: [ResolverRules, ResolverRuleAssociations], shows: Shows::Member("/ResolverEndpointId"),
        |_, Thing::ResolverRule(rule, _)| Answer::Known(Value::text(rule.it.resolver_endpoint_id.as_deref().unwrap_or_default()))),
    fact!(ResolverRule."targets": Type::List(&Type::Text), "The addresses that queries are forwarded to.", needs: [ResolverRules, ResolverRuleAssociations], shows: Shows::Member("/TargetIps"),
    |_, Thing::ResolverRule(rule, _)| {
        Value::list(rule.it.target_ips.iter().filter_map(|target| target.ip.as_deref().or(target.ipv6.as_deref())).map(Value::text))
    }),
];
