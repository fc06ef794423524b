//! Credentials that expire in the middle of a crawl.

use super::cell::{PATIENCE, crawl, nothing_is_hidden};
use crate::support::emulator::{EVERY, Fault, Script};
use byway::snapshot::Outcome;
use libtest_mimic::{Failed, Trial};

pub fn tests() -> Vec<Trial> {
    vec![Trial::test("matrix: when all credentials expire, what was seen stays and the rest is said", expiry)]
}

fn expiry() -> Result<(), Failed> {
    for after in [0, 3, 20, 35] {
        // Two requests at once open the account: whose credentials these are, and which Regions there are.
        let script = Script::default().with(EVERY, Fault::Expire(after + 2));
        let (crawled, _) = crawl(script, PATIENCE);
        let ends = crawled.coverage.iter().filter(|record| record.outcome == Outcome::Answered).count();
        if ends > after + 1 || (after > 3 && ends == 0) {
            return Err(format!("{ends} answers after {after} requests").into());
        }
        let stranger = crawled.coverage.iter().find(|record| {
            let expired =
                matches!(record.code.as_deref(), Some("RequestExpired" | "ExpiredToken" | "ExpiredTokenException"));
            !(matches!(record.outcome, Outcome::Answered | Outcome::NotVisible | Outcome::NotAsked)
                || (record.outcome == Outcome::Failed && expired))
        });
        if let Some(stranger) = stranger {
            return Err(format!("{stranger:?}").into());
        }
        nothing_is_hidden(&crawled)?;
    }
    Ok(())
}
