//! The colours.

use crate::finding::Severity;
use anstyle::{AnsiColor, Style};

/// The styles of a page; all of them empty without colour.
#[derive(Clone, Copy, Debug, Default)]
pub struct Palette {
    /// Titles.
    pub bold: Style,
    /// Labels and what is said by the way.
    pub dim: Style,
    /// Ids of things.
    pub thing: Style,
    /// What passed.
    pub good: Style,
    /// What is unknown.
    pub unknown: Style,
    /// What is to be looked at.
    pub warning: Style,
    /// What does not work.
    pub wrong: Style,
    worst: Style,
    bad: Style,
    middling: Style,
    mild: Style,
}

impl Palette {
    /// The palette with or without colour.
    pub fn new(colour: bool) -> Self {
        if !colour {
            return Self::default();
        }
        Self {
            bold: Style::new().bold(),
            dim: Style::new().dimmed(),
            thing: AnsiColor::Cyan.on_default(),
            good: AnsiColor::Green.on_default(),
            unknown: AnsiColor::Magenta.on_default().bold(),
            warning: AnsiColor::Yellow.on_default(),
            wrong: AnsiColor::Red.on_default(),
            worst: AnsiColor::White.on(AnsiColor::Red).bold(),
            bad: AnsiColor::Red.on_default().bold(),
            middling: AnsiColor::Yellow.on_default().bold(),
            mild: AnsiColor::Blue.on_default().bold(),
        }
    }

    /// The style of a severity.
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Critical => self.worst,
            Severity::High => self.bad,
            Severity::Medium => self.middling,
            Severity::Low | Severity::Info => self.mild,
        }
    }
}
