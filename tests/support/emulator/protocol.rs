//! The protocols that AWS's services speak, and what is different in each.

use super::http::{Request, Response};
use super::wire::Operation;
use super::{cbor, json, xml};
use serde_json::Value;

/// How a service is spoken to. <https://smithy.io/2.0/aws/protocols/index.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// EC2's query protocol.
    Ec2,
    /// The AWS query protocol: STS, Elastic Load Balancing.
    Query,
    /// XML by path: Route 53.
    RestXml,
    /// JSON by the header `X-Amz-Target`: Route 53 Resolver, Organizations.
    Json,
    /// JSON by path: Route 53 Profiles.
    RestJson,
    /// CBOR by path: CloudWatch. <https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html>
    Cbor,
}

impl Protocol {
    pub fn of(request: &Request, service: &str) -> Self {
        if !request.header("x-amz-target").is_empty() {
            Self::Json
        } else if request.header("smithy-protocol") == "rpc-v2-cbor" {
            Self::Cbor
        } else if service == "ec2" {
            Self::Ec2
        } else if service == "route53" {
            Self::RestXml
        } else if service == "route53profiles" {
            Self::RestJson
        } else {
            Self::Query
        }
    }

    /// What an answer's `Content-Type` is.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Ec2 => "text/xml;charset=UTF-8",
            Self::Query | Self::RestXml => "text/xml",
            Self::Json => "application/x-amz-json-1.1",
            Self::RestJson => "application/json",
            Self::Cbor => "application/cbor",
        }
    }

    /// A response of this protocol.
    pub fn response(self, status: u16, body: Vec<u8>) -> Response {
        let mut headers = vec![("Content-Type", self.content_type().to_owned())];
        if self == Self::Cbor {
            headers.push(("smithy-protocol", "rpc-v2-cbor".to_owned()));
        }
        Response { status, headers, body }
    }

    /// An output, its members named as the AWS CLI prints them, as this protocol spells it.
    pub fn spell(self, operation: &Operation, output: &Value) -> Response {
        let name = operation.name;
        let (service, shape) = (operation.service, operation.output);
        let in_xml = |wrapper: Option<String>| {
            let mut body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{name}Response xmlns=\"{service}\">");
            match wrapper {
                Some(wrapper) => xml::thing(&mut body, &wrapper, service, shape, output),
                None => xml::members(&mut body, service, shape, output),
            }
            xml::close(&mut body, &format!("{name}Response"));
            body.into_bytes()
        };
        let body = match self {
            Self::Ec2 | Self::RestXml => in_xml(None),
            Self::Query => in_xml(Some(format!("{name}Result"))),
            Self::Json | Self::RestJson => json::thing(service, shape, output).to_string().into_bytes(),
            Self::Cbor => cbor::thing(service, shape, output),
        };
        self.response(200, body)
    }
}
