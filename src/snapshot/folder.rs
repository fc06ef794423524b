//! A snapshot from plain AWS CLI output, for people who may not run a new binary with credentials.
//!
//! Layout: `<account>/<region>/<service>.<operation>[@key].json`, each file what `aws <service> <operation>` printed;
//! Region `global` for Route 53. An absent file is a question never asked. An empty file is a call that failed: the
//! AWS CLI prints nothing when it is refused. A file that ends with a token is an answer cut short.

use super::{Builder, Collection, Coverage, Items, ItemsError, Outcome, Question, Snapshot};
use crate::id::{AccountId, Arn, Partition, Region};
use serde_json::{Map, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A folder that cannot be read as a snapshot. Usually a wrong path, or files saved with `--query` or `--output text`.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file or folder cannot be read.
    #[error("cannot read `{place}`")]
    Read {
        /// The file or folder.
        place: String,
        /// What the system said.
        source: io::Error,
    },
    /// There is no folder named for an account.
    #[error(
        "`{place}` holds no folder named for an account; lay it out as <account>/<region>/<service>.<operation>.json"
    )]
    NoAccount {
        /// The folder.
        place: String,
    },
    /// A folder inside an account is not named for a Region.
    #[error("`{place}` is not named for a Region; use a Region's code, or `global` for Route 53")]
    NotARegion {
        /// The folder.
        place: String,
    },
    /// A file lies in the folder of what has no Region, and its operation has one.
    #[error("`{place}` belongs to a Region; move it into the folder of the Region it was saved from")]
    NeedsRegion {
        /// The file.
        place: String,
    },
}

/// What is wrong with one file. Its question counts as failed; the others are read all the same.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("it is not JSON; save it again with `--output json`")]
    NotJson(#[source] serde_json::Error),
    #[error("it has no `{0}`; save the whole answer of the operation, without `--query`")]
    NoMember(&'static str),
    #[error("{0}; save it again")]
    Shape(#[source] ItemsError),
}

impl Broken {
    fn code(&self) -> &'static str {
        match self {
            Self::NotJson(_) => "NotJson",
            Self::NoMember(_) => "NoMember",
            Self::Shape(_) => "Malformed",
        }
    }

    /// The mistake with its cause, without a place.
    fn told(&self) -> String {
        match self {
            Self::NotJson(source) => format!("{self} ({source})"),
            Self::NoMember(_) => self.to_string(),
            Self::Shape(source) => match std::error::Error::source(source) {
                Some(cause) => format!("{self} ({cause})"),
                None => self.to_string(),
            },
        }
    }
}

/// Whether `path` is a folder and so to be read by [`read`].
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Reads a folder of AWS CLI output. Files of operations byway does not use are left alone.
///
/// `taken_at` is the time the newest file was written, to the second: right of the wall that is *now*.
///
/// # Errors
///
/// [`FolderError`] names the first file or folder that is not as laid out.
pub fn read(root: &Path) -> Result<Snapshot, FolderError> {
    let mut files = Vec::new();
    let mut accounts = Vec::new();
    for (name, path) in children(root)? {
        let Ok(account) = name.parse::<AccountId>() else { continue };
        if !path.is_dir() {
            continue;
        }
        accounts.push(account.clone());
        for (name, path) in children(&path)? {
            if !path.is_dir() || name.starts_with('.') {
                continue;
            }
            let Ok(region) = name.parse::<Region>() else {
                return Err(FolderError::NotARegion { place: path.display().to_string() });
            };
            for (name, path) in children(&path)? {
                if path.is_file() {
                    files.push(File { account: account.clone(), region: region.clone(), name, path });
                }
            }
        }
    }
    if accounts.is_empty() {
        return Err(FolderError::NoAccount { place: root.display().to_string() });
    }
    let mut builder = Builder::new(newest(&files)?);
    for account in &accounts {
        let regions = || files.iter().filter(|file| &file.account == account).map(|file| &file.region);
        builder.account(account, partition(account, &files, regions().find(|region| !region.is_global()))?);
        for region in regions().filter(|region| !region.is_global()) {
            builder.region(account, region);
        }
    }
    for file in &files {
        file.add_to(&mut builder)?;
    }
    Ok(builder.finish())
}

struct File {
    account: AccountId,
    region: Region,
    name: String,
    path: PathBuf,
}

impl File {
    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn add_to(&self, builder: &mut Builder) -> Result<(), FolderError> {
        let Some(stem) = self.name.strip_suffix(".json") else { return Ok(()) };
        // A key with letters that file systems refuse, such as an ARN's, is percent-encoded.
        let decoded = |key| percent_encoding::percent_decode_str(key).decode_utf8_lossy().into_owned();
        let (operation, key) =
            stem.split_once('@').map_or((stem, None), |(operation, key)| (operation, Some(decoded(key))));
        let key = key.as_deref();
        let Some(collection) = Collection::ALL.into_iter().find(|collection| collection.cli_name() == operation) else {
            return Ok(());
        };
        if collection != Collection::VpcAttributes && collection.is_keyed() != key.is_some() {
            // NOTE: recordings number repeated calls `@call2`; only the first answer is of this snapshot's one time.
            tracing::debug!(file = ?self.path, "left alone: a key where the operation has none, or none where it has one");
            return Ok(());
        }
        if !key.is_none_or(|key| is_key_of(collection, key)) {
            tracing::debug!(file = ?self.path, "left alone: the key is no id");
            return Ok(());
        }
        if self.region.is_global() && !collection.is_global() {
            return Err(FolderError::NeedsRegion { place: self.place() });
        }
        let question = Question {
            account: self.account.clone(),
            region: if collection.is_global() { Region::global() } else { self.region.clone() },
            collection,
            key: key.unwrap_or_default().to_owned(),
        };
        let text = decode(&fs::read(&self.path).map_err(|source| FolderError::Read { place: self.place(), source })?);
        if text.trim().is_empty() {
            let message = "the file is empty: the AWS CLI prints nothing when a call fails";
            self.add_failed(builder, &question, "EmptyFile", message);
            return Ok(());
        }
        if let Err(broken) = self.add_answer(builder, &question, &text) {
            let told = broken.told();
            tracing::error!("`{}` cannot be read: {told}", self.place());
            self.add_failed(builder, &question, broken.code(), &told);
        }
        Ok(())
    }

    fn add_answer(&self, builder: &mut Builder, question: &Question, text: &str) -> Result<(), Broken> {
        let collection = question.collection;
        let body: Value = serde_json::from_str(text).map_err(Broken::NotJson)?;
        let Value::Object(body) = body else { return Err(Broken::NoMember(collection.member())) };
        if collection == Collection::VpcAttributes {
            return self.add_attribute(builder, question, body);
        }
        let cut_short = is_cut_short(&body);
        let Some(list) = take_list(body, collection) else { return Err(Broken::NoMember(collection.member())) };
        let mut items = Items::none(collection);
        let mut broken = None;
        for (at, thing) in keep_private(collection, list).into_iter().enumerate() {
            match Items::from_json(collection, vec![thing]) {
                Ok(one) => items.append(one),
                Err(error) => broken = broken.or(Some(error.at(at))),
            }
        }
        let count = items.len() as u64;
        builder.add(question, items);
        let partial = |code: &str, message: String| Coverage {
            items: count,
            pages: 1,
            code: Some(code.to_owned()),
            message: Some(message),
            ..Coverage::new(question.clone(), Outcome::Partial)
        };
        builder.record(match broken {
            // INVARIANT: a thing that cannot be read is left out whole. Half a security group would be a group that
            // admits less than it does.
            Some(error) => {
                let told = Broken::Shape(error).told();
                tracing::error!("`{}` cannot be read in full: {told}", self.place());
                partial("Malformed", told)
            }
            None if cut_short => {
                partial("MorePages", "the file ends with a token: more pages exist that were not saved".to_owned())
            }
            None => Coverage::answered(question.clone(), count, 1),
        });
        Ok(())
    }

    /// Records that the file holds no answer, unless another file answers the same question. Which of a VPC's attributes
    /// was asked for stands in the answer, so without one the file's name must do.
    fn add_failed(&self, builder: &mut Builder, question: &Question, code: &str, message: &str) {
        let keys = if question.collection == Collection::VpcAttributes {
            attributes_named(&question.key)
        } else {
            vec![question.key.clone()]
        };
        for key in keys {
            let question = Question { key, ..question.clone() };
            if is_answered(builder, &question) {
                continue;
            }
            builder.record(Coverage {
                code: Some(code.to_owned()),
                message: Some(message.to_owned()),
                ..Coverage::new(question, Outcome::Failed)
            });
        }
    }

    /// One object with a VPC's id and one attribute, or several; its content says which questions it answers.
    fn add_attribute(
        &self,
        builder: &mut Builder,
        question: &Question,
        body: Map<String, Value>,
    ) -> Result<(), Broken> {
        let Some(vpc) = body.get("VpcId").and_then(Value::as_str).map(str::to_owned) else {
            return Err(Broken::NoMember("VpcId"));
        };
        let asked: Vec<Question> = ATTRIBUTES
            .into_iter()
            .filter(|attribute| body.contains_key(*attribute))
            .map(|attribute| Question { key: attribute_key(&vpc, attribute), ..question.clone() })
            .collect();
        if asked.iter().any(|asked| is_answered(builder, asked)) {
            tracing::debug!(file = ?self.path, "left alone: the attribute was already answered");
            return Ok(());
        }
        let items = Items::from_json(Collection::VpcAttributes, vec![Value::Object(body)]).map_err(Broken::Shape)?;
        builder.add(question, items);
        for question in asked {
            builder.record(Coverage::answered(question, 1, 1));
        }
        Ok(())
    }
}

/// The attributes of a VPC that byway asks for, as members of the answer.
const ATTRIBUTES: [&str; 2] = ["EnableDnsSupport", "EnableDnsHostnames"];

fn is_answered(builder: &Builder, question: &Question) -> bool {
    builder.outcomes().any(|(known, outcome)| known == question && outcome == Outcome::Answered)
}

/// The questions for a VPC's attributes that a file's key names: `vpc-0a1b.enableDnsSupport` one, `vpc-0a1b` both, a key
/// that names no VPC none.
fn attributes_named(key: &str) -> Vec<String> {
    if !key.starts_with("vpc-") {
        return Vec::new();
    }
    let is_end = |attribute: &&str| key.to_ascii_lowercase().ends_with(&attribute.to_ascii_lowercase());
    match ATTRIBUTES.into_iter().find(is_end) {
        Some(attribute) => {
            let vpc = key.get(..key.len() - attribute.len()).unwrap_or(key);
            vec![attribute_key(vpc.trim_end_matches(|separator: char| !separator.is_ascii_alphanumeric()), attribute)]
        }
        None => ATTRIBUTES.map(|attribute| attribute_key(key, attribute)).to_vec(),
    }
}

/// The key of the question for one attribute of a VPC.
pub fn attribute_key(vpc: &str, attribute: &str) -> String {
    let mut letters = attribute.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    format!("{vpc}/{}", first.into_iter().chain(letters).collect::<String>())
}

fn is_key_of(collection: Collection, key: &str) -> bool {
    // The content says which VPC and attribute; people name these files as they like.
    collection == Collection::VpcAttributes
        || (!collection.key_prefix().is_empty() && key.starts_with(collection.key_prefix()))
}

/// The text of a file. Windows PowerShell writes what a command prints as UTF-16, and others put a byte-order mark in
/// front of UTF-8.
fn decode(bytes: &[u8]) -> String {
    let units = |bytes: &[u8], read: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(read)).collect()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => String::from_utf16_lossy(&units(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => String::from_utf16_lossy(&units(rest, u16::from_be_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => String::from_utf8_lossy(rest).into_owned(),
    }
}

fn take_list(mut body: Map<String, Value>, collection: Collection) -> Option<Vec<Value>> {
    match body.remove(collection.member())? {
        Value::Array(list) => Some(list),
        thing @ Value::Object(_) if collection.is_one_thing() => Some(vec![thing]),
        _ => None,
    }
}

/// A saved `list-hosted-zones` may hold public zones, which a crawl does not ask for.
fn keep_private(collection: Collection, list: Vec<Value>) -> Vec<Value> {
    match collection {
        Collection::HostedZones => list
            .into_iter()
            .filter(|zone| zone.pointer("/Config/PrivateZone").is_none_or(|private| private != &Value::Bool(false)))
            .collect(),
        _ => list,
    }
}

fn is_cut_short(body: &Map<String, Value>) -> bool {
    let token = |member: &str| body.get(member).and_then(Value::as_str).is_some_and(|token| !token.is_empty());
    token("NextToken") || token("NextMarker") || body.get("IsTruncated") == Some(&Value::Bool(true))
}

fn children(folder: &Path) -> Result<Vec<(String, PathBuf)>, FolderError> {
    let fail = |source| FolderError::Read { place: folder.display().to_string(), source };
    let mut children = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        children.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    children.sort();
    Ok(children)
}

fn newest(files: &[File]) -> Result<jiff::Timestamp, FolderError> {
    let mut newest = jiff::Timestamp::UNIX_EPOCH;
    for file in files {
        let fail = |source| FolderError::Read { place: file.place(), source };
        let written = fs::metadata(&file.path).and_then(|facts| facts.modified()).map_err(fail)?;
        let seconds = written.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let written = i64::try_from(seconds).ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        newest = newest.max(written.unwrap_or(newest));
    }
    Ok(newest)
}

/// The partition that GetCallerIdentity's ARN names, else the one of a Region seen.
fn partition(account: &AccountId, files: &[File], region: Option<&Region>) -> Result<Partition, FolderError> {
    for file in files.iter().filter(|file| &file.account == account && file.name == "sts.get-caller-identity.json") {
        let text =
            fs::read_to_string(&file.path).map_err(|source| FolderError::Read { place: file.place(), source })?;
        let Ok(body) = serde_json::from_str::<Value>(&text) else { continue };
        let said = body.get("Account").and_then(Value::as_str);
        if said.is_some_and(|said| said != account.as_str()) {
            let said = said.unwrap_or_default();
            tracing::warn!(
                "`{}` names account {said}; rename the folder {account} if that is its account",
                file.place()
            );
        }
        if let Some(arn) = body.get("Arn").and_then(Value::as_str).and_then(|arn| arn.parse::<Arn>().ok()) {
            return Ok(arn.partition);
        }
    }
    Ok(region.map_or(Partition::Aws, Partition::of_region))
}
