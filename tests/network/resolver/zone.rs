//! What a private zone answers.

use super::reach::Asked;
use super::{Named, amazon, endpoint, plain, undecided, within};
use crate::network::walker::parts::{list, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::IpAddr;

#[derive(Clone, Debug)]
pub enum Zone<'w> {
    /// A hosted zone and its records, if they are in view.
    Hosted { domain: String, records: Option<&'w [Value]> },
    /// The hidden zone of an endpoint's private names.
    Hidden { domain: String, names: Vec<String>, endpoint: &'w Value },
}

impl Zone<'_> {
    pub fn domain(&self) -> &str {
        match self {
            Self::Hosted { domain, .. } | Self::Hidden { domain, .. } => domain,
        }
    }
}

/// Which of the names written in a zone answers for a name: itself, else the asterisk below the nearest domain above it.
fn written(names: &BTreeSet<String>, domain: &str, name: &str) -> Result<Option<String>, Named> {
    if names.contains(name) {
        return Ok(Some(name.to_owned()));
    }
    // By the standard (RFC 4592, 2.2.2) a name exists when one below it does, and no asterisk answers for it; AWS's pages
    // do not say.
    let above_one = names.iter().any(|one| one != domain && one != name && within(one, name));
    if above_one && name != domain {
        let asterisk = names.iter().any(|one| one.strip_prefix("*.").is_some_and(|of| within(name, of)));
        return if asterisk {
            Err(undecided("an asterisk above a name that only others below it make"))
        } else {
            Ok(None)
        };
    }
    let mut rest = name;
    while let Some((_, above)) = rest.split_once('.') {
        if !within(above, domain) {
            break;
        }
        let asterisk = format!("*.{above}");
        if names.contains(&asterisk) {
            return Ok(Some(asterisk));
        }
        // A name that exists shields what lies below it from asterisks further up, by the standard.
        if above != domain && names.contains(above) {
            let further = names.iter().any(|one| one.strip_prefix("*.").is_some_and(|of| within(above, of)));
            return if further { Err(undecided("an asterisk above a name that exists")) } else { Ok(None) };
        }
        rest = above;
    }
    Ok(None)
}

pub fn answer(world: &Value, vpc: &str, zone: &Zone<'_>, name: &str, asked: Asked) -> Named {
    match zone {
        Zone::Hosted { records: None, .. } => undecided("the records of a zone are not in view"),
        Zone::Hosted { domain, records: Some(records) } => hosted(world, vpc, domain, records, name, asked),
        Zone::Hidden { domain, names, endpoint } => {
            let names: BTreeSet<String> = names.iter().cloned().collect();
            match written(&names, domain, name) {
                Ok(Some(_)) => endpoint::addresses(world, endpoint, None, asked.six),
                Ok(None) => Named::Nothing,
                Err(named) => named,
            }
        }
    }
}

fn hosted(world: &Value, vpc: &str, domain: &str, records: &[Value], name: &str, asked: Asked) -> Named {
    if asked.depth > 8 {
        return undecided("names that lead round");
    }
    let told = |one: &Value| plain(text(one, "Name"));
    let delegated = |one: &&Value| text(one, "Type") == "NS" && told(one) != domain && within(name, &told(one));
    if records.iter().any(|one| delegated(&one)) {
        return undecided("a delegation inside the zone");
    }
    let names = records.iter().map(told).collect();
    let key = match written(&names, domain, name) {
        Ok(Some(key)) => key,
        Ok(None) => return Named::Nothing,
        Err(named) => return named,
    };
    let of =
        |kind: &str| records.iter().filter(|one| told(one) == key && text(one, "Type") == kind).collect::<Vec<_>>();
    let (addresses, aliases) = (of(if asked.six { "AAAA" } else { "A" }), of("CNAME"));
    if addresses.len() > 1 || addresses.iter().chain(&aliases).any(|one| !text(one, "SetIdentifier").is_empty()) {
        return undecided("records that a routing policy chooses among");
    }
    let asked = Asked { depth: asked.depth + 1, ..asked };
    if let [one] = addresses.as_slice() {
        let alias = plain(text(&one["AliasTarget"], "DNSName"));
        if !alias.is_empty() {
            let alias = alias.strip_prefix("dualstack.").unwrap_or(&alias);
            if within(alias, domain) {
                return hosted(world, vpc, domain, records, alias, asked);
            }
            return endpoint::named(world, alias, asked.six)
                .unwrap_or_else(|| undecided("an alias to what is not in view"));
        }
        let values: BTreeSet<IpAddr> =
            list(one, "ResourceRecords").iter().filter_map(|one| text(one, "Value").parse().ok()).collect();
        return if values.is_empty() { Named::Nothing } else { Named::Addresses(values) };
    }
    if let [one, ..] = aliases.as_slice() {
        let target = list(one, "ResourceRecords").first().map(|one| plain(text(one, "Value"))).unwrap_or_default();
        return match amazon(world, vpc, &target, asked.six, asked.from_outside, asked.depth) {
            Named::Public => Named::PublicAs(target),
            named => named,
        };
    }
    Named::Nothing
}
