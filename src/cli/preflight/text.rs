//! What was found, for people.

use super::Preflight;
use crate::cli::purpose::counted;
use crate::collect::{Grant, Tried};
use crate::report::plain;
use crate::snapshot::{DeniedBy, Outcome};
use std::fmt::Write;

/// One line an operation, the policies that will be Unknown, and what would help.
pub(super) fn render(found: &Preflight<'_>) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "Account {} as {}, tried in {}\n", found.account, plain::line(&found.caller), found.region);
    let width = found.tried.iter().map(|one| one.collection.operation().len()).max().unwrap_or(0);
    for one in &found.tried {
        let line = format!("{:<7}  {:<width$}  {}", one.grant.as_str(), one.collection.operation(), why(one));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let count = |grant| found.count(grant);
    let _ = writeln!(
        out,
        "\n{}: {} allowed, {} refused, {} failed, {} untold",
        counted(found.tried.len() as u64, "operation", "operations"),
        count(Grant::Allowed),
        count(Grant::Refused),
        count(Grant::Failed),
        count(Grant::Untold)
    );
    let unknown = found.unknown();
    if unknown.is_empty() {
        let _ = writeln!(out, "No policy will be Unknown for that");
    } else {
        let of = found.run.chosen.len();
        let count = unknown.len();
        let _ = match &found.basis {
            Some(basis) => writeln!(
                out,
                "\n{count} of {of} policies will be Unknown if the account is as it was at {}:",
                basis.taken_at
            ),
            None => writeln!(
                out,
                "\n{count} of {of} policies rest on that, and will be Unknown wherever it decides; with an earlier snapshot \
                 (`--snapshot FILE`) byway says which:"
            ),
        };
        for (policy, lacking) in unknown {
            let lacking: Vec<&str> = lacking.into_iter().map(|one| one.operation()).collect();
            let _ = writeln!(out, "  {policy}\n    for want of {}", lacking.join(", "));
        }
    }
    for above in [DeniedBy::Scp, DeniedBy::Rcp, DeniedBy::Boundary] {
        let denied: Vec<&str> = found
            .tried
            .iter()
            .filter(|one| one.grant == Grant::Refused && one.record.denied_by == Some(above))
            .map(|one| one.collection.operation())
            .collect();
        if !denied.is_empty() {
            let _ = writeln!(out, "\nDenied by {}, which no policy of the identity's own outweighs:", words(above));
            let _ = writeln!(out, "  {}", denied.join("\n  "));
        }
    }
    if let Some(missing) = found.missing() {
        out.push_str("\nMissing from the policies of the identity:\n");
        out.push_str(&String::from_utf8_lossy(&missing.print()));
    }
    out
}

fn why(one: &Tried) -> String {
    let said = || {
        let code = one.record.code.as_deref().unwrap_or_default();
        let message = one.record.message.as_deref().map(|message| plain::line(message).into_owned());
        let message = message.map(|message| plain::cut(&message, 120).into_owned()).unwrap_or_default();
        format!("{}: {message}", plain::line(code)).trim_matches([':', ' ']).to_owned()
    };
    match one.grant {
        Grant::Allowed => String::new(),
        Grant::Refused => {
            let by = words(one.record.denied_by.unwrap_or(DeniedBy::Unknown));
            match one.record.permission.as_deref().filter(|action| *action != one.collection.operation()) {
                Some(other) => format!("by {by}, for want of {}", plain::line(other)),
                None => format!("by {by}"),
            }
        }
        Grant::Failed | Grant::Untold if one.record.outcome == Outcome::Failed => said(),
        Grant::Failed | Grant::Untold => format!("{}, {}", one.record.outcome, said()),
    }
}

fn words(by: DeniedBy) -> &'static str {
    match by {
        DeniedBy::Iam => "a policy of the identity, or the lack of one",
        DeniedBy::Scp => "a service control policy",
        DeniedBy::Rcp => "a resource control policy",
        DeniedBy::Boundary => "a permissions boundary",
        DeniedBy::Unknown => "something that AWS does not name",
    }
}
