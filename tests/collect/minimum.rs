//! A crawl makes no call that tells nothing.

use super::{config, everything, run};
use crate::support::emulator::{Emulator, Script};
use crate::support::estate::{self, Size};
use crate::support::minimum::minimum;
use byway::collect::{crawl, stop};
use byway::snapshot::Collection;
use byway::target::{Options, Target};
use libtest_mimic::{Failed, Trial};
use std::collections::{BTreeMap, BTreeSet};

fn asked(emulator: &Emulator) -> BTreeMap<String, usize> {
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for action in emulator.actions() {
        *asked.entry(action.operation).or_default() += 1;
    }
    asked
}

fn as_few_as_can_be(size: Size) -> Result<(), Failed> {
    let seen = estate::estate(size);
    let emulator = Emulator::start(seen.clone(), Script::default());
    let home = "us-east-1".parse()?;
    run(async {
        let config = config(&emulator, &estate::number(), &home).await;
        let target = Target::of(config, &Options::default()).await.map_err(|error| error.to_string())?;
        let (_switch, stop) = stop();
        let mut request = everything();
        request.collections.remove(&Collection::Metrics);
        let crawled = crawl(&target, &request, stop).await;
        let unanswered = crawled.coverage.iter().find(|record| record.outcome.is_incomplete_run());
        unanswered.map_or(Ok(()), |record| Err::<(), Failed>(format!("{record:?}").into()))
    })?;
    let (asked, minimum) = (asked(&emulator), minimum(&seen));
    if asked == minimum {
        return Ok(());
    }
    let differ = asked.keys().chain(minimum.keys()).filter(|name| asked.get(*name) != minimum.get(*name));
    let told: BTreeSet<String> =
        differ.map(|name| format!("{name}: asked {:?}, at least {:?}", asked.get(name), minimum.get(name))).collect();
    Err(told.into_iter().collect::<Vec<_>>().join("\n").into())
}

pub fn tests() -> Vec<Trial> {
    vec![Trial::test("collect: no call is made that tells nothing, on an estate of many Regions", || {
        as_few_as_can_be(Size { regions: 4, ..estate::MEDIUM })?;
        as_few_as_can_be(Size { regions: 2, vpcs: 3, interface_endpoints: 2, groups: 400, zones: 130 })
    })]
}
