//! The paths of one VPC.

use super::cell::{Cell, Class, via as word};
use super::label::Label;
use super::notes::Notes;
use super::table;
use crate::finding::{PathRow, Via};
use crate::report::paths::Frame;
use crate::report::plain;
use crate::report::text::page::Page;
use crate::report::text::wrap::some;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Services named of a list.
const MOST_NAMES: usize = 6;
/// The columns of a label of the lists above and below the table.
const LABEL: usize = 15;

/// The rows of one VPC, as they come.
pub struct Block {
    account: String,
    region: String,
    vpc: String,
    /// Cells by line and service.
    pub lines: BTreeMap<Label, BTreeMap<String, Cell>>,
    /// The services, in order.
    pub services: BTreeSet<String>,
    /// Why cells say what they say.
    pub notes: Notes,
    /// Which things each way leads by, and for which services.
    targets: BTreeMap<Via, BTreeMap<String, BTreeSet<String>>>,
}

impl Block {
    /// The block that begins with a row.
    pub fn of(row: &PathRow<'_>) -> Self {
        Self {
            account: row.subnet.owner_or_aws().to_owned(),
            region: row.subnet.region.as_str().to_owned(),
            vpc: row.vpc.to_owned(),
            lines: BTreeMap::new(),
            services: BTreeSet::new(),
            notes: Notes::default(),
            targets: BTreeMap::new(),
        }
    }

    /// Whether a row belongs to it.
    pub fn holds(&self, row: &PathRow<'_>) -> bool {
        self.vpc == row.vpc && self.region == row.subnet.region.as_str() && self.account == row.subnet.owner_or_aws()
    }

    /// Takes a row in, and gives its kind of path.
    pub fn add(&mut self, row: &PathRow<'_>) -> Class {
        let mut cell = Cell::of(row);
        cell.notes = self.notes.of(row, &cell);
        let class = cell.class;
        if !row.target.is_empty() {
            let through =
                if row.through.is_empty() { String::new() } else { format!(" through {}", row.through.join(", ")) };
            let leads = self.targets.entry(row.via).or_default();
            leads.entry(format!("{}{through}", row.target)).or_default().insert(row.service.to_owned());
        }
        self.services.insert(row.service.to_owned());
        self.lines.entry(Label::of(row)).or_default().insert(row.service.to_owned(), cell);
        class
    }

    /// The VPC's id and name, harmless.
    pub fn title(&self, frame: &Frame) -> String {
        match frame.vpc_names.get(&self.vpc) {
            Some(name) => format!("{} \"{}\"", plain::line(&self.vpc), plain::line(name)),
            None => plain::line(&self.vpc).into_owned(),
        }
    }

    /// Account and Region.
    pub fn place(&self) -> String {
        format!("{}/{}", self.account, self.region)
    }

    /// Writes the block.
    pub fn write(&self, frame: &Frame, page: &mut Page<'_>) -> io::Result<()> {
        let (bold, dim) = (page.palette.bold, page.palette.dim);
        page.line(0, &format!("{bold}{}{bold:#}  {dim}{}{dim:#}", self.title(frame), plain::line(&self.place())))?;
        for class in Class::ALL {
            if let Some(told) = self.counts(class) {
                page.told(2, (class.word(), LABEL, class.style(&page.palette)), &told)?;
            }
        }
        page.blank()?;
        let notes = table::write(self, page)?;
        page.blank()?;
        for (way, targets) in &self.targets {
            page.told(2, (word(*way), LABEL, dim), &self.leads(*way, targets))?;
        }
        for (at, note) in notes.iter().enumerate() {
            page.told(2, (&format!("[{}]", at + 1), 5, dim), note)?;
        }
        page.blank()
    }

    /// From how many of the subnets each service is reached so, services that share a number together.
    pub fn counts(&self, class: Class) -> Option<String> {
        let all = self.lines.keys().map(|label| &label.id).collect::<BTreeSet<_>>().len();
        let mut subnets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (label, cells) in &self.lines {
            for (service, _) in cells.iter().filter(|(_, cell)| cell.class == class) {
                subnets.entry(service).or_default().insert(&label.id);
            }
        }
        let mut by_number: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (service, subnets) in subnets {
            by_number.entry(subnets.len()).or_default().push(service);
        }
        let told: Vec<String> = by_number
            .iter()
            .rev()
            .map(|(number, services)| {
                let of = match (*number == all, all) {
                    (true, 1) => "the only subnet".to_owned(),
                    (true, _) => format!("all {all} subnets"),
                    (false, _) => format!("{number} of {all} subnets"),
                };
                let names = if services.len() == self.services.len() && services.len() > MOST_NAMES {
                    format!("all {} services", services.len())
                } else {
                    some(services.iter().copied(), MOST_NAMES)
                };
                format!("{names} from {of}")
            })
            .collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// The things a way leads by. Endpoints are each of a service; what leads everywhere needs no list of services.
    fn leads(&self, way: Via, targets: &BTreeMap<String, BTreeSet<String>>) -> String {
        let is_endpoint = matches!(way, Via::GatewayEndpoint | Via::InterfaceEndpoint | Via::CentralEndpoint);
        let told: Vec<String> = targets
            .iter()
            .map(|(target, services)| {
                if !is_endpoint || services.len() == self.services.len() {
                    return target.clone();
                }
                format!("{target} ({})", some(services.iter().map(String::as_str), MOST_NAMES))
            })
            .collect();
        told.join(", ")
    }
}
