//! `hanse import` and `hanse export` as who runs the server types them.

#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use domain::alliance::settings::Alliance;
use domain::kernel::text::Name;
use domain::kernel::time::Time;
use store::{Store, alliance};

const LIST: &str = "name,country,city,website,offers,needs,languages,audience,description\n\
    Harbour Advice,GB,Bristol,https://harbour.example,debt advice; housing advice,a film,\
    \"en, cy\",\"small charities, tenants\",\"Advice for people who were told to go elsewhere.\"\n\
    Zweite Blüte,AT,Graz,,repair,,de,,\n\
    Zweite Blüte,AT,Graz,,repair,,de,,\n\
    ,GB,,,,,,,\n";

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join("hanse-tests");
    let folder = folder.join(format!("{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The database of an alliance that nobody has joined yet, in this folder.
async fn database(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(name);
    let store = Store::open(&file.to_string_lossy()).await.unwrap();
    let mut tx = store.write().await.unwrap();
    let tideway = Alliance::new(Name::parse("Tideway").unwrap(), Time(1));
    alliance::insert(&mut tx, &tideway).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    file
}

fn hanse(database: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hanse"));
    command.arg("--database").arg(database).args(words).output().unwrap()
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The rows of a file by their columns, but for when they were listed, which is now.
fn rows(file: &[u8]) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_reader(file);
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |it: csv::StringRecord| {
        let cells = head.iter().zip(it.iter()).filter(|(name, _)| *name != "since");
        cells.map(|(name, text)| (name.clone(), text.to_owned())).collect()
    };
    reader.records().map(|it| row(it.unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_in_and_comes_out_as_it_went() {
    let folder = folder("lists");
    let (one, other) = (database(&folder, "one.db").await, database(&folder, "other.db").await);
    let list = folder.join("list.csv");
    fs::write(&list, LIST).unwrap();
    let list = list.to_string_lossy();

    let dry = hanse(&one, &["import", "members", &list, "--dry-run"]);
    assert!(dry.status.success(), "{}", said(&dry));
    assert!(said(&dry).contains("2 contacts would be listed; 1 seem to be there already"));
    let rejected = format!("{list}.rejected.csv");
    assert!(!Path::new(&rejected).exists(), "a dry run writes nothing");
    let empty = hanse(&one, &["export", "members"]);
    assert_eq!(String::from_utf8_lossy(&empty.stdout).lines().count(), 1, "nor lists anybody");

    let done = hanse(&one, &["import", "members", &list]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(said(&done).contains("2 contacts are listed now"), "{}", said(&done));
    assert_eq!(fs::read_to_string(&rejected).unwrap().lines().count(), 3, "two rows and the head");
    // Again there is nothing new, which is a refusal in a sentence.
    let again = hanse(&one, &["import", "members", &list]);
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));
    assert!(said(&again).contains("nothing new to import"), "{}", said(&again));

    let out = folder.join("out.csv");
    let exported = hanse(&one, &["export", "members", "--out", &out.to_string_lossy()]);
    assert!(exported.status.success(), "{}", said(&exported));
    let first = fs::read_to_string(&out).unwrap();
    for part in ["Harbour Advice", "Zweite Blüte", "debt advice", "tenants", "harbour.example"] {
        assert!(first.contains(part), "{part} is not in\n{first}");
    }
    let back = hanse(&other, &["import", "members", &out.to_string_lossy()]);
    assert!(back.status.success(), "{}", said(&back));
    let second = hanse(&other, &["export", "members"]);
    assert_eq!(rows(&second.stdout), rows(first.as_bytes()));

    let whole = folder.join("everything");
    let everything = hanse(&one, &["export", "everything", "--out", &whole.to_string_lossy()]);
    assert!(everything.status.success(), "{}", said(&everything));
    assert_eq!(fs::read(whole.join("members.csv")).unwrap(), first.as_bytes());
    assert!(fs::read_to_string(whole.join("alliance.json")).unwrap().contains("Tideway"));
    assert!(fs::read_to_string(whole.join("events.csv")).unwrap().contains("contact.listed"));
    let _ = fs::remove_dir_all(&folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_said_in_a_sentence() {
    let folder = folder("no-lists");
    let one = database(&folder, "one.db").await;
    let list = folder.join("list.csv");
    fs::write(&list, "no such column\nOne\n").unwrap();
    let list = list.to_string_lossy().into_owned();
    let missing = folder.join("missing").to_string_lossy().into_owned();
    for (database, words) in [
        (one.as_path(), ["import", "members", list.as_str()]),
        (one.as_path(), ["import", "members", missing.as_str()]),
        (Path::new(&missing), ["import", "members", list.as_str()]),
        (Path::new(&missing), ["export", "members", "--out=x.csv"]),
    ] {
        let output = hanse(database, &words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {}", said(&output));
        assert!(!output.stderr.is_empty() && !said(&output).contains("panicked"), "{words:?}");
    }
    let _ = fs::remove_dir_all(&folder);
}
