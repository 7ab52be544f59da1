//! A PostgreSQL that lives as long as one run of the tests.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::cargo::{must, output};
use crate::packages::{postgres_program, root};

/// Speed instead of durability: the data is thrown away in any case.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
];

/// Waits until this program is gone, however it went, then clears up: first the folder, then the
/// words that stop the server.
const KEEPER: &str = r#"
trap '' HUP INT TERM
cat > /dev/null
folder=$1
shift
cd "$folder" && "$@" > /dev/null 2>&1
cd /
# A browser that is still dying may write once more.
for again in 1 2 3 4 5; do
    rm -rf "$folder" 2> /dev/null && break
    sleep 1
done
"#;

/// A running server. It stops, and its folder goes, when this is dropped, when this program
/// fails, and when it is killed.
pub(crate) struct Postgres {
    url: String,
    folder: PathBuf,
    keeper: Child,
}

impl Postgres {
    /// Makes a cluster in a temporary folder and starts it on a free loopback port.
    ///
    /// # Errors
    /// A sentence, with the server's own log where there is one.
    pub(crate) fn start() -> Result<Self, String> {
        let program = |name| postgres_program(name).ok_or(format!("There is no {name}."));
        let (initdb, pg_ctl) = (program("initdb")?, program("pg_ctl")?);
        let made = output(as_somebody(Path::new("mktemp")).args(["--directory", "--tmpdir"]))?;
        let folder = PathBuf::from(made.trim_end());
        let port = free_port()?;
        let keeper = keep(&pg_ctl, &folder)?;
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let postgres = Self { url, folder: folder.clone(), keeper };
        // From here on every way out drops the keeper, which clears up.
        let data = folder.join("data");
        output(
            as_somebody(&initdb)
                .arg("--pgdata")
                .arg(&data)
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
                .args(["--no-locale", "--no-sync"])
                .current_dir(&folder),
        )?;
        let mut options = format!("-p {port} -k {}", folder.display());
        for setting in SETTINGS {
            options.push_str(" -c ");
            options.push_str(setting);
        }
        let log = folder.join("log");
        let start = must(
            as_somebody(&pg_ctl)
                .args(["--wait", "--silent", "--options", &options, "--pgdata"])
                .arg(&data)
                .arg("--log")
                .arg(&log)
                .arg("start")
                .current_dir(&folder),
        );
        start
            .map_err(|error| format!("{error}\n{}", fs::read_to_string(log).unwrap_or_default()))?;
        Ok(postgres)
    }

    /// Where it answers; the database there may be used to make others.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A folder beside its data, for what tests leave lying when they are killed.
    ///
    /// # Errors
    /// A sentence, if it cannot be made.
    pub(crate) fn room_for_tests(&self) -> Result<PathBuf, String> {
        let room = self.folder.join("tests");
        match fs::create_dir(&room) {
            Ok(()) => Ok(room),
            Err(error) => Err(format!("{}: {error}", room.display())),
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut pipe) = self.keeper.stdin.take() {
            // Dropping the pipe is the message; there is nothing to do if nobody listens.
            let _ = pipe.flush();
        }
        let _ = self.keeper.wait();
    }
}

/// Its own process group, so that the Ctrl-C that ends us does not end it before its work.
fn keep(pg_ctl: &Path, folder: &Path) -> Result<Child, String> {
    let mut stop = as_somebody(pg_ctl);
    stop.arg("--pgdata").arg(folder.join("data")).args(["--mode=immediate", "--silent", "stop"]);
    Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .arg(folder)
        .arg(stop.get_program())
        .args(stop.get_args())
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(|error| format!("sh could not be started: {error}."))
}

/// PostgreSQL refuses to run as root; then it runs as the user its package made.
fn as_somebody(program: &Path) -> Command {
    if root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        return command;
    }
    Command::new(program)
}

fn free_port() -> Result<u16, String> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("There is no free port on 127.0.0.1: {error}."))
}
