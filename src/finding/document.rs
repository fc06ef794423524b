//! Evidence documents: things as AWS answered them, with a line for every member.

use crate::id::ResourceId;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The evidence documents that a report points into, by thing.
pub type Documents = BTreeMap<ResourceId, Document>;

/// A thing as AWS answered it: keys sorted, two-space indent, LF, policy documents parsed in place.
#[derive(Clone, Debug)]
pub struct Document {
    body: Value,
    /// Worked out once: a report points into one document many times.
    spans: OnceLock<BTreeMap<String, (usize, usize)>>,
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body
    }
}

impl Document {
    /// A document of `body`. A member `PolicyDocument` that holds JSON is parsed in place; one that does not stays
    /// the string it is.
    pub fn new(mut body: Value) -> Self {
        if let Some(policy) = body.get_mut("PolicyDocument")
            && let Some(parsed) = policy.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok())
        {
            *policy = parsed;
        }
        Self { body, spans: OnceLock::new() }
    }

    /// The member at an RFC 6901 pointer.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.body.pointer(pointer)
    }

    /// The whole.
    pub fn body(&self) -> &Value {
        &self.body
    }

    /// The document's text, with a final line feed.
    pub fn text(&self) -> String {
        let mut text = String::new();
        lines(&self.body, &mut String::new(), 0, "", false, &mut |_, line| {
            text.push_str(line);
            text.push('\n');
        });
        text
    }

    /// The first and last line, from 1, of the member at `pointer`; `None` where there is no such member.
    pub fn lines_of(&self, pointer: &str) -> Option<(usize, usize)> {
        self.spans.get_or_init(|| spans(&self.body)).get(pointer).copied()
    }

    /// The line, from 1, of the first member whose value is `id`: where an absence is shown. The first line of the
    /// document if there is none.
    pub fn line_of_id(&self, id: &str) -> usize {
        let Value::Object(members) = &self.body else { return 1 };
        members
            .iter()
            .find(|(_, value)| value.as_str() == Some(id))
            .and_then(|(name, _)| self.lines_of(&format!("/{}", escape(name))))
            .map_or(1, |(first, _)| first)
    }
}

/// The first and last line, from 1, of every member, by pointer.
fn spans(body: &Value) -> BTreeMap<String, (usize, usize)> {
    let mut spans: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut line = 0;
    lines(body, &mut String::new(), 0, "", false, &mut |at, _| {
        line += 1;
        let ends = at.match_indices('/').map(|(end, _)| end).chain([at.len()]);
        for around in ends.filter_map(|end| at.get(..end)) {
            match spans.get_mut(around) {
                Some((_, last)) => *last = line,
                None => {
                    spans.insert(around.to_owned(), (line, line));
                }
            }
        }
    });
    spans
}

/// One step of an RFC 6901 pointer.
fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// Prints `value` as `serde_json` prettily does, telling for every line which member it belongs to.
fn lines(value: &Value, at: &mut String, depth: usize, lead: &str, comma: bool, emit: &mut impl FnMut(&str, &str)) {
    let indent = "  ".repeat(depth);
    let tail = if comma { "," } else { "" };
    let mut children = |members: Vec<(String, String, &Value)>, open: char, close: char| {
        if members.is_empty() {
            emit(at, &format!("{indent}{lead}{open}{close}{tail}"));
            return;
        }
        emit(at, &format!("{indent}{lead}{open}"));
        let count = members.len();
        for (index, (step, lead, child)) in members.into_iter().enumerate() {
            let length = at.len();
            at.push('/');
            at.push_str(&escape(&step));
            lines(child, at, depth + 1, &lead, index + 1 < count, emit);
            at.truncate(length);
        }
        emit(at, &format!("{indent}{close}{tail}"));
    };
    match value {
        Value::Object(members) => children(
            members
                .iter()
                .map(|(name, child)| (name.clone(), format!("{}: ", Value::from(name.as_str())), child))
                .collect(),
            '{',
            '}',
        ),
        Value::Array(items) => children(
            items.iter().enumerate().map(|(index, child)| (index.to_string(), String::new(), child)).collect(),
            '[',
            ']',
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            emit(at, &format!("{indent}{lead}{value}{tail}"));
        }
    }
}
