//! The end of the page: what the words mean, what was not seen, and the counts.

use super::block::Block;
use super::cell::Class;
use super::notes::gap;
use crate::finding::{Disposition, PathRow, Via};
use crate::report::paths::Frame;
use crate::report::plain;
use crate::report::text::page::Page;
use crate::report::text::wrap::count;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// What has been written so far, counted.
#[derive(Default)]
pub struct Total {
    services: BTreeMap<String, BTreeMap<Class, u64>>,
    classes: BTreeMap<Class, u64>,
    ways: BTreeSet<Via>,
    stops: BTreeSet<Disposition>,
    subnets: u64,
    last_subnet: String,
    vpcs: u64,
    /// What of each VPC is public, if anything is.
    public: Vec<(String, Vec<(Class, String)>)>,
}

impl Total {
    /// Counts a row.
    pub fn add(&mut self, row: &PathRow<'_>, class: Class) {
        if self.last_subnet != row.subnet.id {
            self.last_subnet.clone_from(&row.subnet.id);
            self.subnets += 1;
        }
        *self.classes.entry(class).or_default() += 1;
        match self.services.get_mut(row.service) {
            Some(tally) => *tally.entry(class).or_default() += 1,
            None => {
                self.services.insert(row.service.to_owned(), BTreeMap::from([(class, 1)]));
            }
        }
        self.ways.insert(row.via);
        self.stops.insert(row.disposition);
    }

    /// Counts a VPC whose rows are all there.
    pub fn close(&mut self, block: &Block, frame: &Frame) {
        self.vpcs += 1;
        let counts = [Class::Public, Class::Mixed].into_iter().filter_map(|class| Some((class, block.counts(class)?)));
        let counts: Vec<(Class, String)> = counts.collect();
        if !counts.is_empty() {
            self.public.push((format!("{}  {}", block.title(frame), block.place()), counts));
        }
    }

    /// Writes the end.
    pub fn write(&self, frame: &Frame, page: &mut Page<'_>) -> io::Result<()> {
        if !frame.rest.is_empty() {
            page.line(0, &format!("{0}NOT SEEN{0:#}", page.palette.unknown))?;
            for one in frame.rest.iter() {
                page.text(2, &format!("there may be more rows: {}", gap(one)))?;
            }
            page.blank()?;
        }
        if self.classes.is_empty() {
            return page.line(0, "no subnet is in view");
        }
        self.legend(page)?;
        // With one VPC its own heading has said so.
        if self.vpcs > 1 && !self.public.is_empty() {
            page.heading(page.palette.warning, "by public paths")?;
            page.blank()?;
            for (title, counts) in &self.public {
                page.line(2, &plain::line(title))?;
                for (class, told) in counts {
                    page.told(4, (class.word(), 8, class.style(&page.palette)), told)?;
                }
            }
        }
        page.heading(page.palette.bold, "summary")?;
        page.blank()?;
        self.table(page)?;
        page.blank()?;
        self.last_line(page)
    }

    fn legend(&self, page: &mut Page<'_>) -> io::Result<()> {
        let ways = self.ways.iter().filter_map(|way| meaning(*way));
        let stops = self.stops.iter().filter_map(|stop| stopped(*stop));
        let told: Vec<String> = ways.chain(stops).map(|(word, means)| format!("{word}: {means}")).collect();
        if told.is_empty() {
            return Ok(());
        }
        let dim = page.palette.dim;
        page.told(0, ("words", 7, dim), &told.join("; "))
    }

    /// Services with the same counts share a line.
    fn table(&self, page: &mut Page<'_>) -> io::Result<()> {
        let classes: Vec<Class> = Class::ALL.into_iter().filter(|class| self.classes.contains_key(class)).collect();
        let mut alike: BTreeMap<&BTreeMap<Class, u64>, Vec<&str>> = BTreeMap::new();
        for (service, tally) in &self.services {
            alike.entry(tally).or_default().push(service);
        }
        let mut lines: Vec<(String, &BTreeMap<Class, u64>)> = alike
            .into_iter()
            .map(|(tally, services)| {
                let shown: Vec<&str> = services.iter().copied().take(3).collect();
                let more = services.len() - shown.len();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                (plain::line(&format!("{}{more}", shown.join(", "))).into_owned(), tally)
            })
            .collect();
        lines.sort();
        let most: usize = classes.iter().map(|class| class.word().len() + 2).sum();
        let wide = lines.iter().map(|(names, _)| names.chars().count()).max().unwrap_or_default().max(8);
        let dim = page.palette.dim;
        if 2 + wide + most > page.width {
            return lines.iter().try_for_each(|(names, tally)| page.text(2, &format!("{names}: {}", counted(tally))));
        }
        let heads: String = classes.iter().map(|class| format!("  {}", class.word())).collect();
        page.line(2, &format!("{dim}{:wide$}{heads}{dim:#}", "service"))?;
        for (names, tally) in lines {
            let mut line = format!("{names:wide$}");
            for class in &classes {
                let number = tally.get(class).copied().unwrap_or_default();
                let style = if number == 0 { dim } else { class.style(&page.palette) };
                let width = class.word().len();
                line.push_str(&format!("  {style}{number:>width$}{style:#}"));
            }
            page.line(2, &line)?;
        }
        Ok(())
    }

    fn last_line(&self, page: &mut Page<'_>) -> io::Result<()> {
        let paths = self.classes.values().sum();
        page.text(
            0,
            &format!(
                "{} from {} of {} to {}: {}",
                count(paths, "path", "paths"),
                count(self.subnets, "subnet", "subnets"),
                count(self.vpcs, "VPC", "VPCs"),
                count(self.services.len() as u64, "service", "services"),
                counted(&self.classes)
            ),
        )
    }
}

/// `2 public, 1 stopped`.
fn counted(tally: &BTreeMap<Class, u64>) -> String {
    let told = Class::ALL.into_iter().filter_map(|class| Some(format!("{} {}", tally.get(&class)?, class.word())));
    told.collect::<Vec<_>>().join(", ")
}

/// What the word of a way means; nothing where it says itself.
fn meaning(way: Via) -> Option<(&'static str, &'static str)> {
    let means = match way {
        Via::GatewayEndpoint => "a gateway endpoint of the VPC",
        Via::InterfaceEndpoint => "an interface endpoint of the VPC",
        Via::CentralEndpoint => "an interface endpoint of another VPC",
        Via::NatGateway => "a NAT gateway",
        Via::InternetGateway => "an internet gateway",
        Via::EgressOnlyInternetGateway => "an egress-only internet gateway",
        Via::TransitGateway => "a transit gateway, and what lies behind is out of view",
        Via::CoreNetwork => "a Cloud WAN core network, and what lies behind is out of view",
        Via::Peering => "a peering connection, and what lies behind is out of view",
        Via::VpnGateway => "a virtual private gateway",
        Via::GatewayLoadBalancerEndpoint => "a Gateway Load Balancer endpoint",
        Via::Appliance => "an instance or network interface as router",
        Via::LocalGateway => "an Outpost's local gateway",
        Via::CarrierGateway => "a carrier gateway",
        Via::Mixed => "part of the addresses or clients goes another way",
        Via::Unknown => "cannot be told",
        Via::None => return None,
    };
    Some((super::cell::via(way), means))
}

fn stopped(disposition: Disposition) -> Option<(&'static str, &'static str)> {
    let means = match disposition {
        Disposition::Blackhole => "what the route leads to is not there",
        Disposition::DeniedByGateway => "the gateway does not take such packets",
        Disposition::UnresolvedName => "the service's name does not resolve in the VPC",
        Disposition::NoClients => "no network interface of a workload is in the subnet",
        Disposition::NoRoute
        | Disposition::DeniedBySecurityGroup
        | Disposition::DeniedByNetworkAcl
        | Disposition::Delivered
        | Disposition::ToService
        | Disposition::ToInternet
        | Disposition::LeavesView
        | Disposition::Mixed
        | Disposition::Unknown => return None,
    };
    let word = if disposition == Disposition::NoClients { "(…)" } else { super::cell::stop(disposition) };
    Some((word, means))
}
