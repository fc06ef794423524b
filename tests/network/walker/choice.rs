//! What AWS may do one way or another: every way is walked, and the answer counts only if it is always the same.

/// Answers of one walk, and an odometer over all of them.
#[derive(Debug, Default)]
pub struct Choices {
    taken: Vec<(usize, usize)>,
    at: usize,
}

impl Choices {
    /// One of `count`, the first until told otherwise.
    pub fn pick(&mut self, count: usize) -> usize {
        if count <= 1 {
            return 0;
        }
        if self.at == self.taken.len() {
            self.taken.push((0, count));
        }
        self.at += 1;
        self.taken[self.at - 1].0
    }

    /// Turns to the next walk; false when all have been.
    pub fn next(&mut self) -> bool {
        self.taken.truncate(self.at);
        self.at = 0;
        while let Some((chosen, count)) = self.taken.pop() {
            if chosen + 1 < count {
                self.taken.push((chosen + 1, count));
                return true;
            }
        }
        false
    }
}
