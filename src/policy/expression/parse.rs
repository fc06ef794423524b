//! From a condition's text to CEL's syntax tree, by the parser of the crate `cel`.

use super::super::fault::Fault;
use super::token;
use cel::Env;
use cel::common::ast::{IdedExpr, SourceInfo};
use cel::parser::{ParseError, ParseErrors};

/// The most bytes a condition may have.
pub(crate) const BYTES: usize = 1024;

/// The parser's stack. Its debug build overflows a test thread of 2 MiB with a dozen nested parentheses.
const STACK: usize = 16 * 1024 * 1024;

/// Runs `work` on a thread with room for the parser.
///
/// # Errors
///
/// A sentence: no thread could be made, or the parser broke. A panic in there ends one file, not the run.
pub(crate) fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("conditions".to_owned()).stack_size(STACK);
        match thread.spawn_scoped(scope, work) {
            Ok(running) => running.join().map_err(|_| "the parser of conditions broke on this file".to_owned()),
            Err(error) => Err(format!("no thread for the parser of conditions: {error}")),
        }
    })
}

/// A syntax tree, and where its nodes stand in the text.
pub(super) struct Parsed<'t> {
    /// The root.
    pub root: IdedExpr,
    text: &'t str,
    source: SourceInfo,
}

/// Parses a condition that [`token::survey`] has nothing against.
///
/// Macros are not expanded: `exists` and `all` stay the calls they are, and so does what is to be refused by name.
pub(super) fn parse(text: &str) -> Result<Parsed<'_>, Fault> {
    if text.len() > BYTES {
        return Err(Fault::hinted(
            BYTES,
            format!("the condition has {} bytes and may have {BYTES}", text.len()),
            "split it into several [[fail]], or ask for a fact",
        ));
    }
    if text.trim().is_empty() {
        return Err(Fault::hinted(0, "the condition is empty", "write one, or leave out the key"));
    }
    token::survey(text)?;
    match Env::default().parser().enable_optional_syntax(false).parse_with_source_info(text) {
        Ok((root, source)) => Ok(Parsed { root, text, source }),
        Err(ParseErrors { errors }) => Err(errors.first().map_or_else(
            || Fault::new(0, "the condition cannot be read"),
            |error| Fault::new(offset_of(text, error.pos), said(error)),
        )),
    }
}

impl Parsed<'_> {
    /// The byte offset of a node's own token: an operator, a name, the parenthesis of a call.
    pub fn token(&self, node: &IdedExpr) -> usize {
        let at = self.source.offset_for(node.id).map_or(0, |(start, _)| start as usize);
        at.min(self.text.len())
    }

    /// The byte offset of the name before a call's parenthesis.
    pub fn name(&self, node: &IdedExpr, name: &str) -> usize {
        let before = self.text.get(..self.token(node)).unwrap_or_default().trim_end();
        before.len().saturating_sub(name.len())
    }

    /// The byte offset of the name after a member's dot.
    pub fn member(&self, node: &IdedExpr) -> usize {
        let dot = self.token(node);
        let after = self.text.get(dot + 1..).unwrap_or_default();
        dot + 1 + (after.len() - after.trim_start().len())
    }
}

/// The byte offset of a line and column, both from 1, the column in characters.
fn offset_of(text: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line - 1).unwrap_or(0);
    let column = usize::try_from(column - 1).unwrap_or(0);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// The parser's complaint in a reader's words: it lists every token it would have liked, which helps nobody.
fn said(error: &ParseError) -> String {
    let message = error.msg.trim_start_matches("Syntax error: ");
    if let Some(word) = message.strip_prefix("reserved identifier: ") {
        return format!("`{word}` is a reserved word and cannot be a name");
    }
    if let Some((wanted, _)) = message.strip_prefix("missing '").and_then(|rest| rest.split_once('\'')) {
        return format!("`{wanted}` is missing here");
    }
    let quoted = message.split_once("input '").and_then(|(_, rest)| rest.split_once('\''));
    match quoted {
        Some(("<EOF>", _)) => "the condition ends too early".to_owned(),
        Some((found, _)) if !found.is_empty() => format!("`{found}` was not expected here"),
        Some(_) | None => format!("the condition cannot be read here: {message}"),
    }
}
