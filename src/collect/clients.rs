//! The SDK's clients, one of each service and Region, and how patient they are.

use super::whole::Whole;
use crate::id::Region;
use crate::target::Target;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use std::collections::BTreeMap;
use std::time::Duration;

/// The clients for one Region.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) ec2: aws_sdk_ec2::Client,
    pub(crate) route53: aws_sdk_route53::Client,
}

/// The clients of one account, made when first needed.
pub(crate) struct Clients {
    config: SdkConfig,
    home: Region,
    account: String,
    made: BTreeMap<Region, Client>,
}

impl Clients {
    pub(crate) fn new(target: &Target, deadline: Duration) -> Self {
        Self {
            config: patient(&target.config, deadline),
            home: target.home.clone(),
            account: target.account.to_string(),
            made: BTreeMap::new(),
        }
    }

    /// The clients for a Region.
    ///
    /// Each has an allowance for retries of its own: with the SDK's default one throttled account or Region would use
    /// up that of all.
    pub(crate) fn of(&mut self, region: &Region) -> Client {
        let Self { config, home, account, made } = self;
        made.entry(region.clone())
            .or_insert_with(|| Client {
                ec2: {
                    let own = aws_sdk_ec2::config::retry::RetryPartition::new(format!("{account}/{region}/ec2"));
                    let config = aws_sdk_ec2::config::Builder::from(&*config)
                        .region(aws_types::region::Region::new(region.to_string()))
                        .retry_partition(own)
                        .interceptor(Whole);
                    aws_sdk_ec2::Client::from_conf(config.build())
                },
                route53: {
                    // NOTE: Route 53 has one endpoint a partition, and one allowance an account.
                    let own = aws_sdk_route53::config::retry::RetryPartition::new(format!("{account}/route53"));
                    let config = aws_sdk_route53::config::Builder::from(&*config)
                        .region(aws_types::region::Region::new(home.to_string()))
                        .retry_partition(own)
                        .interceptor(Whole);
                    aws_sdk_route53::Client::from_conf(config.build())
                },
            })
            .clone()
    }
}

/// The SDK's settings for a crawl: more attempts than for one call, and no attempt that hangs for ever.
///
/// NOTE: three attempts is the SDK's default, and a setting of three cannot be told from none. Adaptive mode is left
/// out: it slows all of a client down for one throttled operation, and AWS counts every operation on its own.
fn patient(config: &SdkConfig, deadline: Duration) -> SdkConfig {
    let retry = config.retry_config().cloned().unwrap_or_else(RetryConfig::standard);
    let retry = if retry.max_attempts() == 3 { retry.with_max_attempts(8) } else { retry };
    let mut timeout = TimeoutConfig::builder().read_timeout(deadline.min(Duration::from_secs(60))).build();
    if let Some(configured) = config.timeout_config() {
        let mut set = configured.clone();
        set.take_defaults_from(&timeout);
        timeout = set;
    }
    config.to_builder().retry_config(retry).timeout_config(timeout).build()
}
