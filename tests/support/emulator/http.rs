//! As much of HTTP/1.1 as the SDK speaks to a loopback address.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A request.
#[derive(Debug, Default)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// A response.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// A connection, from its server's end.
pub struct Connection {
    stream: TcpStream,
    peeked: Vec<u8>,
    left: usize,
}

impl Connection {
    pub fn new(stream: TcpStream) -> Self {
        let _ = stream.set_nodelay(true);
        Self { stream, peeked: vec![0; 64 * 1024], left: 0 }
    }

    /// The next request; none when the client has gone.
    ///
    /// Its last byte stays in the kernel until there is something to write: a connection dropped before that is reset
    /// and not closed, and no test needs `unsafe` to set SO_LINGER.
    pub fn read(&mut self) -> io::Result<Option<Request>> {
        self.take_the_rest()?;
        let Some(length) = self.head_length()? else { return Ok(None) };
        let head = String::from_utf8_lossy(self.peeked.get(..length).unwrap_or_default()).into_owned();
        let mut lines = head.lines();
        let first = lines.next().unwrap_or_default();
        let mut words = first.split(' ').map(str::to_owned);
        let mut request = Request { method: words.next().unwrap_or_default(), ..Request::default() };
        let target = words.next().unwrap_or_default();
        let named = lines.filter_map(|line| line.split_once(':'));
        request.headers = named.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        request.path = path.to_owned();
        request.query = pairs(query);
        let body = request.header("content-length").parse().unwrap_or(0);
        let mut all = vec![0; length + body - 1];
        self.stream.read_exact(&mut all)?;
        self.left = 1;
        if body > 0 {
            request.body = all.split_off(length);
            // The one byte that stays.
            let mut last = [0];
            if self.stream.peek(&mut last)? == 0 {
                return Ok(None);
            }
            request.body.extend(last);
        }
        Ok(Some(request))
    }

    /// How long the request line and the headers are.
    fn head_length(&mut self) -> io::Result<Option<usize>> {
        loop {
            let count = self.stream.peek(&mut self.peeked)?;
            if count == 0 {
                return Ok(None);
            }
            let seen = self.peeked.get(..count).unwrap_or_default();
            if let Some(at) = seen.windows(4).position(|four| four == b"\r\n\r\n") {
                return Ok(Some(at + 4));
            }
            std::thread::sleep(Duration::from_micros(100));
        }
    }

    fn take_the_rest(&mut self) -> io::Result<()> {
        let mut rest = vec![0; std::mem::take(&mut self.left)];
        self.stream.read_exact(&mut rest)
    }

    /// Writes the head of a response; its body will be of this length.
    pub fn head(&mut self, response: &Response, length: usize) -> io::Result<()> {
        self.take_the_rest()?;
        self.stream.write_all(&head_of(response, length))
    }

    /// Writes a part of a body.
    pub fn write(&mut self, part: &[u8]) -> io::Result<()> {
        self.stream.write_all(part)
    }

    /// Writes a response and keeps the connection.
    pub fn respond(&mut self, response: &Response) -> io::Result<()> {
        self.take_the_rest()?;
        let mut all = head_of(response, response.body.len());
        all.extend(&response.body);
        self.stream.write_all(&all)
    }
}

fn head_of(response: &Response, length: usize) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Said\r\nContent-Length: {length}\r\n", response.status);
    for (name, value) in &response.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += "\r\n";
    head.into_bytes()
}

/// The pairs of a query or a form.
pub fn pairs(text: &str) -> BTreeMap<String, String> {
    text.split('&').filter_map(|part| part.split_once('=')).map(|(name, value)| (decode(name), decode(value))).collect()
}

pub fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned()
}
