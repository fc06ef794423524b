//! What was walked already for one subnet: services share destinations, and those whose addresses are not known share all.
//!
//! Held while the rows of one subnet are made, and no longer: what a class shares is kept with the class.

use super::client::Set;
use super::resolution::Resolution;
use crate::finding::Family;
use crate::network::session::Courses;
use crate::network::walk::Ends;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A set of clients of the subnet: by its groups, and whether they have public addresses.
type Who = (Rc<[String]>, bool);
/// The ways of one set of clients to some addresses.
type Ways<'i> = BTreeMap<(Who, Vec<Ends>), Rc<Courses<'i>>>;

/// The walks of one subnet's clients so far.
#[derive(Debug, Default)]
pub(super) struct Walks<'i> {
    courses: RefCell<Ways<'i>>,
    whole: RefCell<BTreeMap<(Family, Vec<Ends>), Resolution>>,
}

impl<'i> Walks<'i> {
    /// The ways of a set of clients to some addresses, walked by `walk` if they were not before.
    pub fn of(&self, set: &Set<'i>, ends: &[Ends], walk: impl FnOnce() -> Courses<'i>) -> Rc<Courses<'i>> {
        let key = ((set.groups.clone(), set.public), ends.to_vec());
        crate::network::memory::remember(&self.courses, key, || Rc::new(walk()))
    }

    /// The path of all clients to some addresses. Unknown addresses are those of one service, which only matters where some
    /// service list may hold them.
    pub fn whole(
        &self,
        ends: &[Ends],
        is_unlisted: bool,
        family: Family,
        work: impl FnOnce() -> Resolution,
    ) -> Resolution {
        let nameless = |ends: &Ends| match ends {
            Ends::Somewhere(family, Some(_)) if is_unlisted => Ends::Somewhere(*family, Some("".into())),
            Ends::Somewhere(..) | Ends::Blocks(_) => ends.clone(),
        };
        let key = (family, ends.iter().map(nameless).collect());
        crate::network::memory::remember(&self.whole, key, work)
    }
}
