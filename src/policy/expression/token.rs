//! The first look at a condition, before the parser sees it: refuses by name what byway's conditions do not have, and
//! counts levels, because deep nesting overflows the parser's stack and an overflow cannot be caught.

use super::super::fault::Fault;

/// The most levels a condition may have.
pub(crate) const LEVELS: usize = 64;

/// A condition's levels: open brackets, and in each of them what makes the syntax tree deep instead of wide.
#[derive(Default)]
struct Frame {
    /// `?` since the last comma: each nests in the one before.
    choices: usize,
    /// Operators and members since the last `&&`, `||`, `?`, `:` or comma: each nests in the one before.
    /// `&&` and `||` themselves are no levels; the parser balances them.
    chain: usize,
}

/// Walks the tokens of a condition once.
///
/// # Errors
///
/// The first thing that conditions do not have, or the place where the levels become too many.
pub(super) fn survey(text: &str) -> Result<(), Fault> {
    let mut walk = Walk { text, at: 0, after_operand: false, after_dot: false, frames: vec![Frame::default()] };
    while walk.at < text.len() {
        walk.step()?;
        let levels: usize = walk.frames.iter().map(|frame| 1 + frame.choices + frame.chain).sum();
        if levels > LEVELS + 1 {
            return Err(Fault::hinted(
                walk.at.min(text.len().saturating_sub(1)),
                format!("the condition is more than {LEVELS} levels deep"),
                "split it into several [[fail]], or ask for a fact",
            ));
        }
    }
    Ok(())
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    after_operand: bool,
    after_dot: bool,
    frames: Vec<Frame>,
}

impl Walk<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn frame(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    /// Takes one token, or one stretch of white space.
    fn step(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(()) };
        if first.is_ascii_whitespace() {
            self.at += 1;
            return Ok(());
        }
        if rest.starts_with("//") {
            self.at += rest.find('\n').unwrap_or(rest.len());
            return Ok(());
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return self.word();
        }
        if first.is_ascii_digit() {
            return self.number();
        }
        if first == '"' || first == '\'' {
            return self.quoted(false);
        }
        self.sign(first)
    }

    fn operand(&mut self, length: usize) {
        self.at += length;
        self.after_operand = true;
        self.after_dot = false;
    }

    fn operator(&mut self, length: usize) {
        self.at += length;
        self.after_operand = false;
        self.after_dot = false;
    }

    fn word(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let quote_follows = rest.get(length..).is_some_and(|more| more.starts_with(['"', '\'']));
        let refused = if self.after_dot {
            None
        } else {
            match word {
                "r" | "R" if quote_follows => {
                    self.at += length;
                    return self.quoted(true);
                }
                "b" | "B" | "br" | "bR" | "Br" | "BR" | "rb" | "rB" | "Rb" | "RB" if quote_follows => {
                    Some(("bytes", "write a text"))
                }
                "and" => Some(("`and`", "write `&&`")),
                "or" => Some(("`or`", "write `||`")),
                "not" => Some(("`not`", "write `!`")),
                "null" => Some(("`null`", "every fact has a value or is unknown")),
                _ => None,
            }
        };
        if let Some((what, hint)) = refused {
            return Err(foreign(self.at, what, hint));
        }
        if word == "in" && !self.after_dot {
            self.operator(length);
            if let Some(frame) = self.frame() {
                frame.chain += 1;
            }
        } else {
            self.operand(length);
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        let hex = rest.starts_with("0x");
        let length = rest
            .find(|c: char| !(c.is_ascii_digit() || (hex && (c == 'x' || c.is_ascii_hexdigit()))))
            .unwrap_or(rest.len());
        let mut after = rest.get(length..).unwrap_or_default().chars();
        match (after.next(), after.next()) {
            (Some('.'), Some(digit)) if digit.is_ascii_digit() => {
                return Err(foreign(self.at, "a number with a fraction", "write a whole number"));
            }
            (Some('e' | 'E'), _) => return Err(foreign(self.at, "a number with an exponent", "write a whole number")),
            (Some('u' | 'U'), _) => return Err(foreign(self.at, "an unsigned number", "leave out the `u`")),
            _ => {}
        }
        self.operand(length);
        Ok(())
    }

    fn quoted(&mut self, raw: bool) -> Result<(), Fault> {
        let rest = self.rest();
        let quote = rest.get(..1).unwrap_or_default();
        let triple = quote.repeat(3);
        let (open, long) = if rest.starts_with(&triple) { (3, true) } else { (1, false) };
        let close = if long { triple.as_str() } else { quote };
        let mut at = open;
        loop {
            let Some(next) = rest.get(at..).and_then(|more| more.chars().next()) else {
                return Err(Fault::hinted(self.at, "this text is not closed", format!("add a `{close}`")));
            };
            if rest.get(at..).is_some_and(|more| more.starts_with(close)) {
                self.operand(at + close.len());
                return Ok(());
            }
            if !long && (next == '\n' || next == '\r') {
                return Err(Fault::hinted(self.at, "this text is not closed", format!("add a `{close}`")));
            }
            at += next.len_utf8();
            if next == '\\' && !raw {
                at += rest.get(at..).and_then(|more| more.chars().next()).map_or(0, char::len_utf8);
            }
        }
    }

    fn sign(&mut self, first: char) -> Result<(), Fault> {
        let rest = self.rest();
        let two = rest.get(..2).unwrap_or_default();
        let at = self.at;
        match two {
            "&&" | "||" => {
                self.operator(2);
                if let Some(frame) = self.frame() {
                    frame.chain = 0;
                }
                return Ok(());
            }
            "==" | "!=" | "<=" | ">=" => {
                self.operator(2);
                if let Some(frame) = self.frame() {
                    frame.chain += 1;
                }
                return Ok(());
            }
            ".?" | "?." | "[?" => return Err(foreign(at, &format!("`{two}`"), "every fact of a thing can be read")),
            _ => {}
        }
        match first {
            '(' | '[' => {
                if first == '[' && self.after_operand {
                    return Err(foreign(at, "indexing with `[…]`", "use exists, all or in"));
                }
                self.operator(1);
                self.frames.push(Frame::default());
            }
            ')' | ']' => {
                self.operand(1);
                if self.frames.len() > 1 {
                    self.frames.pop();
                }
            }
            ',' => {
                self.operator(1);
                if let Some(frame) = self.frame() {
                    *frame = Frame::default();
                }
            }
            '?' => {
                self.operator(1);
                if let Some(frame) = self.frame() {
                    frame.choices += 1;
                    frame.chain = 0;
                }
            }
            ':' => {
                self.operator(1);
                if let Some(frame) = self.frame() {
                    frame.chain = 0;
                }
            }
            '.' => {
                if !self.after_operand {
                    return Err(foreign(at, "a name or number that begins with `.`", "leave out the `.`"));
                }
                self.operator(1);
                self.after_dot = true;
                if let Some(frame) = self.frame() {
                    frame.chain += 1;
                }
            }
            '!' | '<' | '>' => {
                self.operator(1);
                if let Some(frame) = self.frame() {
                    frame.chain += 1;
                }
            }
            '-' if !self.after_operand && rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit()) => {
                self.at += 1;
                return self.number();
            }
            '+' | '-' | '*' | '/' | '%' => {
                return Err(foreign(at, &format!("arithmetic (`{first}`)"), "compare with a fact or an option"));
            }
            '=' => return Err(foreign(at, "`=`", "write `==`")),
            '&' => return Err(foreign(at, "`&`", "write `&&`")),
            '|' => return Err(foreign(at, "`|`", "write `||`")),
            '{' | '}' => return Err(foreign(at, "a map or struct (`{…}`)", "compare the facts one by one")),
            '`' => return Err(foreign(at, "a name in backticks", "write the name without them")),
            other => {
                return Err(Fault::new(at, format!("`{}` is not part of byway's conditions", other.escape_debug())));
            }
        }
        Ok(())
    }
}

/// The refusal of something CEL has and byway has not.
pub(super) fn foreign(at: usize, what: &str, hint: &str) -> Fault {
    Fault::hinted(at, format!("{what} is not part of byway's conditions"), hint)
}
