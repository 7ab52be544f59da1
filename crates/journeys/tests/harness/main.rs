//! The harness, tried on pages whose faults are known: a check that cannot fail proves nothing.

#![cfg(test)]

mod site;

use journeys::{Browser, Look, Window, axe};

use site::{Page, serve};

const GOOD: &str = "<!doctype html><html lang=en><title>Good</title>\
    <link rel=stylesheet href=/style.css><link rel=icon href=/icon.ico>\
    <script src=/later.js defer></script>\
    <header><a href=/elsewhere>Open</a></header><main><h1>A good page</h1>\
    <noscript><p>Scripts are off</p></noscript><p id=wait>Soon</p>\
    <details><summary>More</summary><p>What was hidden</p></details>\
    <form action=/done><p><label for=a>Name</label> <input id=a name=name></p>\
    <p><label>Name of the boat <input name=boat value=Old></label></p>\
    <p><input name=search aria-label=\"It's here\"></p>\
    <p><label for=c>Country</label> <select id=c name=country><option value=>Choose</option>\
    <option value=se>Sweden</option><option value=de>Germany</option></select></p>\
    <fieldset><legend>How you work</legend><label><input type=radio name=how value=slow>Slowly\
    </label> <label><input type=radio name=how value=fast>Fast</label></fieldset>\
    <p><label><input type=checkbox name=sure>I am sure</label></p>\
    <p><label><input type=checkbox name=news checked>Send news</label></p>\
    <p><button>Save it</button></p></form>\
    <ul><li>Laptop <a href=/laptop>Open</a></li><li>Phone <a href=/phone>Open</a></li></ul></main>";

const BAD: &str = "<!doctype html><html><style>p{color:red}</style>\
    <p class=pale>Hardly there</p><img src=/gone.png><input name=x>\
    <script>document.title = 'never'</script>";

const PAGES: &[Page] = &[
    ("/good", 200, GOOD),
    ("/bad", 200, BAD),
    ("/done", 200, "<!doctype html><html lang=en><title>Done</title><main><h1>Done</h1></main>"),
    ("/refused", 422, "<!doctype html><html lang=en><link rel=icon href=/icon.ico><h1>No</h1>"),
    ("/laptop", 200, "<h1>The laptop</h1>"),
    ("/phone", 200, "<h1>The phone</h1>"),
    ("/elsewhere", 200, "<h1>Elsewhere</h1>"),
    ("/tall", 200, "<link rel=stylesheet href=/style.css><div class=tall>Tall</div>"),
    (
        "/pale",
        200,
        "<!doctype html><html lang=en><title>Pale</title><link rel=stylesheet href=/style.css>\
         <main><h1>Pale by night</h1><p class=pale>Hardly there</p></main>",
    ),
    (
        "/style.css",
        200,
        "body{color:#000;background:#fff}.tall{height:3000px}\
         @media (prefers-color-scheme:dark){.pale{color:#999}}",
    ),
    ("/icon.ico", 200, ""),
    (
        "/later.js",
        200,
        "setTimeout(() => { document.querySelector('#wait').textContent = 'Scripts ran' }, 300)",
    ),
];

async fn open(browser: &Browser, look: Look, page: &str) -> Window {
    let window = browser.window(look).await;
    window.go(&(serve(PAGES) + page)).await;
    window
}

#[tokio::test]
async fn a_good_page_passes_in_every_look() {
    let Some(browser) = Browser::start() else { return };
    let mut window = open(&browser, Look::DESKTOP, "/good").await;
    for look in Look::ALL {
        window.wear(look).await;
        assert_eq!(axe(&window).await, Vec::<String>::new(), "{}", look.name());
    }
    assert_eq!(window.troubles().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_bad_page_is_told_apart() {
    let Some(browser) = Browser::start() else { return };
    let window = open(&browser, Look::PHONE, "/bad").await;
    let found = axe(&window).await.join("\n");
    for rule in ["document-title", "html-has-lang", "image-alt", "label", "landmark-one-main"] {
        assert!(found.contains(&format!("{rule}:")), "{rule} is not in {found}");
    }
    let troubles = window.troubles().await.join("\n");
    for trouble in ["style-src", "script-src", "/gone.png"] {
        assert!(troubles.contains(trouble), "{trouble} is not in {troubles}");
    }
    assert_eq!(window.troubles().await, Vec::<String>::new(), "each is told once");
}

#[tokio::test]
async fn what_is_pale_in_the_dark_only_is_told() {
    let Some(browser) = Browser::start() else { return };
    let mut window = open(&browser, Look::DESKTOP, "/pale").await;
    assert_eq!(axe(&window).await, Vec::<String>::new());
    window.wear(Look::PHONE.dark()).await;
    let found = axe(&window).await.join("\n");
    assert!(found.starts_with("color-contrast:") && found.contains("#999999"), "{found}");
}

#[tokio::test]
async fn a_refusal_is_no_trouble() {
    let Some(browser) = Browser::start() else { return };
    let window = open(&browser, Look::DESKTOP, "/refused").await;
    window.see("No").await;
    assert_eq!(window.troubles().await, Vec::<String>::new());
}

#[tokio::test]
async fn scripts_run_or_do_not() {
    let Some(browser) = Browser::start() else { return };
    let with = open(&browser, Look::DESKTOP, "/good").await;
    with.see("Scripts ran").await;
    with.not_see("Scripts are off").await;
    let without = open(&browser, Look::DESKTOP.without_javascript(), "/good").await;
    without.see("Scripts are off").await;
    // Longer than the script would have taken.
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    without.see("Soon").await;
    without.screenshot("harness-without-scripts").await;
    fill_in_everything(&without).await;
}

#[tokio::test]
async fn a_form_is_filled_in_by_its_labels() {
    let Some(browser) = Browser::start() else { return };
    fill_in_everything(&open(&browser, Look::PHONE, "/good").await).await;
}

async fn fill_in_everything(window: &Window) {
    window.fill("Name", "Ana").await;
    window.fill("Name of the boat", "Concord").await;
    window.fill("It's here", "x").await;
    window.choose("Country", "Germany").await;
    window.choose("How you work", "Fast").await;
    window.tick("I am sure").await;
    window.untick("Send news").await;
    assert_eq!(window.value("Name").await, "Ana");
    window.click("Save it").await;
    window.at("/done").await;
    let path = window.path().await;
    assert_eq!(path, "/done?name=Ana&boat=Concord&search=x&country=de&how=fast&sure=on");
    assert_eq!(window.title().await, "Done");
}

#[tokio::test]
async fn a_link_is_found_where_it_stands() {
    let Some(browser) = Browser::start() else { return };
    let window = open(&browser, Look::DESKTOP, "/good").await;
    window.not_see("What was hidden").await;
    window.click("More").await;
    window.see("What was hidden").await;
    // The same word is in the header and in two rows: the middle of the page comes first.
    window.click("Open").await;
    window.see("The laptop").await;
    let window = open(&browser, Look::DESKTOP, "/good").await;
    window.click_near("Phone", "Open").await;
    window.see("The phone").await;
}

#[tokio::test]
async fn a_window_is_as_wide_and_as_dark_as_asked() {
    let Some(browser) = Browser::start() else { return };
    let mut window = open(&browser, Look::PHONE.dark(), "/tall").await;
    let seen =
        "return [innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches]";
    assert_eq!(window.script(seen).await, serde_json::json!([390, 844, true]));
    window.wear(Look::DESKTOP).await;
    assert_eq!(window.script(seen).await, serde_json::json!([1280, 900, false]));
    let picture = window.screenshot("harness-tall").await;
    // A PNG begins with eight bytes of its own, then the head: width and height at 16 and 20.
    let bytes = std::fs::read(picture).unwrap();
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!(number(16), 1280);
    assert!(number(20) >= 3000, "only {} pixels high", number(20));
    assert_eq!(window.script(seen).await, serde_json::json!([1280, 900, false]));
}

#[tokio::test]
async fn a_device_holds_passkeys() {
    let Some(browser) = Browser::start() else { return };
    let window = open(&browser, Look::DESKTOP, "/good").await;
    window.hold_passkeys().await;
    let made = window
        .script(
            "const bytes = new Uint8Array(16);
             const made = navigator.credentials.create({ publicKey: {
                 challenge: bytes, rp: { name: 'Here' },
                 user: { id: bytes, name: 'ana', displayName: 'Ana' },
                 pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
                 authenticatorSelection: { residentKey: 'required' } } });
             return made.then(() => navigator.credentials.get({ publicKey: { challenge: bytes } }))
                 .then(it => it.type)",
        )
        .await;
    assert_eq!(made, "public-key");
}

#[tokio::test]
#[should_panic(expected = "no link or button “Fly” can be pressed, on http://localhost")]
async fn what_is_not_there_fails_with_the_page() {
    let Some(browser) = Browser::start() else {
        panic!("no link or button “Fly” can be pressed, on http://localhost: skipped");
    };
    open(&browser, Look::DESKTOP, "/laptop").await.click("Fly").await;
}
