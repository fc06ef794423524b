//! DNS of the small worlds.

use super::dice::Dice;
use super::estate::Estate;
use serde_json::Value;

pub fn names_of(_estate: &mut Estate, _dice: &mut Dice) {}

/// Names to ask for, each with the account and VPC of who asks.
pub fn names(_world: &Value, _seed: u64) -> Vec<(String, String, String)> {
    Vec::new()
}
