//! As much of HTTP/1.1 as the SDK speaks to a loopback address.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// A request, its form and query parameters in one map.
#[derive(Debug, Default)]
pub struct Request {
    pub path: String,
    pub parameters: BTreeMap<String, String>,
    pub authorization: String,
}

/// A response.
pub struct Response {
    pub status: u16,
    pub kind: &'static str,
    pub body: String,
}

/// Reads one request; none when the client has gone.
pub fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut request = Request::default();
    let mut length = 0;
    loop {
        let mut header = String::new();
        stream.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "authorization" => request.authorization = value.trim().to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    request.path = path.to_owned();
    for part in query.split('&').chain(String::from_utf8_lossy(&body).split('&')) {
        if let Some((name, value)) = part.split_once('=') {
            request.parameters.insert(decode(name), decode(value));
        }
    }
    Ok(Some(request))
}

/// Writes one response and keeps the connection.
pub fn write(stream: &mut TcpStream, response: &Response) -> io::Result<()> {
    let Response { status, kind, body } = response;
    let head = format!("HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body.as_bytes()].concat())?;
    stream.flush()
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned()
}
