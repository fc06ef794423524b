//! `byway trace`: what it takes, in which formats it answers, and how it ends.

use super::{Place, byway, hostile, parsed, test, world};
use libtest_mimic::Trial;

pub fn tests() -> Vec<Trial> {
    vec![
        test("a trace is JSON of its documented form, and the same bytes twice", documented_form),
        test("a trace for a person says first what becomes of it", for_people),
        test("sources, destinations, ports and families that do not fit are refused", refused),
        test("a source that may be in a list that was not answered is incomplete, not wrong", perhaps_unseen),
        test("a destination that is nothing is refused, and so is a gateway as a sender", no_such_destination),
        test("an endpoint whose interfaces were not seen is unknown, not nothing", unseen_endpoint),
        test("of addresses that AWS keeps for itself nothing is told", kept_by_aws),
        test("no name bends a page of a trace that the program writes", harmless),
    ]
}

/// The demo's first shop server, and what it may ask for.
const SHOP: &str = "i-0c0507c81a7f407fe";
const DESTINATIONS: [&str; 6] =
    ["s3", "ecr.api", "dynamodb.eu-west-1.amazonaws.com", "10.20.20.15", "1.1.1.1", "example.com"];

fn documented_form() {
    let schema = parsed(include_str!("../../docs/schemas/trace-v1.schema.json"));
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for to in DESTINATIONS {
        for more in [&[][..], &["--protocol", "udp", "--port", "53"], &["--protocol", "icmp"]] {
            let args = [&["trace", "--demo", "--from", SHOP, "--to", to, "--output", "json"], more].concat();
            let [one, other] = [(); 2].map(|()| byway(&args));
            assert_eq!((one.code, one.err.as_str()), (0, ""), "{to}");
            assert!(one.out == other.out, "{to} differs");
            let page = parsed(&one.out);
            let faults: Vec<String> =
                schema.iter_errors(&page).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert_eq!(faults, Vec::<String>::new(), "{to}");
            assert_eq!(page["to"], to);
            assert!(page["name"].as_array().unwrap().len() + page["answers"].as_array().unwrap().len() > 0);
        }
    }
}

fn for_people() {
    for to in DESTINATIONS {
        let ran = byway(&["trace", "--demo", "--from", SHOP, "--to", to]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{to}");
        let mut lines = ran.out.lines();
        let first = lines.next().unwrap();
        assert!(first.starts_with(SHOP) && first.ends_with(&format!("to {to}, tcp port 443")), "{first}");
        let told = lines.next().unwrap().trim_start();
        let begins = ["delivered", "leaves", "stopped", "not ", "cannot be told", "to "];
        assert!(begins.iter().any(|begin| told.starts_with(begin)), "{told}");
        for line in ran.out.lines().filter(|line| line.contains("https://")) {
            assert!(line.trim_start().starts_with("https://docs.aws.amazon.com/"), "{line}");
        }
    }
    let ran = byway(&["trace", "--demo", "--from", SHOP, "--to", "10.20.20.15", "--protocol", "icmp"]);
    assert!(ran.out.lines().next().unwrap().ends_with("to 10.20.20.15, icmp"), "{}", ran.out);
}

fn refused() {
    let refuses = |args: &[&str], words: &[&str]| byway(&[&["trace", "--demo"], args].concat()).refuses(words);
    refuses(&["--from", "vpc-1", "--to", "s3"], &["`vpc-1`".trim_matches('`'), "eni-", "internet"]);
    refuses(&["--from", SHOP], &["--to"]);
    refuses(&["--from", SHOP, "--to", "10.0.0.0/8"], &["not a block"]);
    refuses(&["--from", SHOP, "--to", "https://s3"], &["not a block or a URL"]);
    refuses(&["--from", SHOP, "--to", "two words"], &["DNS name"]);
    refuses(&["--from", SHOP, "--to", "s3", "--port", "0"], &["--port"]);
    refuses(&["--from", SHOP, "--to", "s3", "--protocol", "igmp"], &["tcp, udp, icmp, icmpv6 or a number"]);
    refuses(&["--from", SHOP, "--to", "s3", "--protocol", "1", "--port", "443"], &["only tcp and udp have ports"]);
    refuses(&["--from", SHOP, "--to", "10.0.0.1", "--family", "ipv6"], &["different families"]);
    refuses(&["--from", "10.20.10.13", "--to", "2001:db8::1"], &["different families"]);
    refuses(&["--from", "i-0", "--to", "s3"], &["`i-0`"]);
    refuses(&["--from", "192.0.2.1", "--to", "s3"], &["`192.0.2.1`"]);
    refuses(&["--from", SHOP, "--to", "s3", "--output", "csv"], &["no CSV", "`--output json`"]);
}

/// The network interface of one of the demo's NAT gateways.
const OF_A_NAT_GATEWAY: &str = "eni-0464d6ac340a50bc7";

fn no_such_destination() {
    let refuses =
        |from: &str, to: &str| byway(&["trace", "--demo", "--from", from, "--to", to]).refuses(&[&format!("`{to}`")]);
    for to in ["sqss", "localhost", "999.1.1.1", "com.amazonaws.eu-west-1.sqss", "nat-06fea022fb2bedfab"] {
        refuses(SHOP, to);
    }
    byway(&["trace", "--demo", "--from", OF_A_NAT_GATEWAY, "--to", "1.1.1.1"]).refuses(&["sends nothing of its own"]);
    // An endpoint in view is one, by its id.
    let ran = byway(&["trace", "--demo", "--from", SHOP, "--to", "vpce-0bddd37b463806df7", "--output", "json"]);
    assert_eq!(parsed(&ran.out)["answers"][0]["target"], "vpce-0bddd37b463806df7", "{}", ran.out);
}

/// An endpoint whose interfaces were not seen is not passed over in silence, and a gateway endpoint has none to reach.
fn unseen_endpoint() {
    let place = Place::new();
    let mut page = parsed(include_str!("../../fixtures/demo/snapshot.json"));
    let of_demo = "vpce-0bddd37b463806df7";
    let accounts = page["accounts"].as_object_mut().unwrap();
    let view = &mut accounts["111122223333"]["regions"]["eu-west-1"];
    let endpoints = view["vpc_endpoints"].as_array().unwrap();
    let endpoint = endpoints.iter().find(|one| one["VpcEndpointId"] == of_demo).unwrap();
    let lost = endpoint["NetworkInterfaceIds"].as_array().unwrap().clone();
    let interfaces = view["network_interfaces"].as_array_mut().unwrap();
    interfaces.retain(|one| !lost.contains(&one["NetworkInterfaceId"]));
    for record in page["coverage"].as_array_mut().unwrap() {
        if record["collection"] == "network-interfaces" && record["region"] == "eu-west-1" {
            record["outcome"] = "partial".into();
        }
    }
    place.write("part.json", page.to_string());
    let part = place.at("part.json");
    let ran = byway(&["trace", "--snapshot", &part, "--from", SHOP, "--to", of_demo, "--output", "json"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("ec2:DescribeNetworkInterfaces"), "{}", ran.out);
    let gateway = "vpce-0388c2548065a1a7e";
    byway(&["trace", "--demo", "--from", SHOP, "--to", gateway])
        .refuses(&[&format!("`{gateway}` has no ipv4 address")]);
}

/// The Amazon resolver, the instance metadata service and a subnet's router are asked past every route and filter.
fn kept_by_aws() {
    for to in ["10.20.0.2", "169.254.169.253", "169.254.169.254", "fd00:ec2::254", "10.20.20.1", "10.20.20.255"] {
        let family = if to.contains(':') { &["--family", "ipv6"][..] } else { &[] };
        let ran = byway(&[&["trace", "--demo", "--from", SHOP, "--to", to, "--output", "json"], family].concat());
        if to.contains(':') {
            // The demo's server has no such address.
            ran.refuses(&["ipv6"]);
            continue;
        }
        let page = parsed(&ran.out);
        assert_eq!(page["answers"][0]["forward"]["disposition"], "unknown", "{to}: {}", ran.out);
        assert!(ran.out.contains("keeps for itself"), "{to}: {}", ran.out);
    }
}

fn perhaps_unseen() {
    let ran = byway(&["trace", "--snapshot", &world("refused-interfaces"), "--from", "i-0", "--to", "s3"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert!(ran.line().contains("`i-0`") && ran.line().contains("not answered in full"), "{}", ran.err);
}

fn harmless() {
    let place = Place::new();
    let path = place.write("s.json", hostile::snapshot());
    for to in DESTINATIONS {
        for format in ["text", "json"] {
            let page = byway(&["trace", "--snapshot", &path, "--from", SHOP, "--to", to, "--output", format]).out;
            assert_eq!(page.chars().find(|letter| hostile::bends(*letter)), None, "{to} {format}");
        }
    }
}
