//! A whole server in the test: the real router on a fresh database, with a clock that stands
//! still and people who are already signed in.

#![expect(dead_code, reason = "each test file uses the part of the house it needs")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use actions::{App, Config, secret};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::alliance::settings::Alliance;
use domain::kernel::id::{MemberId, PersonId, SessionId, TokenId};
use domain::kernel::text::{Email, Handle, Name};
use domain::kernel::time::Time;
use domain::kernel::who::{Actor, Who};
use domain::members::member::{Member, Profile};
use domain::members::parts::{Kind, Standing};
use domain::members::visibility::Visibility;
use domain::people::person::Person;
use store::alliance::Made;
use store::people::tokens::Token;
use store::people::{Hat, Session};
use store::testing::Engine;
use tower::ServiceExt;

/// 23 November 2026, noon, UTC.
pub const NOON: Time = Time(1_795_435_200_000_000);

/// A server with an alliance called Tideway.
pub struct House {
    pub app: App,
    router: Router,
    clock: Arc<AtomicI64>,
}

/// Somebody who is signed in, or nobody.
#[derive(Debug, Clone)]
pub struct Someone {
    pub cookie: String,
    pub person: PersonId,
    pub member: MemberId,
    pub who: Who,
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub cookies: Vec<String>,
    pub headers: HeaderMap,
    pub body: String,
}

impl House {
    /// An alliance that whoever is invited joins at once.
    pub async fn new() -> Self {
        Self::with("http://localhost:4747", false).await
    }

    /// As [`Self::new`], reached in another way, or where mail goes out.
    pub async fn with(base_url: &str, mail: bool) -> Self {
        let house = Self::empty_with(base_url, mail).await;
        let mut tx = house.app.store.write().await.unwrap();
        store::alliance::insert(&mut tx, &tideway()).await.unwrap();
        let made = Made { at: NOON, person: None, member: None, words: "began" };
        store::alliance::keep_version(&mut tx, &tideway(), &made).await.unwrap();
        tx.commit().await.unwrap();
        house
    }

    /// A server that nobody has set up yet.
    pub async fn empty() -> Self {
        Self::empty_with("http://localhost:4747", false).await
    }

    async fn empty_with(base_url: &str, mail: bool) -> Self {
        let store = store::testing::fresh(Engine::Sqlite).await.unwrap().unwrap();
        let (clock, drawn) = (Arc::new(AtomicI64::new(NOON.0)), AtomicU64::new(1));
        let now = clock.clone();
        let chance = move || {
            let number = drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            secret::hash(&format!("{number:?}"))
        };
        let config = Config { base_url: base_url.into(), mail, behind_proxy: false };
        let now = Arc::new(move || Time(now.fetch_add(1, Ordering::Relaxed)));
        let app = App::new(store, now, Arc::new(chance), config).await.unwrap();
        let app = app.with_files(&std::env::temp_dir().join("hanse-tests").join("files"));
        Self { router: web::router(app.clone()), app, clock }
    }

    /// Time goes by.
    pub fn wait_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }

    /// A person signed in for a member of this name that has joined.
    pub async fn member(&self, name: &str) -> Someone {
        self.someone(name, Standing::Member, false).await
    }

    /// A person signed in for a candidate of this name.
    pub async fn candidate(&self, name: &str) -> Someone {
        self.someone(name, Standing::Candidate, false).await
    }

    /// As [`Self::member`], and looks after the server.
    pub async fn steward(&self, name: &str) -> Someone {
        self.someone(name, Standing::Member, true).await
    }

    async fn someone(&self, name: &str, standing: Standing, steward: bool) -> Someone {
        let (app, now) = (&self.app, self.app.now());
        let handle = Handle::suggest(name, 1);
        let member = Member {
            id: MemberId::from_bits(app.new_id()),
            handle: handle.clone(),
            name: Name::parse(name).unwrap(),
            kind: Kind::Organisation,
            standing,
            since: now,
            changed: now,
            profile: Profile::default(),
            visibility: Visibility::default(),
            version: 1,
        };
        let person = Person {
            id: PersonId::from_bits(app.new_id()),
            name: Name::parse(&format!("Ana of {name}")).unwrap(),
            email: Some(Email::parse(&format!("{handle}@example.org")).unwrap()),
            zone: "Europe/London".into(),
            steward,
            since: now,
        };
        let (name, logo) = (member.name.clone(), None);
        let hat = Hat { member: member.id, handle, name, standing, logo };
        let session = Session {
            id: SessionId::from_bits(app.new_id()),
            person: person.clone(),
            hat: Some(hat),
            seen: now,
            until: now.plus_days(60),
        };
        let cookie = secret::text((app.chance)());
        let mut tx = app.store.write().await.unwrap();
        store::members::insert(&mut tx, &member).await.unwrap();
        store::people::insert(&mut tx, &person).await.unwrap();
        store::people::add_hat(&mut tx, person.id, member.id, now).await.unwrap();
        let hash = secret::hash(&cookie);
        store::people::insert_session(&mut tx, &session, hash, "a test").await.unwrap();
        tx.commit().await.unwrap();
        let joined = standing == Standing::Member;
        let actor = Actor { person: person.id, hat: Some(member.id), joined, steward };
        Someone { cookie, person: person.id, member: member.id, who: Who::Person(actor) }
    }

    /// Gives a program of somebody this access token.
    pub async fn program_of(&self, who: &Someone, token: &str) {
        let mut tx = self.app.store.write().await.unwrap();
        let member = store::members::find(&mut tx, who.member).await.unwrap().unwrap();
        let hat = Hat {
            member: member.id,
            handle: member.handle,
            name: member.name,
            standing: member.standing,
            logo: None,
        };
        let token_row = Token {
            id: TokenId::from_bits(self.app.new_id()),
            name: Name::parse("A program").unwrap(),
            hat: Some(hat),
            made: NOON,
            used: None,
        };
        let hash = secret::hash(token);
        store::people::tokens::insert(&mut tx, who.person, &token_row, hash).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A form token for a visitor who is not signed in.
    pub fn token(&self) -> String {
        self.token_for("")
    }

    /// A form token for somebody who is signed in.
    pub fn token_of(&self, who: &Someone) -> String {
        self.token_for(&who.cookie)
    }

    /// Whoever holds this session cookie, when nothing else of them matters.
    pub fn holder_of(&self, cookie: &str) -> Someone {
        let (person, member) = (PersonId::from_bits(0), MemberId::from_bits(0));
        Someone { cookie: cookie.to_owned(), person, member, who: Who::Guest }
    }

    /// A form token for whoever has this session cookie.
    pub fn token_for(&self, cookie: &str) -> String {
        let nonce = secret::text((self.app.chance)());
        let seal = secret::seal(&self.app.key, &["form", cookie, &nonce]);
        format!("{nonce}.{seal}")
    }

    /// What a visitor who is not signed in reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", &[]).await
    }

    /// Sends a form as it is, its token included.
    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.post_with(path, body, &[]).await
    }

    /// As [`Self::post`], with further headers.
    pub async fn post_with(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend(headers);
        self.send(Method::POST, path, body, &all).await
    }

    /// What somebody reads.
    pub async fn get_as(&self, who: &Someone, path: &str) -> Answer {
        let cookie = format!("session={}", who.cookie);
        self.send(Method::GET, path, "", &[("cookie", &cookie)]).await
    }

    /// Sends a form as somebody who has just opened its page; the token is added.
    pub async fn post_as(&self, who: &Someone, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token_for(&who.cookie);
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        let body = serde_urlencoded::to_string(&all).unwrap();
        let cookie = format!("session={}", who.cookie);
        self.post_with(path, &body, &[("cookie", &cookie)]).await
    }

    /// Sends any request.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        self.send_bytes(method, path, body.as_bytes().to_vec(), headers).await
    }

    /// Sends any request, with a body that may be no text.
    pub async fn send_bytes(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = |it: &header::HeaderValue| it.to_str().unwrap().to_owned();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            location: parts.headers.get(header::LOCATION).map(text).unwrap_or_default(),
            cookies: parts.headers.get_all(header::SET_COOKIE).iter().map(text).collect(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

fn tideway() -> Alliance {
    Alliance::new(Name::parse("Tideway").unwrap(), NOON)
}
