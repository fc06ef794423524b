//! How many columns of a terminal a text takes.

/// The columns. East Asian wide letters and pictures take two, marks on letters none.
///
/// The ranges are the blocks of Unicode's `EastAsianWidth` that are wide as a whole
/// (<https://www.unicode.org/reports/tr11/>), and the blocks of combining marks; a rare letter outside them sets a line
/// askew and does no other harm.
pub fn columns(text: &str) -> usize {
    text.chars().map(of).sum()
}

fn of(letter: char) -> usize {
    match u32::from(letter) {
        0x300..=0x36f
        | 0x483..=0x489
        | 0x591..=0x5bd
        | 0x610..=0x61a
        | 0x64b..=0x65f
        | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff
        | 0x20d0..=0x20ff
        | 0xfe20..=0xfe2f => 0,
        0x1100..=0x115f
        | 0x2e80..=0x303e
        | 0x3041..=0xa4cf
        | 0xa960..=0xa97f
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f680..=0x1f6ff
        | 0x1f900..=0x1f9ff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// At most `most` columns of `text`, the last of them `…` where some were left out.
pub fn cut(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut taken = 1;
    for letter in text.chars() {
        taken += of(letter);
        if taken > most {
            break;
        }
        out.push(letter);
    }
    out.push('…');
    out
}

/// `text`, and spaces up to `width` columns.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{:1$}", "", width.saturating_sub(columns(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(columns("a名前é"), 6);
        assert_eq!(cut("名前名前", 5), "名前…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(padded("名", 4), "名  ");
    }
}
