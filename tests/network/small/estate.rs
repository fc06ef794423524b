//! What has been drawn so far, and where the next thing may go.

use super::dice::Dice;
use crate::network::drawing::Spot;
use crate::network::drawing::plan::Plan;

pub const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];
pub const REGIONS: [&str; 2] = ["eu-west-1", "us-east-1"];

/// An id of AWS's length, so that it can be found in any text.
pub fn id(prefix: &str, number: usize) -> String {
    format!("{prefix}-{number:017x}")
}

#[derive(Clone, Debug)]
pub struct Vpc {
    pub id: String,
    pub number: usize,
    pub spot: Spot,
    pub blocks: Vec<String>,
    pub six: Option<String>,
    pub subnets: Vec<Subnet>,
    pub groups: Vec<String>,
    /// What a route of this VPC's tables may lead to, by kind.
    pub internet_gateway: Option<String>,
    pub egress_only: Option<String>,
    pub nats: Vec<String>,
    pub balancer_endpoints: Vec<String>,
    pub appliances: Vec<String>,
    pub vpn_gateway: Option<String>,
    pub transit: Option<String>,
    /// Peering connections and the blocks at their other side.
    pub peerings: Vec<(String, Vec<String>)>,
    pub lists: Vec<String>,
    /// Interface endpoints and their services.
    pub endpoints: Vec<(String, String)>,
    /// Services whose private name an endpoint here has.
    pub private_names: Vec<String>,
}

impl Vpc {
    pub fn named(&self, token: &str) -> bool {
        self.private_names.iter().any(|one| one == token)
    }
}

#[derive(Clone, Debug)]
pub struct Subnet {
    pub id: String,
    pub zone: &'static str,
    /// The first three numbers of its addresses.
    pub base: String,
    pub six: Option<String>,
    pub table: String,
    /// The next free last number of an address.
    pub next: usize,
}

impl Subnet {
    pub fn address(&mut self) -> String {
        self.next += 1;
        format!("{}.{}", self.base, self.next)
    }

    pub fn address_six(&mut self) -> Option<String> {
        self.next += 1;
        let block = self.six.as_ref()?;
        Some(format!("{}{:x}", block.trim_end_matches("/64"), self.next))
    }
}

pub struct Estate {
    pub plan: Plan,
    pub vpcs: Vec<Vpc>,
    /// How many public addresses have been given.
    pub public: usize,
    /// How many interfaces and other numbered things there are.
    pub count: usize,
}

impl Estate {
    /// The VPCs with their subnets and tables.
    pub fn new(dice: &mut Dice) -> Self {
        let count = dice.weighed(&[(15, 1), (35, 2), (50, 3)]);
        let two_accounts = dice.percent(35);
        let two_regions = dice.percent(30);
        let spots: Vec<Spot> = (0..count)
            .map(|_| {
                let other = |dice: &mut Dice, allowed: bool| usize::from(allowed && dice.percent(45));
                (ACCOUNTS[other(dice, two_accounts)], REGIONS[other(dice, two_regions)])
            })
            .collect();
        let mut all: Vec<Spot> = spots.iter().flat_map(|spot| [*spot, (ACCOUNTS[0], spot.1)]).collect();
        all.sort_unstable();
        all.dedup();
        let mut estate = Self { plan: Plan::new(&all), vpcs: Vec::new(), public: 0, count: 0 };
        for (at, spot) in spots.into_iter().enumerate() {
            let vpc = estate.vpc(at + 1, spot, dice);
            estate.vpcs.push(vpc);
        }
        estate
    }

    /// A number that nothing else has.
    pub fn number(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    pub fn public(&mut self) -> String {
        self.public += 1;
        format!("54.1.{}.{}", self.public / 200, self.public % 200 + 1)
    }

    fn vpc(&mut self, number: usize, spot: Spot, dice: &mut Dice) -> Vpc {
        let vpc = id("vpc", number);
        let mut blocks = vec![format!("10.{number}.0.0/16")];
        if dice.percent(15) {
            blocks.push(format!("10.{}.0.0/16", number + 100));
        }
        let six = dice.percent(50).then(|| format!("2a05:d018:{number}:100::/56"));
        let mut drawn: Vec<&str> = blocks.iter().map(String::as_str).collect();
        drawn.extend(six.as_deref());
        self.plan.vpc(spot, &vpc, &drawn);
        let main = format!("rtb-main-{}", vpc.trim_start_matches("vpc-"));
        let mut subnets: Vec<Subnet> = Vec::new();
        for at in 1..=dice.between(1, 4) {
            let subnet = id("subnet", number * 16 + at);
            let zone = *dice.pick(&["a", "a", "b", "c"]).unwrap();
            let second = if blocks.len() > 1 && dice.percent(20) { number + 100 } else { number };
            let base = format!("10.{second}.{at}");
            let own = (six.is_some() && dice.percent(85)).then(|| format!("2a05:d018:{number}:10{at}::/64"));
            self.plan.subnet(&subnet, &vpc, zone, &format!("{base}.0/24"), own.as_deref());
            subnets.push(Subnet { id: subnet, zone, base, six: own, table: main.clone(), next: 9 });
        }
        // Tables: some subnets have one of their own, some share one, the others fall to the main table.
        let tables = dice.between(0, subnets.len());
        let mut of: Vec<Vec<usize>> = vec![Vec::new(); tables];
        for at in 0..subnets.len() {
            if tables > 0 && dice.percent(80) {
                of[if at < tables { at } else { dice.below(tables) }].push(at);
            }
        }
        for (at, of) in of.iter().enumerate() {
            let table = id("rtb", number * 16 + at);
            let names: Vec<&str> = of.iter().map(|one| subnets[*one].id.as_str()).collect();
            self.plan.table(&table, &vpc, &names);
            for one in of {
                subnets[*one].table.clone_from(&table);
            }
        }
        Vpc {
            id: vpc,
            number,
            spot,
            blocks,
            six,
            subnets,
            groups: Vec::new(),
            internet_gateway: None,
            egress_only: None,
            nats: Vec::new(),
            balancer_endpoints: Vec::new(),
            appliances: Vec::new(),
            vpn_gateway: None,
            transit: None,
            peerings: Vec::new(),
            lists: Vec::new(),
            endpoints: Vec::new(),
            private_names: Vec::new(),
        }
    }

    /// A subnet with a table of its own, for gateways and middleboxes.
    pub fn gateway_subnet(&mut self, vpc: usize, dice: &mut Dice) -> usize {
        let one = &self.vpcs[vpc];
        let at = one.subnets.len() + 1;
        let (number, id_of) = (one.number, one.id.clone());
        let (subnet, table) = (id("subnet", number * 16 + at), id("rtb", number * 16 + 8 + at));
        let zones: Vec<&'static str> = one.subnets.iter().map(|subnet| subnet.zone).collect();
        let zone = dice.pick(&zones).copied().unwrap_or("a");
        let base = format!("10.{number}.{}", at + 20);
        let six = one.six.as_ref().map(|_| format!("2a05:d018:{number}:12{at}::/64"));
        self.plan.subnet(&subnet, &id_of, zone, &format!("{base}.0/24"), six.as_deref());
        self.plan.table(&table, &id_of, &[&subnet]);
        self.vpcs[vpc].subnets.push(Subnet { id: subnet, zone, base, six, table, next: 9 });
        at - 1
    }

    /// Instances' interfaces.
    pub fn hosts(&mut self, dice: &mut Dice) {
        for vpc in 0..self.vpcs.len() {
            for subnet in 0..self.vpcs[vpc].subnets.len() {
                for _ in 0..dice.between(1, 3) {
                    self.host(vpc, subnet, dice);
                }
            }
        }
    }

    /// An interface with its addresses, and some of the VPC's groups.
    pub fn host(&mut self, vpc: usize, subnet: usize, dice: &mut Dice) -> String {
        let interface = id("eni", self.number());
        let mut four = Vec::new();
        for _ in 0..dice.weighed(&[(85, 1), (15, 2)]) {
            let public = dice.percent(45).then(|| self.public());
            four.push((self.vpcs[vpc].subnets[subnet].address(), public));
        }
        let six = if dice.percent(75) { self.vpcs[vpc].subnets[subnet].address_six() } else { None };
        let groups = self.groups(vpc, dice);
        let six: Vec<String> = six.into_iter().collect();
        let subnet = self.vpcs[vpc].subnets[subnet].id.clone();
        self.plan.interface(&interface, "interface", &subnet, &four, &six, &groups);
        interface
    }

    /// The first group lets everything through.
    pub fn groups(&self, vpc: usize, dice: &mut Dice) -> Vec<String> {
        let all = &self.vpcs[vpc].groups;
        if all.is_empty() || dice.percent(3) {
            return Vec::new();
        }
        if dice.percent(55) {
            return vec![all[0].clone()];
        }
        let mut some: Vec<String> = (0..dice.between(1, 2)).map(|_| all[dice.below(all.len())].clone()).collect();
        some.sort_unstable();
        some.dedup();
        some
    }
}
