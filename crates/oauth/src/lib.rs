//! OAuth 2.0 and OpenID Connect in HTTP exchanges: which message each one is, and which login it belongs to.
//!
//! Messages are recognised by the parameters they carry and by values seen before (a code, a state, a token), never
//! by host or path names alone. Exchanges without a role are nobody's business and are not kept. Nothing here judges.

mod authorization;
mod classify;
mod client_authentication;
mod correlate;
mod device;
mod discovery;
mod dpop;
mod error_address;
mod flow;
mod hashes;
mod id_token;
mod jwks;
mod logout;
mod message;
mod metadata;
mod own_interface;
mod pointer;
mod protected;
mod provider;
mod providers;
mod pushed;
mod registered;
mod registration;
mod resource_metadata;
mod scope;
mod signature;
mod token;
mod tokens;
mod wallet;
mod workload;

pub use authorization::{AuthorizationRequest, AuthorizationResponse, Placement};
pub use classify::{is_authorization_request, is_other_protocol};
pub use client_authentication::BasicCredentials;
pub use correlate::{Correlated, Correlator, cookie_mark};
pub use device::DeviceAuthorization;
pub use discovery::{Discovery, is_uuid};
pub use dpop::DpopProof;
pub use error_address::{error_in_address, is_for_errors};
pub use flow::{CookieChange, Flow, FlowMessage, Others, SignedIn, SilentRow, StoryKind};
pub use hashes::{challenge_of, is_left_half_of, is_s256_of, is_sha256_hex_of};
pub use id_token::IdToken;
pub use jwks::KeySet;
pub use logout::LogoutRequest;
pub use message::{Join, MessageKind};
pub use metadata::Metadata;
pub use own_interface::OwnInterface;
pub use pointer::{Name, Part, Pointer};
pub use protected::{Challenge, ProtectedRequest};
pub use provider::{ForeignToken, Mark, NO_PAGE, Provider, ProviderError, code_of_page, numbered_code};
pub use pushed::PushedRequest;
pub use registered::RegisteredClient;
pub use registration::Registration;
pub use resource_metadata::ResourceMetadata;
pub use scope::Scope;
pub use signature::{CheckedSignature, verification};
pub use token::{TokenExchange, TokenResponse};
pub use tokens::{SeenToken, TokenKind};
pub use wallet::RequestObject;
pub use workload::WorkloadIdentity;
