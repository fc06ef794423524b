//! Commands with real ids. Whoever copies one into a shell must be able to trust it.

use super::super::expression::Evaluation;
use super::super::fault::Fault;
use super::super::setting::Setting;
use super::{Hole, Piece, Template};
use crate::facts::{Thing, Type, Value};
use crate::network::Index;
use crate::snapshot::Answer;

/// What a command's template must be, beyond its types.
pub(super) fn check(text: &str, template: &Template) -> Result<(), Fault> {
    if !text.starts_with("aws ") {
        return Err(Fault::hinted(0, "a command begins with `aws `", "put other advice into `fix`"));
    }
    if let Some(at) = text.find(char::is_control) {
        return Err(Fault::hinted(at, "a command stands on one line", "write one entry of `run` per command"));
    }
    match lists(template).as_slice() {
        [] | [_] => Ok(()),
        [_, second, ..] => Err(Fault::hinted(
            text.find(&format!("{{{second}}}")).unwrap_or_default(),
            "a command can hold one list, of which each element makes a command of its own",
            "ask for a fact that is one thing",
        )),
    }
}

/// The paths of the lists in a command of which each element makes a command, each once.
fn lists(template: &Template) -> Vec<&str> {
    let mut paths: Vec<&str> = Vec::new();
    let mut words = "";
    for piece in &template.pieces {
        match piece {
            Piece::Words(next) => words = next,
            Piece::Hole(Hole { path, kind: Type::List(_), .. }) => {
                if !takes_several(words) && !paths.contains(&path.as_str()) {
                    paths.push(path);
                }
            }
            Piece::Hole(_) => {}
        }
    }
    paths
}

/// Whether what follows these words is the argument of an option that takes several ids, such as `--route-table-ids`:
/// the AWS CLI names every such option in the plural.
fn takes_several(words: &str) -> bool {
    words
        .strip_suffix(' ')
        .and_then(|words| words.rsplit(' ').next())
        .is_some_and(|option| option.starts_with("--") && option.ends_with("-ids"))
}

/// A value as it may stand in a command, if it may.
///
/// Letters, digits and `. _ : / @ = , + -` mean nothing to a shell. A value that begins with `-` would be an option,
/// and one with `://` would be fetched by the AWS CLI:
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html>.
fn safe(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::Text(text) => {
            let plain = !text.is_empty()
                && text.chars().all(|character| character.is_ascii_alphanumeric() || "._:/@=,+-".contains(character))
                && !text.starts_with('-')
                && !text.contains("://");
            plain.then(|| text.to_string())
        }
        Value::Bool(_) | Value::Trace(_) | Value::List(_) | Value::Thing(_) => None,
    }
}

impl Template {
    /// The commands about a thing: one, or one per element of its list. The elements of a list after an option that takes
    /// several ids are its arguments. A command is left out where a value of it is
    /// not known, is empty, or holds a character that means something to a shell.
    pub(crate) fn commands<'i>(
        &'i self,
        index: &'i Index<'i>,
        thing: Thing<'i>,
        settings: &'i [Setting],
    ) -> Vec<String> {
        let mut commands = vec![Some(String::new())];
        let mut elements: Option<usize> = None;
        let mut before = "";
        for piece in &self.pieces {
            let hole = match piece {
                Piece::Words(words) => {
                    before = words;
                    commands.iter_mut().flatten().for_each(|command| command.push_str(words));
                    continue;
                }
                Piece::Hole(hole) => hole,
            };
            let value = match Evaluation::new(index, thing, settings).value_or_spent(&hole.node) {
                Answer::Known(value) => value,
                Answer::Unknown(_) => return Vec::new(),
            };
            let Value::List(list) = value else {
                let Some(text) = safe(&value) else { return Vec::new() };
                commands.iter_mut().flatten().for_each(|command| command.push_str(&text));
                continue;
            };
            if takes_several(before) {
                let ids: Option<Vec<String>> = list.items.iter().map(safe).collect();
                let Some(ids) = ids.filter(|ids| !ids.is_empty()) else { return Vec::new() };
                commands.iter_mut().flatten().for_each(|command| command.push_str(&ids.join(" ")));
                continue;
            }
            // One list, though it may stand in the command twice: the commands so far, once per element.
            if elements.is_none() {
                commands = std::iter::repeat_n(commands.into_iter().flatten().next(), list.items.len()).collect();
                elements = Some(list.items.len());
            }
            for (command, item) in commands.iter_mut().zip(&list.items) {
                match (&mut *command, safe(item)) {
                    (Some(command), Some(text)) => command.push_str(&text),
                    (_, None) => *command = None,
                    (None, Some(_)) => {}
                }
            }
        }
        let mut commands: Vec<String> = commands.into_iter().flatten().collect();
        commands.dedup();
        commands
    }
}
