//! The SDK's shapes turned into the model's, one folder or file per service, and nothing else.

pub(crate) mod cloudwatch;
pub(crate) mod ec2;
pub(crate) mod elbv2;
pub(crate) mod organizations;
pub(crate) mod route53;
pub(crate) mod route53profiles;
pub(crate) mod route53resolver;

/// Every page of an operation that takes a page's size and a token, of the size that the asking wants.
macro_rules! pages {
    ($asking:ident, $collection:ident, $call:expr, $list:ident, $turn:path) => {{
        let pages = $asking.every_page(async |token: Option<String>| {
            let page = $call.set_max_results($asking.page_size()).set_next_token(token).send().await?;
            let list = page.$list.map(|list| $crate::collect::aws::each(Some(list), $turn));
            Ok((list, $crate::collect::page::Next::of(page.next_token)))
        });
        $crate::collect::ask::Seen::of(pages.await, $crate::snapshot::Items::$collection)
    }};
}
use pages;

/// A list the SDK may leave out, each item turned.
fn each<T, U>(list: Option<Vec<T>>, turn: impl FnMut(T) -> U) -> Vec<U> {
    list.unwrap_or_default().into_iter().map(turn).collect()
}

/// An enumeration as the wire spelled it, whether the SDK knows the value or not.
fn word(value: Option<impl AsRef<str>>) -> Option<String> {
    value.map(|value| value.as_ref().to_owned())
}

/// A time as RFC 3339.
fn time(value: Option<aws_smithy_types::DateTime>) -> Option<String> {
    value.and_then(|value| value.fmt(aws_smithy_types::date_time::Format::DateTime).ok())
}
