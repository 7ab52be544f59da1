//! A web site of a few still pages, to try the harness on.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The content security policy of the product.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' \
    data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page: where it is, the status of the answer, and its text.
pub type Page = (&'static str, u16, &'static str);

/// Serves the pages until the test ends, and everything else as not found; returns its address.
pub fn serve(pages: &'static [Page]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
    let port = listener.local_addr().expect("a listener has an address").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream, pages));
        }
    });
    format!("http://localhost:{port}")
}

fn answer(mut stream: TcpStream, pages: &[Page]) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let Some(question) = lines.next() else { return };
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let path = question.split(' ').nth(1).unwrap_or("/");
    let path = path.split('?').next().unwrap_or(path);
    let found = pages.iter().find(|(name, ..)| *name == path);
    let (_, status, text) = found.unwrap_or(&("", 404, "not found"));
    let kind = match path.rsplit_once('.') {
        Some((_, "js")) => "text/javascript",
        Some((_, "css")) => "text/css",
        Some((_, "ico")) => "image/x-icon",
        _ => "text/html; charset=utf-8",
    };
    let length = text.len();
    let head = format!(
        "HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Content-Security-Policy: {POLICY}\r\nConnection: close\r\n\r\n"
    );
    // The browser may have gone on already.
    let _ = stream.write_all((head + text).as_bytes());
}
