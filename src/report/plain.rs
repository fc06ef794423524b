//! The one place that makes hostile text harmless.
//!
//! Names, tags, descriptions and error messages are written by whoever can write to the account. Shown as they are they
//! could move a terminal's cursor, turn the reading order around, hide themselves, or make a link. What is made
//! harmless stays visible: `\u{202e}` instead of the character.
//!
//! Not done: letters that are written from right to left stay, since people have such names; and letters that look
//! alike stay, since only the reader knows which was meant.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character could change how its surroundings are shown, or is not shown at all: controls, marks of
/// direction, joiners and fillers without width, tags, variation selectors, separators of lines, private use.
///
/// After Unicode's `Default_Ignorable_Code_Point` and general categories Cc, Cf, Zl, Zp and Co, see
/// <https://www.unicode.org/reports/tr36/> and <https://trojansource.codes>.
pub fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
            | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffc}' | '\u{fffe}'..='\u{ffff}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{10ffff}')
}

/// Hostile text on one line.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_harmful(character) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

/// The lines of a text of several, each harmless. For the words of policies, which have paragraphs.
pub fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.lines().map(|one| line(one.trim_end()))
}

/// Text of JSON, harmful characters as JSON's own escapes. Line feeds stay: outside strings they are white space, and
/// inside them JSON has none.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_harmful(character) && character != '\n' {
            json_escape(character, &mut out);
        } else {
            out.push(character);
        }
    }
    out
}

/// `character` as JSON escapes it: one or two `\uXXXX`.
pub(super) fn json_escape(character: char, out: &mut String) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Hostile text for the plain text messages of SARIF: on one line, and no link or HTML for a viewer that looks for
/// them. A message's `[text](id)` is a link by SARIF 2.1.0, 3.11.6; some viewers read the whole as Markdown.
///
/// A space is put where the link would be made (`] (`, `< b`, `https:// x`). The backslashes SARIF has for this would be
/// shown as they are by most viewers, and are not understood by those that search with a pattern.
pub fn message(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let breaks = match character {
            '(' | '[' => out.ends_with(']'),
            '/' if ends_with_scheme(&out) => {
                out.push('/');
                out.push(' ');
                continue;
            }
            '!' | '?' | '/' => out.ends_with('<'),
            letter if letter.is_ascii_alphabetic() => out.ends_with('<'),
            _ => false,
        };
        if breaks {
            out.push(' ');
        }
        out.push(character);
    }
    out
}

/// Whether the next `/` completes `http://` or `https://`.
fn ends_with_scheme(out: &str) -> bool {
    ["http:/", "https:/"].into_iter().any(|scheme| {
        out.len()
            .checked_sub(scheme.len())
            .and_then(|at| out.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(scheme))
    })
}

/// Hostile text as the text of a link of ours in a SARIF message: brackets would end it early.
pub fn link_text(text: &str) -> String {
    message(text).replace('[', "\\u{5b}").replace(']', "\\u{5d}")
}

/// Hostile text inside Markdown: every character that means something there is escaped.
///
/// CommonMark lets any ASCII punctuation be escaped: <https://spec.commonmark.org/0.31.2/#backslash-escapes>.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in line(text).chars() {
        if character.is_ascii_punctuation() && !matches!(character, '-' | '.' | ',' | '/' | ':' | '\'' | '"' | ';') {
            out.push('\\');
        }
        out.push(character);
    }
    out.replace("://", ":\\/\\/")
}

/// At most `most` characters of `text`, with `...` where some were left out.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((at, _)) => Cow::Owned(format!("{}...", text.get(..at).unwrap_or(text))),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot read its own text has failed")]

    use super::*;

    #[test]
    fn what_moves_a_cursor_or_turns_text_around_becomes_visible() {
        assert_eq!(
            line("a\u{1b}[31mb\r\nc\u{202e}d\u{7f}\u{9b}"),
            "a\\u{1b}[31mb\\u{d}\\u{a}c\\u{202e}d\\u{7f}\\u{9b}"
        );
        assert_eq!(line("plain äöü 日本 名前"), "plain äöü 日本 名前");
    }

    #[test]
    fn escaped_json_reads_as_the_same_value() {
        let value = serde_json::json!({"a\u{202e}": "x\u{e0041}\u{85}\u{feff}"});
        let text = json(&serde_json::to_string_pretty(&value).unwrap());
        assert!(!text.chars().any(|character| is_harmful(character) && character != '\n'), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_message_makes_no_link() {
        assert_eq!(message("[free](1) <img src=x> HTTPS://evil"), "[free] (1) < img src=x> HTTPS:// evil");
        assert_eq!(message("a [1, 2] and a<1"), "a [1, 2] and a<1");
        assert_eq!(link_text("a](2)[b"), "a\\u{5d} (2)\\u{5b}b");
    }

    #[test]
    fn markdown_shows_what_was_written() {
        assert_eq!(markdown("*a* [b](c) <d>"), "\\*a\\* \\[b\\]\\(c\\) \\<d\\>");
    }

    #[test]
    fn a_cut_text_says_so() {
        assert_eq!(cut("äöü", 2), "äö...");
        assert_eq!(cut("äöü", 3), "äöü");
    }
}
