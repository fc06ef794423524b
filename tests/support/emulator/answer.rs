//! From a request to what AWS would say, had it only the snapshot.

use super::http::{Request, Response};
use super::script::Fault;
use super::wire::LISTS;
use super::{Action, Shared, xml};
use byway::id::{AccountId, Region};
use byway::snapshot::{Collection, Outcome, Question};
use serde_json::{Value, json};

/// The response, none for silence.
pub(super) fn answer(shared: &Shared, request: &Request) -> Option<Response> {
    let mut scope = request.authorization.split("Credential=").nth(1).unwrap_or_default().split('/');
    let access_key = scope.next().unwrap_or_default().to_owned();
    let (region, service) = (scope.nth(1).unwrap_or_default().to_owned(), scope.next().unwrap_or_default().to_owned());
    let operation = match request.path.trim_end_matches('/') {
        "/2013-04-01/hostedzone" => "ListHostedZones".to_owned(),
        "/2013-04-01/hostedzonesbyvpc" => "ListHostedZonesByVPC".to_owned(),
        _ => request.parameters.get("Action").cloned().unwrap_or_default(),
    };
    let action = Action { service, operation, region, access_key, parameters: request.parameters.clone() };
    let earlier = {
        let mut actions = shared.actions.lock().expect("no test panics with it");
        let earlier = actions
            .iter()
            .filter(|earlier| earlier.operation == action.operation && earlier.region == action.region)
            .count();
        actions.push(action.clone());
        earlier
    };
    let fault = shared.script.faults.iter().find(|(on, fault)| {
        on.operation == action.operation
            && on.region.is_none_or(|region| region == action.region)
            && !matches!(fault, Fault::Throttle(Some(first)) if *first <= earlier)
    });
    let failure = |status, code: &str, message: &str| Some(error(&action, status, code, message));
    match fault.map(|(_, fault)| fault) {
        Some(Fault::Hang) => None,
        Some(Fault::Throttle(_)) => Some(throttled(&action)),
        Some(Fault::Error(status, code, message)) => failure(*status, code, message),
        Some(Fault::Html(status)) => Some(html(*status)),
        other => match action.service.as_str() {
            "sts" => Some(sts(shared, &action)),
            _ => Some(list(shared, &action, other)),
        },
    }
}

fn throttled(action: &Action) -> Response {
    match action.service.as_str() {
        "ec2" => error(action, 503, "RequestLimitExceeded", "Request limit exceeded."),
        _ => error(action, 400, "Throttling", "Rate exceeded"),
    }
}

fn html(status: u16) -> Response {
    let body = "<html><head><title>Oops</title></head><body><h1>Internal Server Error</h1></body></html>";
    Response { status, kind: "text/html", body: body.to_owned() }
}

fn refused(action: &Action) -> Response {
    let prefix = if action.service == "ec2" { "ec2" } else { "route53" };
    let message = format!(
        "User: arn:aws:iam::111122223333:user/emulated is not authorized to perform: {prefix}:{} because no identity-based policy allows the {prefix}:{0} action",
        action.operation
    );
    match prefix {
        "ec2" => error(
            action,
            403,
            "UnauthorizedOperation",
            &format!(
                "You are not authorized to perform this operation. {message}. Encoded authorization failure message: {}",
                super::random(1)
            ),
        ),
        _ => error(action, 403, "AccessDenied", &message),
    }
}

fn error(action: &Action, status: u16, code: &str, message: &str) -> Response {
    let mut body = String::new();
    let root = if action.service == "ec2" { "Response" } else { "ErrorResponse" };
    xml::open(&mut body, root);
    if action.service == "ec2" {
        xml::open(&mut body, "Errors");
    }
    xml::open(&mut body, "Error");
    xml::text(&mut body, "Code", &json!(code));
    xml::text(&mut body, "Message", &json!(message));
    xml::close(&mut body, "Error");
    if action.service == "ec2" {
        xml::close(&mut body, "Errors");
        xml::text(&mut body, "RequestID", &json!("00000000-0000-0000-0000-000000000000"));
    } else {
        xml::text(&mut body, "RequestId", &json!("00000000-0000-0000-0000-000000000000"));
    }
    xml::close(&mut body, root);
    Response { status, kind: "text/xml;charset=UTF-8", body }
}

fn good(body: String) -> Response {
    Response {
        status: 200,
        kind: "text/xml;charset=UTF-8",
        body: format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}"),
    }
}

fn account(shared: &Shared, access_key: &str) -> AccountId {
    let digits = access_key.strip_prefix("AKIA").or_else(|| access_key.strip_prefix("ASIA"));
    let named = digits.and_then(|digits| digits.parse::<AccountId>().ok());
    let first = || shared.snapshot.accounts.keys().next().cloned();
    named.or_else(first).unwrap_or_else(|| "111122223333".parse().expect("twelve digits"))
}

fn sts(shared: &Shared, action: &Action) -> Response {
    let account = account(shared, &action.access_key);
    let partition = shared.snapshot.accounts.get(&account).map_or("aws", |view| view.partition.as_str());
    let result = match action.operation.as_str() {
        "GetCallerIdentity" => format!(
            "<Arn>arn:{partition}:iam::{account}:user/emulated</Arn><UserId>AIDAEXAMPLE</UserId><Account>{account}</Account>"
        ),
        "AssumeRole" => {
            let role = action.parameters.get("RoleArn").cloned().unwrap_or_default();
            if shared.script.external_id.is_some()
                && shared.script.external_id != action.parameters.get("ExternalId").cloned()
            {
                let message = format!(
                    "User: arn:aws:iam::{account}:user/emulated is not authorized to perform: sts:AssumeRole on resource: {role}"
                );
                return error(action, 403, "AccessDenied", &message);
            }
            let target = role.split(':').nth(4).unwrap_or_default();
            format!(
                "<AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:byway</AssumedRoleId><Arn>{role}</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA{target}</AccessKeyId><SecretAccessKey>emulated-session-key</SecretAccessKey><SessionToken>emulated-session-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
            )
        }
        other => return error(action, 400, "InvalidAction", &format!("no {other} here")),
    };
    let operation = &action.operation;
    good(format!(
        "<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{operation}Result>{result}</{operation}Result></{operation}Response>"
    ))
}

/// What the snapshot knows about the question, as the CLI prints it, and how the question ended.
fn look_up(shared: &Shared, action: &Action) -> Option<(Collection, Vec<Value>, Outcome)> {
    let collection = Collection::ALL
        .into_iter()
        .find(|one| one.operation().split_once(':').is_some_and(|(_, name)| name == action.operation))?;
    let account = account(shared, &action.access_key);
    let region = if collection.is_global() { Region::global() } else { action.region.parse().ok()? };
    let parameter = |name: &str| action.parameters.get(name).cloned().unwrap_or_default();
    let key = match collection {
        Collection::PrefixListEntries => parameter("PrefixListId"),
        Collection::HostedZonesByVpc => parameter("vpcid"),
        Collection::VpcAttributes => format!("{}/{}", parameter("VpcId"), parameter("Attribute")),
        _ => String::new(),
    };
    let question = Question { account: account.clone(), region: region.clone(), collection, key: key.clone() };
    let outcome = shared.snapshot.coverage_of(&question).map_or(Outcome::NotAsked, |record| record.outcome);
    shared.snapshot.accounts.get(&account)?;
    Some((collection, shared.snapshot.items(&question).to_json(), outcome))
}

fn list(shared: &Shared, action: &Action, fault: Option<&Fault>) -> Response {
    let Some((collection, mut items, outcome)) = look_up(shared, action) else {
        return error(action, 400, "InvalidAction", "The action is not valid for this web service.");
    };
    match outcome {
        Outcome::Answered | Outcome::Partial => {}
        Outcome::NotEnabled => {
            return error(action, 401, "AuthFailure", "AWS was not able to validate the provided access credentials");
        }
        Outcome::Throttled => return throttled(action),
        Outcome::Failed => return html(500),
        Outcome::Refused | Outcome::TimedOut | Outcome::Cancelled | Outcome::NotAsked | Outcome::NotVisible => {
            return refused(action);
        }
    }
    if collection == Collection::Regions && action.parameters.get("AllRegions").is_none_or(|all| all != "true") {
        items.retain(|region| region["OptInStatus"] != "not-opted-in");
    }
    if collection == Collection::VpcAttributes {
        return vpc_attribute(action, &items);
    }
    let (start, page) = match page(shared, action, fault, items.len()) {
        Ok(page) => page,
        Err(response) => return response,
    };
    let end = start.saturating_add(page).min(items.len());
    let next = match fault {
        Some(Fault::SameToken) => Some("same".to_owned()),
        // Every page but the last has a token; after what a partial answer holds, more follows.
        _ if end < items.len() || outcome == Outcome::Partial => Some(format!("from-{end}")),
        Some(Fault::FromPage(_) | Fault::NoToken) => Some(format!("from-{end}")),
        _ => None,
    };
    let shown = items.get(start..end).unwrap_or_default();
    render(action, fault, shown, next.as_deref())
}

/// Where the page asked for begins and how long it is; an error where the script or the snapshot ends.
fn page(shared: &Shared, action: &Action, fault: Option<&Fault>, len: usize) -> Result<(usize, usize), Response> {
    let parameter = |names: &[&str]| names.iter().find_map(|name| action.parameters.get(*name)).cloned();
    let wanted = parameter(&["MaxResults", "maxitems"]).and_then(|size| size.parse().ok()).unwrap_or(1000);
    let paged = !matches!(action.operation.as_str(), "DescribeRegions" | "DescribeAvailabilityZones");
    let size = if paged { shared.script.page_size.min(wanted).max(1) } else { usize::MAX };
    let start = match parameter(&["NextToken", "nexttoken", "marker"]) {
        None => 0,
        Some(token) if token == "same" => 0,
        Some(token) => match token.strip_prefix("from-").and_then(|at| at.parse().ok()) {
            Some(at) => at,
            None => return Err(error(action, 400, "InvalidNextToken", "The token is invalid.")),
        },
    };
    let broken = match fault {
        Some(Fault::FromPage(page)) => start / size >= *page || (start > 0 && start >= len),
        _ => start > 0 && start >= len,
    };
    if broken {
        return Err(error(action, 500, "InternalError", "An internal error has occurred"));
    }
    Ok((start, size))
}

fn render(action: &Action, fault: Option<&Fault>, shown: &[Value], next: Option<&str>) -> Response {
    let (operation, set, element, shape) =
        *LISTS.iter().find(|(operation, ..)| *operation == action.operation).expect("every listing has its names");
    let mut body = String::new();
    let namespace = match action.service.as_str() {
        "ec2" => "http://ec2.amazonaws.com/doc/2016-11-15/",
        _ => "https://route53.amazonaws.com/doc/2013-04-01/",
    };
    body += &format!("<{operation}Response xmlns=\"{namespace}\">");
    if !matches!(fault, Some(Fault::NoList)) {
        xml::open(&mut body, set);
        shown.iter().for_each(|item| xml::thing(&mut body, element, shape, item));
        xml::close(&mut body, set);
    }
    let mut say = |name: &str, value: &str| xml::text(&mut body, name, &json!(value));
    match operation {
        "ListHostedZones" => {
            say("MaxItems", "100");
            say("IsTruncated", if next.is_some() { "true" } else { "false" });
            if let Some(next) = next.filter(|_| !matches!(fault, Some(Fault::NoToken))) {
                say("NextMarker", next);
            }
        }
        "ListHostedZonesByVPC" => {
            say("MaxItems", "100");
            if let Some(next) = next {
                say("NextToken", next);
            }
        }
        _ => {
            if let Some(next) = next {
                say("nextToken", next);
            }
        }
    }
    xml::close(&mut body, &format!("{operation}Response"));
    if let Some(Fault::Cut(bytes)) = fault {
        body.truncate(body.len().saturating_sub(*bytes));
    }
    good(body)
}

fn vpc_attribute(action: &Action, items: &[Value]) -> Response {
    let parameter = |name: &str| action.parameters.get(name).cloned().unwrap_or_default();
    let asked = parameter("Attribute");
    let member = asked.replacen("enable", "Enable", 1);
    let value =
        items.iter().find_map(|item| item.pointer(&format!("/{member}/Value"))).cloned().unwrap_or(json!(false));
    good(format!(
        "<DescribeVpcAttributeResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><vpcId>{}</vpcId><{asked}><value>{value}</value></{asked}></DescribeVpcAttributeResponse>",
        parameter("VpcId")
    ))
}
