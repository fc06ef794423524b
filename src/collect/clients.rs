//! The SDK's clients, one of each service and Region, and how patient they are.

use super::absent;
use super::attempts::Attempts;
use super::pace::Pace;
use crate::id::Region;
use crate::target::{Target, Whole};

use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

macro_rules! clients {
    ($($service:ident: $sdk:ident),*) => {
        /// The clients for one Region, each made when first needed.
        #[derive(Debug)]
        pub(crate) struct Client {
            config: SdkConfig,
            account: String,
            attempts: Attempts,
            $($service: OnceLock<$sdk::Client>,)*
        }

        impl Client {
            fn new(config: SdkConfig, account: &str, attempts: Attempts) -> Self {
                Self { config, account: account.to_owned(), attempts, $($service: OnceLock::new(),)* }
            }

            $(pub(crate) fn $service(&self) -> &$sdk::Client {
                self.$service.get_or_init(|| {
                    // Each has an allowance for retries of its own: with the SDK's default one throttled account, Region
                    // or service would use up that of all.
                    let own = format!("{}/{}/{}", self.account, self.attempts.region(), stringify!($service));
                    let mut config = $sdk::config::Builder::from(&self.config)
                        .retry_partition($sdk::config::retry::RetryPartition::new(own))
                        .interceptor(Whole)
                        .interceptor(self.attempts.clone());
                    if absent::may_lack_service(stringify!($service)) {
                        config = config.retry_classifier(absent::NoSecondLookup);
                    }
                    $sdk::Client::from_conf(config.build())
                })
            })*
        }
    };
}

clients! {
    ec2: aws_sdk_ec2,
    route53: aws_sdk_route53,
    route53resolver: aws_sdk_route53resolver,
    route53profiles: aws_sdk_route53profiles,
    elbv2: aws_sdk_elasticloadbalancingv2,
    organizations: aws_sdk_organizations,
    cloudwatch: aws_sdk_cloudwatch
}

/// The clients of one account, made when first needed.
pub(crate) struct Clients {
    config: SdkConfig,
    account: String,
    pace: Arc<Pace>,
    made: BTreeMap<Region, Arc<Client>>,
}

impl Clients {
    pub(crate) fn new(target: &Target, pace: &Arc<Pace>) -> Self {
        Self {
            config: patient(&target.config),
            account: target.account.to_string(),
            pace: Arc::clone(pace),
            made: BTreeMap::new(),
        }
    }

    /// The account.
    pub(crate) fn account(&self) -> &str {
        &self.account
    }

    /// The clients for a Region. What belongs to no Region is asked in the account's home.
    pub(crate) fn of(&mut self, region: &Region) -> Arc<Client> {
        let Self { config, account, pace, made } = self;
        let client = made.entry(region.clone()).or_insert_with(|| {
            let config = config.to_builder().region(aws_types::region::Region::new(region.to_string())).build();
            Arc::new(Client::new(config, account, Attempts::new(Arc::clone(pace), region.clone())))
        });
        Arc::clone(client)
    }
}

/// The SDK's settings for a crawl: more attempts than for one call.
///
/// NOTE: three attempts is the SDK's default, and a setting of three cannot be told from none. Adaptive mode is left
/// out: it slows all of a client down for one throttled operation, and AWS counts every operation on its own.
fn patient(config: &SdkConfig) -> SdkConfig {
    let retry = config.retry_config().cloned().unwrap_or_else(RetryConfig::standard);
    let retry = if retry.max_attempts() == 3 { retry.with_max_attempts(8) } else { retry };
    config.to_builder().retry_config(retry).build()
}
