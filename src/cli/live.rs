//! Options that say whom to ask, and the crawl they start.

use super::{interrupt, telemetry};
use crate::collect::{self, Accounts, Listed, Request, Stop};
use crate::id::{AccountId, Region};
use crate::snapshot::{Collection, Snapshot};
use crate::target::{self, Cause, Doors, Options, Role, RoleName, Session, Target, TargetError};
use std::collections::BTreeSet;
use std::num::{NonZeroU16, NonZeroUsize};
use std::time::Duration;

/// Whom to ask, and how patiently.
#[derive(Clone, Debug, clap::Args)]
pub struct LiveArgs {
    /// Profile of the AWS config files to use; beats AWS_ACCESS_KEY_ID in the environment
    #[arg(long, value_name = "NAME", help_heading = "AWS account")]
    pub profile: Option<String>,
    /// Role to assume with the credentials found; repeatable, each with the credentials of the one before
    #[arg(long, value_name = "ARN", help_heading = "AWS account")]
    pub role_arn: Vec<String>,
    /// External ID that the last role asks for, which with --accounts or --org-role is that of each account; repeat it to
    /// name one for every role in order, "" for none
    #[arg(long, value_name = "ID", help_heading = "AWS account")]
    pub external_id: Vec<String>,
    /// Name of the roles' sessions, as CloudTrail will show it [default: byway]
    #[arg(long, value_name = "NAME", value_parser = session_name, help_heading = "AWS account")]
    pub session_name: Option<String>,
    /// Seconds that a role's session lasts before it is renewed, 900 to 43200; AWS allows 3600 at most where a role is
    /// assumed with the credentials of a role [default: AWS's 3600]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(900..=43200), help_heading = "AWS account")]
    pub session_duration: Option<u16>,
    /// Stop unless the credentials, once the roles are assumed, are for this account
    #[arg(long, value_name = "ACCOUNT", help_heading = "AWS account")]
    pub expect_account: Option<AccountId>,
    /// Audit these accounts: numbers or roles' ARNs joined by commas, or a file with one a line and # comments
    #[arg(long, value_name = "FILE|ACCOUNTS", help_heading = "AWS account")]
    pub accounts: Option<String>,
    /// Role to assume in each account, with its path if it has one; without --accounts, every account of the
    /// organization. The caller's own account is asked with the credentials at hand
    #[arg(long, value_name = "ROLE", help_heading = "AWS account")]
    pub org_role: Option<RoleName>,
    /// Accounts that may be under way at once
    #[arg(long, value_name = "N", default_value = "16", help_heading = "AWS account")]
    pub max_accounts: NonZeroU16,
    /// Seconds that one question may take, retries and pages included, byway's own waiting under AWS's allowances left out
    #[arg(long, value_name = "SECONDS", default_value = "300", help_heading = "AWS account")]
    pub timeout: NonZeroU16,
    /// Calls that may be under way at once, of all accounts; one that is not answered for ten seconds counts no more
    #[arg(long, value_name = "N", default_value = "128", help_heading = "AWS account")]
    pub max_concurrency: NonZeroU16,
}

/// A session's name.
///
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
fn session_name(text: &str) -> Result<String, String> {
    let fits = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte));
    if fits && (2..=64).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err("write 2 to 64 letters, digits or _+=,.@-".to_owned())
    }
}

impl LiveArgs {
    /// Whether more accounts than the caller's are named.
    pub(super) fn has_many(&self) -> bool {
        self.accounts.is_some() || self.org_role.is_some()
    }

    /// How to open the caller's account.
    ///
    /// # Errors
    ///
    /// [`TargetError`] for what is no role, and for options that do not fit each other.
    pub fn options(&self, regions: &[Region]) -> Result<Options, TargetError> {
        let roles = self.role_arn.len() + usize::from(self.has_many());
        let given = [
            ("--external-id", !self.external_id.is_empty()),
            ("--session-name", self.session_name.is_some()),
            ("--session-duration", self.session_duration.is_some()),
        ];
        if let Some((option, _)) = given.into_iter().find(|(_, is_given)| *is_given && roles == 0) {
            return Err(TargetError::NoRoleFor { option });
        }
        if self.external_id.len() > 1 && self.external_id.len() != roles {
            return Err(TargetError::ExternalIds { given: self.external_id.len(), roles });
        }
        // Where one role follows another, AWS shortens the session.
        if let Some(seconds) = self.session_duration.filter(|seconds| *seconds > 3600 && roles > 1) {
            return Err(TargetError::LongChain { seconds });
        }
        let external_ids = self.external_ids(roles);
        let role = |(arn, external_id): (&String, Option<String>)| Role::new(arn, external_id);
        Ok(Options {
            profile: self.profile.clone(),
            roles: self.role_arn.iter().zip(external_ids).map(role).collect::<Result<_, _>>()?,
            session: self.session(),
            expect_account: self.expect_account.clone(),
            regions: regions.to_vec(),
        })
    }

    /// The external ID of each of so many roles: as many are given, or one for the last, or none.
    fn external_ids(&self, roles: usize) -> Vec<Option<String>> {
        let without = roles.saturating_sub(self.external_id.len());
        let given = self.external_id.iter().map(|id| Some(id.clone()).filter(|id| !id.is_empty()));
        std::iter::repeat_n(None, without).chain(given).collect()
    }

    fn session(&self) -> Session {
        let duration = self.session_duration.map(|seconds| Duration::from_secs(seconds.into()));
        Session { name: self.session_name.clone(), duration }
    }

    /// What to ask for, and how patiently.
    pub fn request(&self, collections: BTreeSet<Collection>) -> Request {
        Request {
            collections,
            timeout: Duration::from_secs(self.timeout.get().into()),
            concurrency: usize::from(self.max_concurrency.get()),
        }
    }
}

/// Finds the accounts and asks `region` of them, or every enabled Region, for `collections`.
///
/// Says on stderr which account was opened and what was left out, unless `quiet`. Ctrl-C and SIGTERM end the crawl and
/// keep what was seen; a second one ends the program.
///
/// # Errors
///
/// [`TargetError`] if the caller's account cannot be opened, or nobody knows whom to ask. What is refused after that is in
/// the snapshot's coverage.
pub fn snapshot(
    args: &LiveArgs,
    region: &[Region],
    collections: BTreeSet<Collection>,
    quiet: bool,
) -> Result<Snapshot, TargetError> {
    let options = args.options(region)?;
    let request = args.request(collections);
    // Read before anybody is asked: a mistake in it is said at once.
    let named = args.accounts.as_deref().map(target::named).transpose()?;
    let say = |line: &str| {
        if !quiet {
            telemetry::note(line);
        }
    };
    let snapshot = run(async {
        let caller = target::open(&options).await?;
        say(&format!("account {} as {}", caller.account, caller.caller));
        let (switch, stop) = collect::stop();
        let listening = interrupt::listen(switch);
        let ticking = telemetry::start();
        let crawl = Box::pin(crawl(args, &caller, named.as_deref(), &request, stop, &say)).await;
        ticking.abort();
        telemetry::finish();
        listening.crawl_is_over();
        crawl
    })?;
    crate::snapshot::closed_by_scp(&snapshot.coverage).iter().for_each(|closed| say(&closed.to_string()));
    Ok(snapshot)
}

/// Runs what asks AWS to its end.
pub(super) fn run<T>(work: impl Future<Output = Result<T, TargetError>>) -> Result<T, TargetError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| TargetError::Runtime { source })?;
    let done = runtime.block_on(work);
    // NOTE: neither dropped nor shut down. A look-up of a name cannot be interrupted and would hold the program up; and a
    // signal must still end the program while it judges and writes, which the runtime's own listener sees to.
    std::mem::forget(runtime);
    done
}

async fn crawl(
    args: &LiveArgs,
    caller: &Target,
    named: Option<&[target::NamedAccount]>,
    request: &Request,
    stop: Stop,
    say: &impl Fn(&str),
) -> Result<Snapshot, TargetError> {
    if !args.has_many() {
        return Ok(collect::crawl(caller, request, stop).await);
    }
    let external_id = args.external_ids(args.role_arn.len() + 1).pop().flatten();
    let (account, partition, external_id) = (&caller.account, caller.partition, external_id.as_deref());
    let (doors, listed) = match (named, &args.org_role) {
        (Some(named), role) => (Doors::of_named(named, role.as_ref(), account, partition, external_id)?, None),
        (None, Some(role)) => {
            let listed = organization(caller, request, stop.clone()).await?;
            let doors = Doors::of_organization(listed.accounts(), role, account, partition, external_id);
            left_out(&listed).iter().for_each(|line| say(line));
            (doors, Some(listed))
        }
        (None, None) => (Doors::default(), None),
    };
    let at_once = NonZeroUsize::from(args.max_accounts);
    say(&match doors.0.len() {
        1 => "1 account".to_owned(),
        number => format!("{number} accounts, {} at once", number.min(at_once.get())),
    });
    let accounts = Accounts { doors, session: args.session(), at_once, listed };
    Ok(collect::crawl_accounts(caller, accounts, request, stop).await)
}

/// The organization's accounts, all of them: with a part, nobody would know what was left out.
async fn organization(caller: &Target, request: &Request, stop: Stop) -> Result<Listed, TargetError> {
    let unanswered = |code: &str, message: &str| TargetError::Organization {
        code: code.to_owned(),
        source: Cause(message.to_owned()),
    };
    let listed = collect::list_accounts(caller, request, stop).await.ok_or_else(|| unanswered("Fault", ""))?;
    let record = listed.record();
    if record.outcome.is_complete() && listed.accounts().is_empty() {
        return Err(unanswered("AWSOrganizationsNotInUseException", "the account is in no organization"));
    }
    if record.outcome.is_complete() {
        return Ok(listed);
    }
    let code = record.code.as_deref().unwrap_or(record.outcome.as_str());
    Err(unanswered(code, record.message.as_deref().unwrap_or_default()))
}

/// The accounts of the organization that are not in use, by state.
fn left_out(listed: &Listed) -> Option<String> {
    let left: Vec<String> = listed
        .accounts()
        .iter()
        .filter(|account| !account.is_in_use())
        .map(|account| format!("{} ({})", account.id, account.state().unwrap_or_default()))
        .collect();
    let number = match left.len() {
        0 => return None,
        1 => "1 account of the organization is".to_owned(),
        number => format!("{number} accounts of the organization are"),
    };
    Some(format!("{number} not in use and left out: {}", left.join(", ")))
}
