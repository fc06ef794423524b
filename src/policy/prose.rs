//! Words of a policy as readers want them.

/// Paragraphs, each on one line and an empty line between them: in Markdown a line feed within a paragraph is a space,
/// and a reader that does not know Markdown should not see where the policy's author broke a line. Items of a list,
/// headings, tables and indented lines stay lines of their own.
pub fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for line in text.trim().lines() {
        let alone = line.starts_with([' ', '\t', '-', '*', '#', '|', '>']);
        if line.trim().is_empty() {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push_str("\n\n");
            }
            open = false;
            continue;
        }
        if open && !alone {
            out.push(' ');
            out.push_str(line.trim());
        } else {
            if open || (alone && !out.is_empty() && !out.ends_with('\n')) {
                out.push('\n');
            }
            out.push_str(line.trim_end());
        }
        open = true;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn lines_of_a_paragraph_are_joined_and_lists_stay() {
        assert_eq!(paragraphs("\none\ntwo  \n\nthree\n"), "one two\n\nthree");
        assert_eq!(paragraphs("so:\n- a\n- b\n  more\n"), "so:\n- a\n- b\n  more");
        assert_eq!(paragraphs("  "), "");
    }
}
