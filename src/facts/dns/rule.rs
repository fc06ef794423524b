//! Facts of Resolver rules: whether they are in force, and which names they take.

use super::super::{Fact, Shows, Thing, Type, Value, aws_suffix, endpoint, vpc};
use super::probe;
use crate::finding::Family;
use crate::network::names::{Resolved, forwards_to, is_at_or_below, resolve, system_rules};
use crate::network::{Index, Seat};
use crate::snapshot::model::{ResolverRule, ResolverRuleAssociation, Vpc, VpcEndpoint};
use crate::snapshot::{Answer, Collection, Gap, Listing};

pub(in crate::facts) static FACTS: &[Fact] = &[
    fact!(ResolverRule."in_force": Type::Bool, "Whether the rule and its association with the VPC are complete; unknown while one is being changed.",
        needs: [ResolverRules, ResolverRuleAssociations], shows: Shows::Member("/Status"),
        |_, Thing::ResolverRule(rule, association)| in_force(rule.it, association).map(Value::Bool)),
    fact!(ResolverRule."failed": Type::Bool, "Whether the rule or its association with the VPC has failed.",
    needs: [ResolverRules, ResolverRuleAssociations], shows: Shows::Member("/Status"),
    |_, Thing::ResolverRule(rule, association)| {
        let failed = |status: Option<&str>| status == Some("FAILED");
        Answer::Known(Value::Bool(failed(rule.it.status.as_deref()) || failed(association.status.as_deref())))
    }),
    fact!(ResolverRule."status_message": Type::Text, "What AWS says about the status of the rule or its association, empty if nothing.",
    needs: [ResolverRules, ResolverRuleAssociations],
    |_, Thing::ResolverRule(rule, association)| {
        let said = [association.status_message.as_deref(), rule.it.status_message.as_deref()];
        Answer::Known(Value::text(said.into_iter().flatten().find(|said| !said.is_empty()).unwrap_or_default()))
    }),
    fact!(ResolverRule."target_vpc_id": Type::Text, "The VPC whose inbound Resolver endpoints the rule forwards to, empty where it forwards elsewhere.",
        needs: [ResolverRules, ResolverRuleAssociations, ResolverEndpoints, ResolverEndpointIpAddresses], shows: Shows::Member("/TargetIps"),
        |index, Thing::ResolverRule(rule, _)| forwards_to(index, rule.place, rule.it).map(|vpc| Value::made(vpc.unwrap_or_default()))),
    fact!(ResolverRule."covers_aws_suffix": Type::Bool, "Whether the rule's domain is the root, a suffix of AWS's service names as a whole, one Region's part of one, or a domain above one.",
    needs: [ResolverRules, ResolverRuleAssociations], shows: Shows::Member("/DomainName"),
    |_, Thing::ResolverRule(rule, _)| domain(rule.it).map(|domain| {
        Value::Bool(domain.trim_end_matches('.').is_empty() || aws_suffix::covers(domain, rule.place.partition()))
    })),
    fact!(ResolverRule."is_ended_by_system_rule": Type::Bool, "Whether a system rule of the VPC keeps the names of the Region's AWS services from the rule.",
        needs: [Vpcs, VpcAttributes, DhcpOptions, AvailabilityZones, VpcEndpoints, VpcEndpointServices, VpcEndpointAssociations, NetworkInterfaces, HostedZones, HostedZonesByVpc,
            ResourceRecordSets, ResolverRules, ResolverRuleAssociations, ResolverEndpoints, ResolverEndpointIpAddresses, Profiles, ProfileAssociations, ProfileResourceAssociations],
        |index, Thing::ResolverRule(rule, association)| is_ended(index, rule, association).map(Value::Bool)),
    fact!(ResolverRule."captured_names": Type::List(&Type::Text), "The private names of the VPC's endpoints that the rule takes and leads to no endpoint.",
        needs: [Vpcs, VpcAttributes, DhcpOptions, AvailabilityZones, VpcEndpoints, VpcEndpointServices, VpcEndpointAssociations, NetworkInterfaces, HostedZones, HostedZonesByVpc,
            ResourceRecordSets, ResolverRules, ResolverRuleAssociations, ResolverEndpoints, ResolverEndpointIpAddresses, Profiles, ProfileAssociations, ProfileResourceAssociations],
        shows: Shows::Member("/DomainName"),
        |index, Thing::ResolverRule(rule, association)| Value::listing(captured(index, rule, association), Value::made)),
];

fn domain(rule: &ResolverRule) -> Answer<&str> {
    match rule.domain_name.as_deref() {
        Some(domain) => Answer::Known(domain),
        None => Answer::unknown(Gap::Malformed { field: "DomainName".to_owned(), at: rule.id.clone() }),
    }
}

fn in_force(rule: &ResolverRule, association: &ResolverRuleAssociation) -> Answer<bool> {
    let complete = |id: &str, status: Option<&str>| match status {
        Some("COMPLETE") => Answer::Known(true),
        Some("FAILED" | "OVERRIDDEN") => Answer::Known(false),
        Some(status @ ("CREATING" | "UPDATING" | "DELETING")) => {
            Answer::unknown(Gap::Ambiguous { what: format!("{id} is {status}, and may be in force or not") })
        }
        Some(other) => Answer::unknown(Gap::Unrecognised { field: format!("Status of {id}"), value: other.to_owned() }),
        None => Answer::unknown(Gap::Malformed { field: "Status".to_owned(), at: id.to_owned() }),
    };
    complete(&rule.id, rule.status.as_deref()).and(complete(&association.id, association.status.as_deref()))
}

/// The VPC that has the rule.
fn vpc_of<'i>(
    index: &'i Index<'i>,
    rule: Seat<'i, ResolverRule>,
    association: &ResolverRuleAssociation,
) -> Answer<Seat<'i, Vpc>> {
    match association.vpc_id.as_deref().and_then(|id| index.vpc(id)) {
        Some(vpc) => Answer::Known(vpc),
        None => {
            let rest = rule.place.rest(Collection::Vpcs, "");
            let lost = Gap::Malformed { field: "VPCId".to_owned(), at: association.id.clone() };
            Answer::Unknown(if rest.is_empty() { lost.into() } else { rest })
        }
    }
}

/// Whether a system rule stands between the rule's domain and the Region's part of AWS's suffix, both ends included.
fn is_ended<'i>(
    index: &'i Index<'i>,
    rule: Seat<'i, ResolverRule>,
    association: &ResolverRuleAssociation,
) -> Answer<bool> {
    let names = format!("{}.{}", rule.place.region, rule.place.partition().dns_suffix());
    domain(rule.it).zip(vpc_of(index, rule, association)).and_then(|(domain, vpc)| {
        system_rules(index, vpc)
            .exists(|kept| Answer::Known(is_at_or_below(kept, domain) && is_at_or_below(&names, kept)))
    })
}

/// The private names that the rule takes from the VPC's endpoints. On an equal name a rule goes before an endpoint's zone;
/// a zone below the rule's domain goes before the rule.
fn captured<'i>(
    index: &'i Index<'i>,
    rule: Seat<'i, ResolverRule>,
    association: &ResolverRuleAssociation,
) -> Listing<String> {
    let (domain, vpc) = match domain(rule.it).zip(vpc_of(index, rule, association)) {
        Answer::Known(found) => found,
        Answer::Unknown(gaps) => return Listing::unseen(gaps),
    };
    let named = |one: &Seat<'i, VpcEndpoint>| {
        endpoint::is_live(one.it).and(Answer::Known(one.it.private_dns_enabled == Some(true)))
    };
    let endpoints = vpc::endpoints(vpc).filter(named);
    let mut captured = Listing::unseen(endpoints.rest);
    for endpoint in endpoints.items {
        let names = probe::names(index, endpoint);
        captured.rest.extend(names.rest);
        for name in names.items {
            match takes(index, rule, domain, vpc, &name, probe::family(endpoint.it)) {
                Answer::Known(true) => captured.items.push(name),
                Answer::Known(false) => {}
                Answer::Unknown(gaps) => captured.rest.extend(gaps),
            }
        }
    }
    captured.items.sort();
    captured.items.dedup();
    captured
}

/// Whether the rule takes a private name, a wildcard's too, and what answers in the end is no endpoint.
fn takes<'i>(
    index: &'i Index<'i>,
    rule: Seat<'i, ResolverRule>,
    domain: &str,
    vpc: Seat<'i, Vpc>,
    name: &str,
    family: Family,
) -> Answer<bool> {
    let (covers, asked) = match name.strip_prefix("*.") {
        Some(base) => (is_at_or_below(domain, base), probe::below(domain.trim_end_matches('.'))),
        None => (is_at_or_below(domain, name) && is_at_or_below(name, domain), name.to_owned()),
    };
    if !covers {
        return Answer::Known(false);
    }
    forwards_to(index, rule.place, rule.it).and_then(|target| match target {
        // What servers elsewhere answer nobody here knows, but not by the endpoint's zone.
        None => Answer::Known(true),
        Some(_) => resolve(index, vpc, &asked, family).answer.map(|resolved| match resolved {
            Resolved::Endpoint(..) => false,
            Resolved::Addresses(_) | Resolved::Public | Resolved::Nothing(_) => true,
        }),
    })
}
