//! Facts about names: what shadows, captures, misses or mistakes the names of services and endpoints.
//!
//! Where a name leads is for `network::names` to say; what is asked of it here is what the policies about DNS need.

pub(super) mod endpoint;
pub(super) mod probe;
pub(super) mod profile;
pub(super) mod record;
pub(super) mod resolver;
pub(super) mod rule;
pub(super) mod vpc;
pub(super) mod zone;
