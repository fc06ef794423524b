//! Lines no wider than a page, and lists no longer than a glance.

/// `text` in lines of at most `width` characters, those after the first as far in as its own indent, or its list mark,
/// puts them. A word that is longer has a line of its own: an ARN or a pointer in two pieces is of no use.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let indent = text.chars().take_while(|letter| *letter == ' ').count();
    let mark = if text.trim_start().starts_with("- ") { 2 } else { 0 };
    let hanging = " ".repeat(indent + mark);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut is_first = true;
    for word in text.split(' ') {
        let is_begun = line.len() > hanging.len();
        if is_begun && !word.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, hanging.clone()));
        } else if !is_first {
            line.push(' ');
        }
        is_first = false;
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// The first `most` of `names`, and how many more there are.
pub fn some<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let mut text = names.iter().take(most).copied().collect::<Vec<_>>().join(", ");
    if names.len() > most {
        text.push_str(&format!(" and {} more", names.len() - most));
    }
    text
}

/// `1 finding`, `2 findings`.
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrap("aa bb cccccccc d", 5), ["aa bb", "cccccccc", "d"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("a  b", 5), ["a  b"]);
    }

    #[test]
    fn a_list_item_hangs_below_its_own_text() {
        assert_eq!(wrap("  - aa bb cc", 9), ["  - aa bb", "    cc"]);
    }

    #[test]
    fn a_long_list_says_how_long() {
        assert_eq!(some(["a", "b", "c"], 2), "a, b and 1 more");
        assert_eq!(some(["a", "b"], 2), "a, b");
    }
}
