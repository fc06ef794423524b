//! What code scanning asks of a file beyond the schema, checked on the JSON alone.
//!
//! See <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>.

use serde_json::Value;
use std::collections::BTreeSet;

/// The rules that a log breaks, one line each.
pub fn broken(log: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    let mut categories = BTreeSet::new();
    let runs = list(&log["runs"]);
    if runs.is_empty() || runs.len() > 20 {
        broken.push(format!("{} runs", runs.len()));
    }
    for run in runs {
        let category = text(&run["automationDetails"]["id"]);
        if !category.ends_with('/') {
            broken.push(format!("the category `{category}` does not end with a slash"));
        }
        if !categories.insert((text(&run["tool"]["driver"]["name"]), category)) {
            broken.push(format!("tool and category `{category}` are there twice"));
        }
        let rules = list(&run["tool"]["driver"]["rules"]);
        for rule in rules {
            broken.extend(of_rule(rule).into_iter().map(|line| format!("{}: {line}", text(&rule["id"]))));
        }
        let mut fingerprints = BTreeSet::new();
        for (at, result) in list(&run["results"]).iter().enumerate() {
            let mut lines = of_result(result, rules);
            if !fingerprints.insert(text(&result["partialFingerprints"]["primaryLocationLineHash"])) {
                lines.push("the fingerprint is another result's too".to_owned());
            }
            broken.extend(lines.into_iter().map(|line| format!("result {at}: {line}")));
        }
    }
    broken
}

fn of_rule(rule: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    for member in ["shortDescription", "fullDescription", "help"] {
        let length = text(&rule[member]["text"]).chars().count();
        if length == 0 || (member != "help" && length > 1024) {
            broken.push(format!("{member} has {length} characters"));
        }
    }
    if text(&rule["help"]["markdown"]).is_empty() {
        broken.push("help has no Markdown".to_owned());
    }
    let properties = &rule["properties"];
    let tags = list(&properties["tags"]);
    if tags.len() > 10 {
        broken.push(format!("{} tags", tags.len()));
    }
    let is_security = tags.iter().any(|tag| tag == "security");
    let severity = &properties["security-severity"];
    let number: Option<f64> = severity.as_str().and_then(|severity| severity.parse().ok());
    match number {
        Some(number) if number > 0.0 && number <= 10.0 => {}
        Some(number) => broken.push(format!("security-severity is {number}")),
        None if severity.is_null() => {}
        None => broken.push(format!("security-severity is {severity}, which is no number in a string")),
    }
    let is_problem = matches!(text(&properties["problem.severity"]), "error" | "warning" | "recommendation");
    if is_security != number.is_some() || is_security == is_problem {
        broken.push("a security rule has a security-severity, any other a problem.severity".to_owned());
    }
    if !matches!(text(&properties["precision"]), "very-high" | "high" | "medium" | "low") {
        broken.push("the precision is none of GitHub's".to_owned());
    }
    if !matches!(text(&rule["defaultConfiguration"]["level"]), "error" | "warning" | "note") {
        broken.push("the level is none of SARIF's".to_owned());
    }
    broken
}

fn of_result(result: &Value, rules: &[Value]) -> Vec<String> {
    let mut broken = Vec::new();
    if result["kind"] != "fail" {
        broken.push("a kind other than fail is shown as an open alert".to_owned());
    }
    for ignored in ["suppressions", "rank", "baselineState"] {
        if !result[ignored].is_null() {
            broken.push(format!("{ignored} is ignored or misread"));
        }
    }
    let rule = result["ruleIndex"].as_u64().and_then(|at| rules.get(usize::try_from(at).ok()?));
    if rule.is_none_or(|rule| rule["id"] != result["ruleId"]) {
        broken.push("ruleIndex and ruleId name different rules".to_owned());
    }
    let locations = list(&result["locations"]);
    if locations.len() != 1 {
        broken.push(format!("{} locations and not one location", locations.len()));
    }
    let flows = list(&result["codeFlows"]);
    if flows.len() > 1 {
        broken.push("more than one flow".to_owned());
    }
    let steps: Vec<&Value> = flows
        .iter()
        .flat_map(|flow| list(&flow["threadFlows"]))
        .flat_map(|thread| list(&thread["locations"]))
        .map(|step| &step["location"])
        .collect();
    let related = list(&result["relatedLocations"]);
    for location in locations.iter().chain(related).chain(steps.iter().copied()) {
        broken.extend(of_location(location));
    }
    for location in related.iter().chain(steps) {
        if text(&location["message"]["text"]).is_empty() {
            broken.push("a related location or a step says nothing".to_owned());
        }
    }
    broken.extend(of_message(text(&result["message"]["text"]), locations, related));
    broken
}

fn of_location(location: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    let physical = &location["physicalLocation"];
    let uri = text(&physical["artifactLocation"]["uri"]);
    if uri.is_empty()
        || uri.starts_with('/')
        || uri.contains([':', '\\', ' '])
        || uri.split('/').any(|part| part == "..")
    {
        broken.push(format!("`{uri}` is no relative path without a colon"));
    }
    if !physical["artifactLocation"]["uriBaseId"].is_null() {
        broken.push("a uriBaseId".to_owned());
    }
    let region = &physical["region"];
    let at = |member: &str| region[member].as_u64().unwrap_or_default();
    for member in ["startLine", "startColumn", "endLine", "endColumn"] {
        if at(member) == 0 {
            broken.push(format!("{member} is missing or nought"));
        }
    }
    if (at("endLine"), at("endColumn")) <= (at("startLine"), at("startColumn")) {
        broken.push("a region of nothing".to_owned());
    }
    broken
}

fn of_message(message: &str, locations: &[Value], related: &[Value]) -> Vec<String> {
    let mut broken = Vec::new();
    let first = message.split(". ").next().unwrap_or_default();
    let parts: Vec<&str> = locations
        .first()
        .map(|location| text(&location["physicalLocation"]["artifactLocation"]["uri"]).split('/').collect())
        .unwrap_or_default();
    if let [_, account, region, rest @ ..] = parts.as_slice() {
        let is_coverage = rest.first() == Some(&"_coverage");
        let id = rest.last().and_then(|file| file.strip_suffix(".json")).unwrap_or_default();
        let names_thing = first.contains(id) || id.contains('%') || is_coverage;
        if !names_thing || !first.contains(account) || !first.contains(region) {
            broken.push(format!("the first sentence does not name the thing, account and Region: {first}"));
        }
    }
    let ids: BTreeSet<u64> = related.iter().filter_map(|location| location["id"].as_u64()).collect();
    let links = links(message);
    if links.iter().any(|link| link.parse().map_or(true, |id| !ids.contains(&id))) || links.len() != ids.len() {
        broken.push(format!("links {links:?} and related locations {ids:?} differ"));
    }
    broken
}

/// The targets of what any viewer could take for a link.
pub fn links(message: &str) -> Vec<&str> {
    message.split("](").skip(1).map(|rest| rest.split(')').next().unwrap_or_default()).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
