//! Arguments, parsed at the door.

use super::output::Output;
use super::telemetry::LogFormat;
use crate::finding::{Family, Severity};
use crate::id::{NameError, Region};
use crate::network::{Source, TCP, UDP};
use crate::report;
use crate::snapshot::Collection;
use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Where the traffic between your AWS networks and AWS services really goes, and what is wrong with it.
#[derive(Debug, Parser)]
#[command(name = "byway", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Say more on stderr; twice for every question asked
    #[arg(short, long, action = clap::ArgAction::Count, global = true, display_order = LAST)]
    pub verbose: u8,
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, display_order = LAST)]
    pub quiet: bool,
    /// How to write the log on stderr
    #[arg(long, value_enum, default_value = "text", global = true, value_name = "FORMAT", display_order = LAST)]
    pub log_format: LogFormat,
    /// When to colour; NO_COLOR and CLICOLOR_FORCE are honoured too
    #[arg(long, value_enum, default_value = "auto", global = true, value_name = "WHEN", display_order = LAST)]
    pub color: Color,
}

/// Options of every command come after a command's own.
const LAST: usize = 500;

const EXIT_CODES: &str = "Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 something could not be seen, \
                          4 both 1 and 3, 5 no credentials, wrong account or nothing seen";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Crawl an account, or read a snapshot, and judge it
    Audit(AuditArgs),
    /// Crawl an account and write the snapshot, without judging
    Collect(CollectArgs),
    /// Tell every fact of every resource, and of each unknown its cause
    Facts(FactsArgs),
    /// Say what a crawl would ask, how many calls that takes and how long at the least; asks nothing
    #[cfg(feature = "live")]
    Plan(PlanArgs),
    /// Print the least IAM policy that the selected policies need; asks nothing
    #[cfg(feature = "live")]
    Permissions(PermissionsArgs),
    /// Try one cheap call per operation, and say which policies the credentials are too weak for
    #[cfg(feature = "live")]
    Preflight(PreflightArgs),
    /// Say by which path every subnet reaches every AWS service, and which would be better
    Paths(PathsArgs),
    /// Walk one session, packet by packet: the name, the way there, the way back, and what decides each step
    Trace(TraceArgs),
    /// List, show or test the policies
    Policies(PoliciesArgs),
}

/// Where what is judged comes from.
#[derive(Args, Debug)]
pub(super) struct SourceArgs {
    /// Take the built-in demo account
    #[arg(long, conflicts_with = "snapshot")]
    pub demo: bool,
    /// Take a snapshot file, or a folder of AWS CLI output laid out as
    /// <account>/<region>/<service>.<operation>[@key].json
    #[arg(long, value_name = "FILE|DIR")]
    pub snapshot: Option<PathBuf>,
    /// When the folder's files were saved, as 2026-11-01T06:00:00Z [default: when the newest was written]
    #[arg(long, value_name = "TIME", requires = "snapshot", value_parser = time)]
    pub taken_at: Option<jiff::Timestamp>,
    /// Only this Region; repeatable [default: every enabled Region]
    #[arg(long, value_name = "REGION", value_parser = region)]
    pub region: Vec<Region>,
    #[cfg(feature = "live")]
    #[command(flatten)]
    pub live: super::live::LiveArgs,
}

/// Which policies to judge by, and what to ask beyond what they always need.
#[derive(Args, Debug)]
pub(super) struct SelectionArgs {
    /// Judge by this policy only; repeatable [default: all]
    #[arg(long, value_name = "ID")]
    pub policy: Vec<String>,
    /// Judge by the policies in this folder too
    #[arg(long, value_name = "DIR")]
    pub policies: Option<PathBuf>,
    /// Set an option of a policy
    #[arg(long, value_name = "POLICY.OPTION=VALUE")]
    pub option: Vec<String>,
    /// Also ask what costs extra; repeatable
    #[arg(long, value_enum, value_name = "WHAT")]
    pub with: Vec<OptIn>,
}

/// What is asked only on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OptIn {
    /// CloudWatch's metrics of endpoints and NAT gateways, for which AWS charges
    Metrics,
}

impl OptIn {
    pub(super) const ALL: [Self; 1] = [Self::Metrics];

    pub(super) fn collection(self) -> Collection {
        match self {
            Self::Metrics => Collection::Metrics,
        }
    }

    /// The word of the command line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Metrics => "metrics",
        }
    }
}

/// What a run asks, told or tried beforehand.
#[cfg(feature = "live")]
#[derive(Args, Debug)]
pub(super) struct PurposeArgs {
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// The run that is meant
    #[arg(long = "for", value_enum, default_value = "audit", value_name = "RUN")]
    pub purpose: Purpose,
}

/// A run of byway's.
#[cfg(feature = "live")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Purpose {
    /// `byway audit` by the selected policies
    Audit,
    /// `byway audit` that finds the accounts itself, by listing those of the organization
    Organization,
    /// `byway collect`, which asks everything
    Collect,
}

/// Whose plan to tell, and how.
#[cfg(feature = "live")]
#[derive(Args, Debug)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    pub purpose: PurposeArgs,
    /// Foretell the calls from the built-in demo account
    #[arg(long, conflicts_with = "snapshot")]
    pub demo: bool,
    /// Foretell the calls from an earlier snapshot of the accounts
    #[arg(long, value_name = "FILE|DIR")]
    pub snapshot: Option<PathBuf>,
    /// Only this Region; repeatable [default: every enabled Region]
    #[arg(long, value_name = "REGION", value_parser = region)]
    pub region: Vec<Region>,
    /// Milliseconds from a call to its answer
    #[arg(long, value_name = "MS", default_value = "80")]
    pub round_trip: u32,
    /// Write the plan as text or json, to a file or to stdout; repeatable [default: text]
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub output: Vec<Output>,
}

/// Whose permissions to print.
#[cfg(feature = "live")]
#[derive(Args, Debug)]
pub(super) struct PermissionsArgs {
    #[command(flatten)]
    pub purpose: PurposeArgs,
    /// Write the policy document to a file or to stdout [default: json]
    #[arg(short, long, value_name = "json[=FILE]")]
    pub output: Vec<Output>,
}

/// Whose permissions to try.
#[cfg(feature = "live")]
#[derive(Args, Debug)]
pub(super) struct PreflightArgs {
    #[command(flatten)]
    pub purpose: PurposeArgs,
    /// The Region to try; of several the first [default: the one the credentials are for]
    #[arg(long, value_name = "REGION", value_parser = region)]
    pub region: Vec<Region>,
    /// Judge this earlier snapshot as it would be without what is refused, to tell which policies will be Unknown
    #[arg(long, value_name = "FILE|DIR")]
    pub snapshot: Option<PathBuf>,
    #[command(flatten)]
    pub live: super::live::LiveArgs,
    /// Write what was found as text or json, to a file or to stdout; repeatable [default: text]
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub output: Vec<Output>,
}

#[derive(Args, Debug)]
pub(super) struct AuditArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Also write the snapshot to this file
    #[arg(long, value_name = "FILE")]
    pub save_snapshot: Option<PathBuf>,
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Write a report: text, json or sarif, to a file or to stdout; repeatable [default: text]
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub output: Vec<Output>,
    /// Write one SARIF file per account into this folder
    #[arg(long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Write the evidence documents that SARIF points into to this folder
    #[arg(long, value_name = "DIR")]
    pub evidence_dir: Option<PathBuf>,
    /// Leave milder findings out of every report; the exit code counts them all the same
    #[arg(long, value_name = "SEVERITY")]
    pub min_severity: Option<Severity>,
    /// Exit with 1 from this severity: info, low, medium, high, critical or never
    #[arg(long, value_name = "SEVERITY", default_value = "low")]
    pub fail_on: FailOn,
    /// Let findings that a person must look at, and those of severity info, fail the run too
    #[arg(long)]
    pub fail_on_review: bool,
    /// What counts as incomplete: what could not be read (default), every Unknown (strict), nothing (ok)
    #[arg(long, value_enum, default_value = "default", value_name = "MODE")]
    pub incomplete: Incomplete,
    /// List Pass and not-applicable verdicts too
    #[arg(long)]
    pub all: bool,
}

#[derive(Args, Debug)]
pub(super) struct CollectArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Where to write the snapshot [default: stdout]
    #[arg(short = 'o', long, visible_alias = "output", value_name = "FILE")]
    pub save_snapshot: Option<PathBuf>,
    /// Also ask what costs extra; repeatable
    #[arg(long, value_enum, value_name = "WHAT")]
    pub with: Vec<OptIn>,
}

/// Which paths to tell, and how.
#[derive(Args, Debug)]
pub(super) struct PathsArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Only this VPC; repeatable [default: every VPC]
    #[arg(long, value_name = "ID")]
    pub vpc: Vec<String>,
    /// Only this subnet; repeatable [default: every subnet]
    #[arg(long, value_name = "ID")]
    pub subnet: Vec<String>,
    /// Only this service, as s3, ecr.api or com.amazonaws.eu-west-1.s3; repeatable; all for every service on offer
    /// [default: s3, dynamodb, and those that an endpoint, zone or rule concerns]
    #[arg(long, value_name = "NAME")]
    pub service: Vec<String>,
    /// Write the paths as text, json or csv, to a file or to stdout; repeatable [default: text]
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub output: Vec<Output>,
    /// What counts as incomplete: what could not be read (default), every Unknown (strict), nothing (ok)
    #[arg(long, value_enum, default_value = "default", value_name = "MODE")]
    pub incomplete: Incomplete,
}

/// Which session to walk, and how to tell it.
#[derive(Args, Debug)]
pub(super) struct TraceArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Where the packets come from: a network interface, instance or subnet by id, an address of one, or internet
    #[arg(long, value_name = "SOURCE", value_parser = source)]
    pub from: Source,
    /// Where they go: a service, as s3 or ecr.api, a DNS name, an address, or an endpoint, interface or instance by id
    #[arg(long, value_name = "DESTINATION", value_parser = destination)]
    pub to: String,
    /// The port they go to, of tcp and udp [default: 443]
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// The protocol: tcp, udp, icmp, icmpv6 or its number
    #[arg(long, value_name = "PROTOCOL", default_value = "tcp", value_parser = protocol)]
    pub protocol: u8,
    /// Only this family of addresses [default: whatever the destination has]
    #[arg(long, value_enum, value_name = "FAMILY")]
    pub family: Option<FamilyArg>,
    /// Write the trace as text or json, to a file or to stdout; repeatable [default: text]
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub output: Vec<Output>,
    /// What counts as incomplete: what could not be read (default), every Unknown (strict), nothing (ok)
    #[arg(long, value_enum, default_value = "default", value_name = "MODE")]
    pub incomplete: Incomplete,
}

/// A family of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FamilyArg {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

impl From<FamilyArg> for Family {
    fn from(family: FamilyArg) -> Self {
        match family {
            FamilyArg::Ipv4 => Self::Ipv4,
            FamilyArg::Ipv6 => Self::Ipv6,
        }
    }
}

#[derive(Args, Debug)]
pub(super) struct FactsArgs {
    #[command(flatten)]
    pub source: SourceArgs,
    /// Only this resource, by id or ARN; repeatable [default: all]
    #[arg(long, value_name = "ID")]
    pub resource: Vec<String>,
    /// Only this fact, as `in_use` or `route_table.in_use`; repeatable [default: all]
    #[arg(long, value_name = "NAME")]
    pub fact: Vec<String>,
    /// Write the facts as text or json, to a file or to stdout; repeatable [default: text]
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub output: Vec<Output>,
}

#[derive(Args, Debug)]
pub(super) struct PoliciesArgs {
    #[command(subcommand)]
    pub command: PoliciesCommand,
    /// The policies in this folder too
    #[arg(long, value_name = "DIR", global = true)]
    pub policies: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum PoliciesCommand {
    /// One line a policy
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// A policy's words, conditions and cases
    Show {
        /// The policy's id
        id: String,
    },
    /// Run the cases of the policies
    Test {
        /// Only this policy; repeatable
        id: Vec<String>,
        /// A folder of worlds, beside the built-in ones
        #[arg(long, value_name = "DIR")]
        worlds: Option<PathBuf>,
    },
}

/// Where packets come from.
fn source(text: &str) -> Result<Source, String> {
    if text == "internet" {
        return Ok(Source::Internet);
    }
    if let Ok(address) = text.parse() {
        return Ok(Source::Address(address));
    }
    if ["eni-", "i-", "subnet-"].iter().any(|prefix| text.starts_with(prefix)) {
        return Ok(Source::Named(text.to_owned()));
    }
    Err("name an interface (eni-), an instance (i-), a subnet (subnet-), an address or internet".to_owned())
}

/// Where packets go. Names are asked in lower case, and without the dot of the root.
fn destination(text: &str) -> Result<String, String> {
    let name = text.trim_end_matches('.').to_ascii_lowercase();
    let is_spelled = |letter: char| letter.is_ascii_alphanumeric() || "-._:".contains(letter);
    if name.contains('/') {
        return Err("name one address, not a block or a URL".to_owned());
    }
    if name.is_empty() || !name.chars().all(is_spelled) {
        return Err("name a service, such as s3, a DNS name or an address".to_owned());
    }
    Ok(name)
}

/// A protocol, as IANA numbers it: <https://www.iana.org/assignments/protocol-numbers/>.
fn protocol(text: &str) -> Result<u8, String> {
    match text.to_ascii_lowercase().as_str() {
        "tcp" => Ok(TCP),
        "udp" => Ok(UDP),
        "icmp" => Ok(1),
        "icmpv6" => Ok(58),
        number => number.parse().map_err(|_| "write tcp, udp, icmp, icmpv6 or a number from 0 to 255".to_owned()),
    }
}

/// An instant, as AWS writes them.
fn time(text: &str) -> Result<jiff::Timestamp, String> {
    text.parse().map_err(|_| "write it like 2026-11-01T06:00:00Z".to_owned())
}

/// A Region that can be looked in, which `global` is not.
fn region(text: &str) -> Result<Region, NameError> {
    let region: Region = text.parse()?;
    if region.is_global() {
        return Err(NameError { given: text.to_owned(), wanted: "a Region's code, such as eu-west-1" });
    }
    Ok(region)
}

/// From which severity findings fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FailOn(pub Option<Severity>);

impl std::str::FromStr for FailOn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "never" {
            return Ok(Self(None));
        }
        text.parse()
            .map(|severity| Self(Some(severity)))
            .map_err(|error: crate::finding::WordError| format!("{error}, never"))
    }
}

/// What counts as incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Incomplete {
    /// What could not be read.
    Default,
    /// Every Unknown.
    Strict,
    /// Nothing.
    Ok,
}

impl From<Incomplete> for report::Incomplete {
    fn from(mode: Incomplete) -> Self {
        match mode {
            Incomplete::Default => Self::Unanswered,
            Incomplete::Strict => Self::Strict,
            Incomplete::Ok => Self::Ok,
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    fn choice(self, stream: &impl anstream::stream::RawStream) -> ColorChoice {
        match self {
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
            Self::Auto => anstream::AutoStream::choice(stream),
        }
    }

    /// Whether to colour stdout.
    pub(super) fn on_stdout(self) -> bool {
        self.choice(&std::io::stdout()) != ColorChoice::Never
    }

    /// Whether to colour stderr.
    pub(super) fn on_stderr(self) -> ColorChoice {
        self.choice(&std::io::stderr())
    }
}
