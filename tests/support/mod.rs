//! What tests share: an imitation of AWS, a real imitation of AWS by others, and a runner for the binary.

pub mod binary;
pub mod emulator;
pub mod external;
pub mod moto;
