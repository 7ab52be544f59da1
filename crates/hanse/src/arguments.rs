//! What can be said on the command line and in the environment. What is said on the command line
//! goes before the environment, and that before the default.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Where small organisations find each other and work together.
///
/// Every option can also be set in the environment, as its help says; the command line goes first.
#[derive(Debug, Parser)]
#[command(name = "hanse", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where the data is and how the server is reached.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// A SQLite file, or postgres://USER@HOST/NAME
    #[arg(
        long,
        global = true,
        env = "HANSE_DATABASE",
        default_value = "./hanse.db",
        hide_env_values = true
    )]
    pub(crate) database: String,
    /// How people reach the server, such as https://alliance.example [default: from --listen]
    #[arg(long, global = true, env = "HANSE_BASE_URL")]
    pub(crate) base_url: Option<String>,
    /// The address and port that the server listens on
    #[arg(long, global = true, env = "HANSE_LISTEN", default_value = "127.0.0.1:4747")]
    pub(crate) listen: SocketAddr,
    /// The folder for everything that is no row [default: ./hanse-data]
    #[arg(long, global = true, env = "HANSE_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// The mail server, such as smtp://USER:PASSWORD@HOST:587, or file:FOLDER to try things out
    #[arg(long, global = true, env = "HANSE_SMTP", hide_env_values = true)]
    pub(crate) smtp: Option<String>,
    /// Who letters are from [default: hanse@ the host of the base URL]
    #[arg(long, global = true, env = "HANSE_MAIL_FROM")]
    pub(crate) mail_from: Option<String>,
    /// A proxy stands before the server and says where requests come from (X-Forwarded-For)
    #[arg(long, global = true, env = "HANSE_BEHIND_PROXY")]
    pub(crate) behind_proxy: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer browsers and programs until told to stop
    Serve,
    /// Show Hanse on a real directory and an invented alliance, in ./hanse-demo or --data
    Demo {
        /// Start over
        #[arg(long)]
        fresh: bool,
    },
    /// Make a link by which one person can join
    Invite {
        /// Who it is for: a name, a mail address, or both: "Ada <ada@example.org>"
        #[arg(long = "for", value_name = "NAME")]
        guest: String,
    },
    /// Make a one-time link that signs a person in, such as when they have lost their device
    SignInLink {
        /// Their mail address
        email: String,
    },
    /// Copy the database, as it is now, to a new SQLite file; the server may be running
    Backup {
        /// The file to write; it must not be there yet
        file: PathBuf,
    },
    /// Fill the database with what a backup holds; stop the server first
    Restore {
        /// What `hanse backup` wrote
        file: PathBuf,
        /// Replace what is in the database, after copying it to a file
        #[arg(long)]
        force: bool,
    },
    /// Look for damage, and count the rows of every table
    Doctor {
        /// Also say what differs from this backup
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a list in
    #[command(subcommand)]
    Import(Import),
    /// Take data out, in forms that can be read elsewhere
    #[command(subcommand)]
    Export(Export),
    /// Say who fits a member, and why
    Fit {
        /// The member's name in addresses, such as quay-stories
        member: String,
        /// together, promote, learn, mentor, mentored or need:<id>
        #[arg(long, default_value = "together")]
        purpose: String,
        /// Where they are: within so many kilometres, or country (the member's own), or remote
        #[arg(long)]
        near: Option<String>,
        /// How many, 1 to 200
        #[arg(long, default_value_t = 10)]
        top: usize,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the description of the API (OpenAPI 3.1)
    Openapi,
    /// Measure how fast the best of many made-up members are found
    #[command(subcommand)]
    Bench(Bench),
}

/// What to take in.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// List everybody in a CSV file as a contact; rows left out go to FILE.rejected.csv
    Members {
        /// The file, as docs/import.md describes it
        file: PathBuf,
        /// Say what would happen, and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
}

/// What to take out.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Every member and contact, as a CSV file that can be imported again
    Members {
        /// The file to write [default: the output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The members, the alliance and everything that happened, as files in a folder
    Everything {
        /// The folder to write
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// What can be measured without a server.
#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// The best twenty for each purpose, compared with a full scan
    Fit {
        /// How many members
        #[arg(long, default_value_t = 1_000_000)]
        members: u64,
    },
}
