//! A small generator of numbers, the same for a seed everywhere (splitmix64).

/// Throws that a seed decides.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From 0 up to, without, `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.next() % (sides.max(1) as u64)).unwrap()
    }

    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True in so many of a hundred throws.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        if from.is_empty() { None } else { Some(&from[self.below(from.len())]) }
    }

    /// One of several, each with its weight.
    pub fn weighed<T: Clone>(&mut self, from: &[(usize, T)]) -> T {
        let mut throw = self.below(from.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in from {
            if throw < *weight {
                return one.clone();
            }
            throw -= weight;
        }
        from[0].1.clone()
    }
}
