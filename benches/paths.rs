//! What the matrix of paths costs: counts that do not depend on the machine, and times as ratios of the same run.
//!
//! Over Regions of 1,000 to 100,000 subnets and 120 services it counts classes, paths worked out and look-ups in route
//! tables, and measures the time of a row, lookups' building included, against the time to read the snapshot's JSON. It
//! fails where a bound is missed. Processor time is taken where Linux tells it, as it does not depend on what else runs,
//! and of several rounds the least.
//!
//!     cargo bench --no-default-features --bench paths
//!     cargo bench --no-default-features --bench paths -- 10000    # that size alone, no ratio of sizes
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench that cannot be set up has failed, and prints")]

#[path = "../tests/support/subnets.rs"]
mod subnets;

use byway::finding::Family;
use byway::network::Index;
use byway::network::matrix::{Services, Tally, Wanted, rows_counted};
use byway::snapshot::{Snapshot, file};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use subnets::Size;

const SERVICES: usize = 120;
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// The size whose JSON is read as well.
const READ: usize = 10_000;
/// Rows of one size take so much longer than of another, at most.
const FLAT: f64 = 1.3;
/// The matrix takes so many times as long as reading the snapshot, at most.
const OVER_READING: f64 = 5.0;
/// Look-ups in route tables for a path worked out, at most.
const LOOK_UPS: u64 = 4;
/// Bytes of memory that a row shown may leave behind, at most: of a row held, the ids alone would take more.
const LEFT_BY_A_ROW: u64 = 48;

fn main() -> ExitCode {
    let only: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let mut estates: Vec<Estate> =
        SIZES.into_iter().filter(|size| only.is_empty() || only.contains(size)).map(Estate::of).collect();
    let mut is_good = true;
    println!(
        "subnets       rows  classes  resolutions  <= classes x services  look-ups a resolution  most: direct  through"
    );
    for estate in &estates {
        is_good &= counted(estate);
    }
    // One round after the other over all sizes, so that a busy moment of the machine does not fall on one size alone.
    for _ in 0..4 {
        estates.iter_mut().for_each(Estate::round);
    }
    println!("\nsubnets    matrix s   lookups' building s   us a row");
    for estate in &estates {
        let Estate { size, rows, matrix, building, .. } = estate;
        println!(
            "{:7}  {:10.3}  {:20.3}  {:9.3}",
            size.subnets,
            matrix.as_secs_f64(),
            building.as_secs_f64(),
            a_row(*matrix, *rows) * 1e6
        );
    }
    let each: Vec<f64> = estates.iter().map(|estate| a_row(estate.matrix, estate.rows)).collect();
    let (least, most) = each.iter().fold((f64::MAX, f64::MIN), |(least, most), one| (least.min(*one), most.max(*one)));
    is_good &= says("the slowest row against the fastest", most / least, FLAT);
    for estate in estates.iter().filter(|estate| !estate.text.is_empty()) {
        let megabytes = estate.text.len() / 1_000_000;
        println!(
            "reading {megabytes} MB of JSON: {:.3} s by the snapshot's reader, {:.3} s by serde_json alone",
            estate.reading.as_secs_f64(),
            estate.bare.as_secs_f64()
        );
        is_good &= says(
            "the matrix against reading",
            estate.matrix.as_secs_f64() / estate.reading.as_secs_f64(),
            OVER_READING,
        );
    }
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A Region, and the least times so far.
struct Estate {
    size: Size,
    snapshot: Snapshot,
    /// Its JSON, if it is to be read.
    text: String,
    rows: u64,
    matrix: Duration,
    building: Duration,
    reading: Duration,
    bare: Duration,
}

impl Estate {
    fn of(subnets: usize) -> Self {
        let size = Size { subnets, services: SERVICES };
        let snapshot = subnets::many(size);
        let mut text = Vec::new();
        if subnets == READ {
            file::write_to(&snapshot, &mut text).expect("memory takes everything");
        }
        let text = String::from_utf8(text).expect("JSON is UTF-8");
        let rows = ((subnets + subnets::dual_stack(size)) * SERVICES) as u64;
        Self {
            size,
            snapshot,
            text,
            rows,
            matrix: Duration::MAX,
            building: Duration::MAX,
            reading: Duration::MAX,
            bare: Duration::MAX,
        }
    }

    fn round(&mut self) {
        let began = now();
        let index = Index::new(&self.snapshot);
        let built = now();
        show_all(&index, &Tally::default(), &mut |_| {});
        self.matrix = self.matrix.min(now() - began);
        self.building = self.building.min(built - began);
        if !self.text.is_empty() {
            let began = now();
            let read = file::parse(&self.text, "the bench's snapshot").expect("a snapshot");
            self.reading = self.reading.min(now() - began);
            drop(read);
            let began = now();
            let read: serde_json::Value = serde_json::from_str(&self.text).expect("JSON");
            self.bare = self.bare.min(now() - began);
            drop(read);
        }
    }
}

/// Shows every row to someone who looks at it as a writer would, short of writing.
fn show_all<'i>(index: &'i Index<'i>, tally: &Tally, seen: &mut dyn FnMut(Family)) {
    let wanted = Wanted { services: Services::All, ..Wanted::default() };
    rows_counted(index, &wanted, tally, &mut |row| {
        std::hint::black_box((row.via, row.target, row.disposition, row.better_because));
        seen(row.family);
        ControlFlow::Continue(())
    });
}

/// Counts what a size takes; whether all bounds are kept.
fn counted(estate: &Estate) -> bool {
    let Estate { size, snapshot, .. } = estate;
    let index = Index::new(snapshot);
    let tally = Tally::default();
    let (mut four, mut six, mut most) = (0_u64, 0_u64, 0_u64);
    let before = resident().unwrap_or_default();
    show_all(&index, &tally, &mut |family| {
        match family {
            Family::Ipv4 => four += 1,
            Family::Ipv6 => six += 1,
        }
        if (four + six).is_multiple_of(100_000) {
            most = most.max(resident().unwrap_or_default());
        }
    });
    let (rows, classes, resolutions, look_ups) =
        (tally.rows.get(), tally.classes.get(), tally.resolutions.get(), tally.look_ups.get());
    let bound = classes * SERVICES as u64 * 2;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let average = look_ups as f64 / resolutions as f64;
    let (direct, through) = (tally.most_direct.get(), tally.most_through.get());
    println!(
        "{:7}  {rows:9}  {classes:7}  {resolutions:11}  {bound:21}  {average:21.3}  {direct:12}  {through:7}",
        size.subnets
    );
    let left = most.saturating_sub(before);
    println!(
        "         memory grew by {} kB while rows were shown, {:.1} bytes a row",
        left / 1024,
        a_row(Duration::from_secs(left), rows)
    );
    // Services without IPv6 addresses have no row of IPv6.
    let all_there = four == (size.subnets * SERVICES) as u64 && six <= (subnets::dual_stack(*size) * SERVICES) as u64;
    let is_lazy = stops_at_once(&index);
    all_there
        && is_lazy
        && resolutions <= bound
        && average <= LOOK_UPS as f64
        && direct <= LOOK_UPS
        && left <= rows * LEFT_BY_A_ROW + (4 << 20)
}

/// Whether someone who stops at the first row had nothing more worked out.
fn stops_at_once(index: &Index<'_>) -> bool {
    let tally = Tally::default();
    let wanted = Wanted { services: Services::All, ..Wanted::default() };
    rows_counted(index, &wanted, &tally, &mut |_| ControlFlow::Break(()));
    tally.rows.get() == 1 && tally.resolutions.get() == 1
}

fn says(what: &str, ratio: f64, bound: f64) -> bool {
    println!("{what}: {ratio:.2}, at most {bound}");
    ratio <= bound
}

#[expect(clippy::cast_precision_loss, reason = "rows are far below 2^52")]
fn a_row(time: Duration, rows: u64) -> f64 {
    time.as_secs_f64() / rows as f64
}

/// The processor time of this thread, where the system tells it, else the time.
fn now() -> Duration {
    static BEGAN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

/// The bytes of memory that the process holds, where the system tells it.
fn resident() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
