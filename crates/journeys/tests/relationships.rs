//! Meeting: hello and its answers, three rungs up, one down, a pause; a group of three.

#![cfg(test)]

use journeys::{Browser, House, Look, Window, axe};

const TIE: &str = "/partners/meadow-finch-rootstock-kitchen";

/// The pages of this journey pass the checker in every look.
async fn passes(window: &mut Window, page: &str) {
    let before = window.look();
    for look in Look::ALL {
        window.wear(look).await;
        let found = axe(window).await;
        assert!(found.is_empty(), "{page}, {}:\n{}", look.name(), found.join("\n"));
        window.screenshot(&format!("{page}-{}", look.name())).await;
    }
    window.wear(before).await;
    let troubles = window.troubles().await;
    assert!(troubles.is_empty(), "{page}:\n{}", troubles.join("\n"));
}

/// One member of the demo after the other, in the same window.
struct Cast<'h> {
    house: &'h House,
    window: Window,
}

impl Cast<'_> {
    async fn is(&self, email: &str) {
        self.window.sign_in(&self.house.sign_in_link(email)).await;
    }

    async fn go(&self, path: &str) {
        self.window.go(&self.house.url(path)).await;
    }

    /// Says hello to who has this handle, in the name of who is signed in.
    async fn hello(&self, handle: &str, more: &str) {
        self.go(&format!("/@{handle}")).await;
        self.window.click("Say hello").await;
        self.window.fill("What for", "a film about a garden").await;
        self.window.fill("A word from you", "We print, you film. Shall we try?").await;
        if !more.is_empty() {
            self.window.fill("And to whom else", more).await;
        }
        self.window.click("Say hello").await;
        self.window.see("Said. They can say yes, say no, or let it rest.").await;
    }

    /// One proposes, the other agrees.
    async fn step(&self, by: &str, other: &str, what: &str, choice: &str) {
        self.is(by).await;
        self.go(&format!("{TIE}/steps/new?what={what}")).await;
        if !choice.is_empty() {
            self.window.tick(choice).await;
        }
        self.window.click("Propose it").await;
        self.window.see("Nothing changes until everyone says yes").await;
        self.is(other).await;
        self.go("/partners").await;
        self.window.see("Waiting for you").await;
        self.go(TIE).await;
        self.window.click("Agree").await;
        self.window.see("You said yes").await;
    }
}

const ROWAN: &str = "rowan@meadow-and-finch.example";

async fn meet(cast: &Cast<'_>, amara: &str) {
    cast.is(ROWAN).await;
    cast.hello("rootstock-kitchen", "").await;
    cast.go(TIE).await;
    cast.window.see("Take the hello back").await;
    cast.is(amara).await;
    cast.go("/partners").await;
    cast.window.see("said hello: a film about a garden").await;
    cast.go(TIE).await;
    cast.window.click("Say yes").await;
    cast.window.see("Where you are").await;
}

async fn climb(cast: &Cast<'_>, amara: &str) {
    cast.step(ROWAN, amara, "move", "Guidance").await;
    cast.step(amara, ROWAN, "move", "One-off work").await;
    cast.step(ROWAN, amara, "move", "Promoting each other").await;
    cast.go(TIE).await;
    cast.window.see("You are here. Since").await;
    cast.step(amara, ROWAN, "move", "One-off work").await;
    cast.step(ROWAN, amara, "pause", "").await;
    cast.go(TIE).await;
    cast.window.see("Resting since").await;
    cast.step(amara, ROWAN, "wake", "").await;
}

async fn write(cast: &Cast<'_>) {
    cast.go(TIE).await;
    cast.window.fill("Write to them", "See you on Friday").await;
    cast.window.click("Send").await;
    cast.window.see("See you on Friday").await;
    cast.go(&format!("{TIE}/values")).await;
    cast.window.fill("What", "Posters at cost").await;
    cast.window.click("Save").await;
    cast.window.see("Posters at cost").await;
    cast.go(&format!("{TIE}/done")).await;
    cast.window.fill("In a line", "Prices for schools").await;
    cast.window.tick("In competition").await;
    cast.window.click("Note it").await;
    cast.window.see("Prices for schools").await;
    cast.go(&format!("{TIE}/review")).await;
    cast.window.click("Save the review").await;
    cast.window.see("Please say how useful it is to you").await;
    cast.window.tick("Useful to us").await;
    cast.window.click("Save the review").await;
    cast.window.see("The others read it").await;
    cast.go(&format!("{TIE}/history")).await;
    cast.window.see("everyone agreed: it rests now").await;
}

async fn declined(cast: &Cast<'_>, other: (&str, &str)) {
    cast.is(ROWAN).await;
    cast.hello(other.0, "").await;
    let path = cast.window.path().await;
    cast.is(other.1).await;
    cast.go(&path).await;
    cast.window.click("Say no").await;
    cast.window.click("Say no, kindly").await;
    cast.window.see("Please choose one of the reasons").await;
    cast.window.tick("We have our hands full").await;
    cast.window.click("Say no, kindly").await;
    cast.window.see("You said no, and they are told so kindly").await;
    cast.is(ROWAN).await;
    cast.go(&path).await;
    cast.window.see("We have our hands full").await;
}

async fn group(cast: &Cast<'_>, one: (&str, &str), other: (&str, &str)) {
    cast.is(ROWAN).await;
    cast.hello(one.0, other.0).await;
    let path = cast.window.path().await;
    for member in [one, other] {
        cast.is(member.1).await;
        cast.go(&path).await;
        cast.window.click("Say yes").await;
    }
    cast.window.see("Where you are").await;
    cast.is(ROWAN).await;
    cast.go(&format!("{path}/leaving")).await;
    cast.window.see("go on without you").await;
}

const AMARA: &str = "amara@rootstock-kitchen.example";
const ONE: (&str, &str) = ("harbour-advice-trust", "bernadette@harbour-advice.example");
const OTHER: (&str, &str) = ("ife-adeyemi", "ife@adeyemi.example");

#[tokio::test(flavor = "multi_thread")]
async fn two_meet_climb_step_down_and_rest() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let mut cast = Cast { house: &house, window: browser.window(Look::DESKTOP).await };
    meet(&cast, AMARA).await;
    climb(&cast, AMARA).await;
    write(&cast).await;
    declined(&cast, ONE).await;
    for (page, path) in [
        ("partners", "/partners".to_owned()),
        ("partners-ended", "/partners?shelf=ended".to_owned()),
        ("partners-hello", "/partners/hello?to=rootstock-kitchen&purpose=together".to_owned()),
        ("partners-one", TIE.to_owned()),
        ("partners-step", format!("{TIE}/steps/new")),
        ("partners-convert", format!("{TIE}/steps/new?what=convert")),
        ("partners-end", format!("{TIE}/steps/new?what=end")),
        ("partners-leave", format!("{TIE}/leaving")),
        ("partners-words", format!("{TIE}/words")),
        ("partners-known", format!("{TIE}/known")),
        ("partners-value", format!("{TIE}/values")),
        ("partners-done", format!("{TIE}/done")),
        ("partners-review", format!("{TIE}/review")),
        ("partners-history", format!("{TIE}/history")),
        ("introductions", "/partners/introductions".to_owned()),
        ("introduce", "/partners/introductions/new".to_owned()),
        ("partners-calendar", "/partners/calendar".to_owned()),
    ] {
        cast.go(&path).await;
        passes(&mut cast.window, page).await;
    }
    cast.window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_without_scripts_and_a_group_of_three() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let look = Look { javascript: false, ..Look::DESKTOP };
    let cast = Cast { house: &house, window: browser.window(look).await };
    meet(&cast, AMARA).await;
    climb(&cast, AMARA).await;
    write(&cast).await;
    declined(&cast, ONE).await;
    group(&cast, OTHER, ("rootstock-kitchen", AMARA)).await;
    cast.window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn to_others_it_does_not_exist() {
    let Some(browser) = Browser::start() else { return };
    let house = House::demo();
    let cast = Cast { house: &house, window: browser.window(Look::DESKTOP).await };
    meet(&cast, AMARA).await;
    cast.is(ONE.1).await;
    for page in ["", "/history", "/review", "/words", "/steps/new", "/leaving"] {
        cast.go(&format!("{TIE}{page}")).await;
        cast.window.see("Nothing here").await;
        cast.window.not_see("a film about a garden").await;
    }
    cast.window.close().await;
}
