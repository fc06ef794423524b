//! What the emulator promises, for tests and benches that lean on it.

use super::account::{self, HOME, region};
use super::{crawl_of, everything, run};
use crate::support::emulator::{Emulator, Script};
use libtest_mimic::{Failed, Trial};
use std::time::{Duration, Instant};

pub fn tests() -> Vec<Trial> {
    vec![
        Trial::test("emulator: more requests than a bucket holds are throttled, and the next second's are not", bucket),
        Trial::test("emulator: every response takes a round trip", latency),
        Trial::test("emulator: a crawl under AWS's allowances is never throttled", unthrottled),
    ]
}

async fn regions(config: &aws_types::SdkConfig, times: usize) -> usize {
    let retry = aws_smithy_types::retry::RetryConfig::disabled();
    let config = aws_sdk_ec2::config::Builder::from(config).retry_config(retry).build();
    let client = aws_sdk_ec2::Client::from_conf(config);
    let mut under_way = tokio::task::JoinSet::new();
    for _ in 0..times {
        let client = client.clone();
        under_way.spawn(async move { client.describe_regions().send().await.is_ok() });
    }
    under_way.join_all().await.into_iter().filter(|fine| *fine).count()
}

fn bucket() -> Result<(), Failed> {
    let emulator = Emulator::start(account::seen(), Script { throttling: true, ..Script::default() });
    let (first, second) = run(async {
        let config = super::config(&emulator, &account::number(), &region(HOME)).await;
        let began = Instant::now();
        let first = regions(&config, 180).await;
        // What came back while they came in.
        let more = began.elapsed().as_secs_f64() * 20.0;
        tokio::time::sleep(Duration::from_secs(1)).await;
        ((first, more), regions(&config, 15).await)
    });
    let ((fine, more), throttled) = (first, emulator.throttled());
    if fine < 100 || fine as f64 > 101.0 + more || second != 15 {
        return Err(
            format!("{fine} of a burst were let through, {more:.1} came back meanwhile, {second} of 15 later").into()
        );
    }
    let buckets = emulator.buckets();
    let bucket = buckets.get(&format!("111122223333/{HOME}/ec2:DescribeRegions")).ok_or("no such bucket")?;
    if (bucket.burst, bucket.refill) != (100.0, 20.0) || bucket.throttled != throttled {
        return Err(format!("{bucket:?}").into());
    }
    if bucket.admitted as usize != fine + second || bucket.throttled as usize != 180 - fine {
        return Err(format!("{bucket:?}, {fine} and {second}").into());
    }
    Ok(())
}

fn latency() -> Result<(), Failed> {
    let trip = Duration::from_millis(120);
    let emulator = Emulator::start(account::seen(), Script { latency: Some(trip), ..Script::default() });
    let took = run(async {
        let config = super::config(&emulator, &account::number(), &region(HOME)).await;
        let began = Instant::now();
        regions(&config, 1).await;
        began.elapsed()
    });
    if took < trip { Err(format!("{took:?}").into()) } else { Ok(()) }
}

fn unthrottled() -> Result<(), Failed> {
    let emulator = Emulator::start(account::seen(), Script { throttling: true, ..Script::default() });
    run(crawl_of(&emulator, &account::number(), &region(HOME), &[], &everything()));
    match emulator.throttled() {
        0 => Ok(()),
        some => Err(format!("{some} requests were throttled").into()),
    }
}
