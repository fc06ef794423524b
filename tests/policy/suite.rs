//! Running cases: every difference from what a case expects is said in words.

use super::holds;
use super::vocabulary::{forget, load, policy_text, world};
use byway::policy::suite::{Outcome, run};
use libtest_mimic::{Failed, Trial};

pub fn tests() -> Vec<Trial> {
    vec![
        holds("a case holds if every subject has the verdict it lists", met),
        holds("a case says every difference, unlisted subjects and missing ones included", differences),
    ]
}

fn outcomes(condition: &str, expect: &str) -> Result<Vec<Outcome>, Failed> {
    forget();
    let case = format!("[[case]]\nworld = \"one\"\n[case.expect]\n{expect}\n");
    let policy = load(&policy_text(&format!("if = '{condition}'\nkey = \"{{vpc.first_subnet.id}}\"\n{case}")))?;
    Ok(run(&[policy], |name| if name == "one" { Ok(world()) } else { Err("no such folder".to_owned()) }))
}

fn met() -> Result<(), Failed> {
    for (condition, expect) in [
        ("true", "\"vpc-1/subnet-a\" = \"fail\""),
        ("true", "\"vpc-1/subnet-a\" = \"fail:wrong\""),
        ("false", "\"vpc-1/subnet-a\" = \"pass\""),
        ("vpc.b0", "\"vpc-1/subnet-a\" = \"unknown\""),
    ] {
        let outcomes = outcomes(condition, expect)?;
        assert!(outcomes.len() == 1 && outcomes[0].holds(), "{outcomes:?}");
    }
    Ok(())
}

fn differences() -> Result<(), Failed> {
    let differences = |condition: &str, expect: &str| -> Result<Vec<String>, Failed> {
        Ok(outcomes(condition, expect)?.into_iter().flat_map(|outcome| outcome.differences).collect())
    };
    assert_eq!(
        differences("true", "\"vpc-1/subnet-a\" = \"pass\"\n\"vpc-2\" = \"not-applicable\"")?,
        [
            "`vpc-1/subnet-a` should be pass and is fail:wrong (It is wrong)",
            "`vpc-2` should be not-applicable and was not judged at all",
        ]
    );
    assert_eq!(
        differences("vpc.b0", "")?,
        ["`vpc-1/subnet-a` is not listed, so it should be not-applicable, and is unknown (b0)"]
    );
    let case = "[[case]]\nworld = \"two\"\n[case.expect]\n";
    let policy = load(&policy_text(&format!("if = 'true'\n{case}")))?;
    let outcomes = run(&[policy], |_| Err("no such folder".to_owned()));
    assert_eq!(outcomes[0].differences, ["the world `two` cannot be opened: no such folder"]);
    Ok(())
}
