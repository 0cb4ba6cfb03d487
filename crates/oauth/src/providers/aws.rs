//! AWS: Sign-In, where MCP clients log in, and IAM Identity Center. <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/>

use http::{Body, Exchange};

use crate::provider::{Mark, Provider, ProviderError};

/// The domain of AWS Sign-In, which refuses authorization requests without `resource`.
pub(crate) const SIGN_IN: &str = ".signin.aws.amazon.com";

const REGION: &str = "Set sso_region to the region of IAM Identity Center (not that of the resources), and check sso_start_url.";

pub(crate) static AWS: Provider = Provider {
    name: "AWS IAM",
    marks: &[&[Mark::Domain("signin.aws.amazon.com")], &[Mark::HostBetween("oidc.", ".amazonaws.com")]],
    habits: &["format/camel-case"],
    fixes: &[],
    errors: &[
        ProviderError {
            code: "Invalid request provided",
            rule: None,
            means: "IAM Identity Center does not know this start URL in this region: sso_region is mostly another one.",
            fix: REGION,
        },
        ProviderError {
            code: "Invalid grant provided",
            rule: None,
            means: "The device login began in another region than the one in which IAM Identity Center runs.",
            fix: REGION,
        },
    ],
};

/// Regions, as they stand in hosts.
const REGIONS: [&str; 30] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "af-south-1",
    "ap-east-1",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-south-1",
    "eu-south-2",
    "eu-north-1",
    "il-central-1",
    "me-south-1",
    "me-central-1",
    "sa-east-1",
    "us-gov-west-1",
];

/// The region of a host of IAM Identity Center (`oidc.us-east-1.amazonaws.com`, `portal.sso.…`).
fn region_of_host(host: &str) -> Option<&'static str> {
    let labels = host.strip_suffix(".amazonaws.com").filter(|labels| {
        labels.starts_with("oidc.") || labels.starts_with("portal.sso.") || labels.starts_with("device.sso.")
    })?;
    let last = labels.rsplit('.').next()?;
    REGIONS.into_iter().find(|region| *region == last)
}

/// The region in which a client registered itself: its identifier ends with it, in base64url.
fn region_of_client(client_id: &str) -> Option<&'static str> {
    let standard = client_id.trim_end_matches('=').replace('-', "+").replace('_', "/");
    let ends_with = |region: &&str| match Body::from_base64(&standard) {
        Some(Body::Bytes(bytes)) => bytes.expose().ends_with(region.as_bytes()),
        Some(body) => body.text().is_some_and(|text| text.ends_with(region)),
        None => false,
    };
    REGIONS.into_iter().find(ends_with)
}

/// Where a request to IAM Identity Center speaks of a client of another region: the client's region, and that of the host.
pub(crate) fn regions(exchange: &Exchange) -> Option<(&'static str, &'static str)> {
    let host = region_of_host(exchange.request.uri.host())?;
    let asked = exchange.request.body.present()?.json()?;
    let client = asked.get("clientId").or_else(|| asked.get("deviceContext")?.get("clientId"))?.as_str()?;
    Some((region_of_client(client)?, host))
}
