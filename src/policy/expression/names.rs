//! What names mean in a policy: facts, options, and the nearest right name for a wrong one.

use super::super::fault::{Fault, nearest};
use super::super::setting::Setting;
use crate::facts::{Fact, Noun, Type, Vocabulary};

/// What names mean in a policy.
#[derive(Clone, Copy)]
pub(crate) struct Names<'n> {
    /// The facts there are.
    pub vocabulary: Vocabulary,
    /// The noun walked; its name is a variable.
    pub subject: Noun,
    /// The policy's settings.
    pub settings: &'n [Setting],
}

impl Names<'_> {
    /// The fact `name` of a value of type `kind`. The fault stands at 0.
    pub(crate) fn fact_of(&self, kind: Type, name: &str) -> Result<&'static Fact, Fault> {
        let Type::Thing(noun) = kind else {
            let hint = match kind {
                Type::List(_) => "go through the list with exists or all",
                Type::Bool
                | Type::Number
                | Type::Text
                | Type::Id
                | Type::Cidr
                | Type::Arn
                | Type::Region
                | Type::Trace
                | Type::Thing(_) => "only things have facts",
            };
            return Err(Fault::hinted(0, format!("{} has no fact `{name}`", a(kind)), hint));
        };
        self.vocabulary.find(noun, name).ok_or_else(|| {
            let hint = nearest(name, self.vocabulary.names(noun))
                .unwrap_or_else(|| "policies/README.md lists the facts".to_owned());
            Fault::hinted(0, format!("`{}` has no fact `{name}`", noun.name()), hint)
        })
    }

    /// The setting `name`: its place and type. The fault stands at 0.
    pub(crate) fn setting(&self, name: &str) -> Result<(usize, Type), Fault> {
        match self.settings.iter().position(|setting| setting.name == name) {
            Some(place) => Ok((place, self.settings.get(place).map_or(Type::Bool, |setting| setting.kind()))),
            None => Err(Fault {
                at: 0,
                message: format!("the policy has no option `{name}`"),
                hint: nearest(name, self.settings.iter().map(|setting| setting.name.as_str()))
                    .or_else(|| Some("add it to [options]".to_owned())),
            }),
        }
    }

    /// The fault for a name that means nothing here.
    pub(crate) fn unknown_name(&self, at: usize, name: &str, variables: &[&str]) -> Fault {
        let subject: Noun = self.subject;
        let hint = if self.vocabulary.find(subject, name).is_some() {
            Some(format!("did you mean `{}.{name}`?", subject.name()))
        } else {
            nearest(name, variables.iter().copied().chain([subject.name(), "option"]))
                .or_else(|| Some(format!("the thing walked is `{}`", subject.name())))
        };
        Fault { at, message: format!("nothing is called `{name}` here"), hint }
    }
}

/// A type with its article.
pub(crate) fn a(kind: Type) -> String {
    let name = kind.to_string();
    if name.starts_with(['a', 'e', 'i', 'o']) { format!("an {name}") } else { format!("a {name}") }
}
