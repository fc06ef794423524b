//! The one HTTP client of the process, and how long a connection may be silent.

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use std::time::Duration;

/// How long AWS may be silent before an attempt counts as lost and the SDK makes another.
///
/// NOTE: the same for every client. The HTTP client keeps a pool of connections, with TLS roots of its own, for each
/// setting it meets.
const SILENCE: Duration = Duration::from_secs(60);

/// The SDK's own default client, made once.
///
/// NOTE: every client of the SDK would make one of its own otherwise, and each reads the system's certificates and
/// opens connections anew: most of the time a small crawl takes. Proxies are found as the SDK finds them.
pub(super) fn client() -> SharedHttpClient {
    Builder::new().build_with_connector_fn(|settings, components| {
        let mut connector = ConnectorBuilder::default().tls_provider(Provider::Rustls(CryptoMode::AwsLc));
        connector.set_connector_settings(settings.cloned());
        if let Some(components) = components {
            connector.set_sleep_impl(components.sleep_impl());
        }
        connector.set_proxy_config(Some(ProxyConfig::from_env()));
        connector.build()
    })
}

/// The settings with no attempt that hangs for ever; what is set already stays.
pub(super) fn patient(config: SdkConfig) -> SdkConfig {
    let mut timeout = TimeoutConfig::builder().read_timeout(SILENCE).build();
    if let Some(configured) = config.timeout_config() {
        let mut set = configured.clone();
        set.take_defaults_from(&timeout);
        timeout = set;
    }
    config.into_builder().timeout_config(timeout).build()
}
