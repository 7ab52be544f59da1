use super::Door::{Candidate, Elector, Founder, Member, Stranger};
use super::Step::{Fill, Go, Press, Unfold};
use super::{Door, Page, Way};

const fn page(door: Door, name: &'static str, path: &'static str, says: &'static str) -> Page {
    Page::at(door, Way::Path(path), name, says)
}

const fn linked(
    door: Door,
    name: &'static str,
    on: &'static str,
    to: &'static str,
    says: &'static str,
) -> Page {
    Page::at(door, Way::Link { on, to }, name, says)
}

/// A row that is new, one that is there already, and one that cannot be read.
const LIST: &str = "name,country,city,website\nHarbour Bakers,GB,Bristol,\n\
    Quay Stories,GB,Bristol,\nNowhere House,Atlantis,,not an address";
const TAKEN: &str = "name,country,city\nTide Mill,GB,Bristol\nLock Keepers,GB,Bath";

/// The list. A page that is not here is neither photographed nor checked.
pub const PAGES: &[Page] = &[
    page(Founder, "setup-without-code", "/", "Where the code is"),
    Page::at(Founder, Way::Printed, "setup", "Two short parts"),
    Page::at(Founder, Way::Printed, "setup-refused", "Please look at this again")
        .after(&[Press("Begin")]),
    page(Stranger, "front", "/", "Among equals"),
    page(Stranger, "sign-in", "/sign-in", "There is no password"),
    page(Stranger, "sign-in-code", "/sign-in", "Look into your mail").after(CODE_SENT),
    page(Stranger, "sign-in-code-refused", "/sign-in", "not valid any more").after(CODE_WRONG),
    page(Stranger, "sign-in-mail-refused", "/sign-in", "Please look at this again")
        .after(&[Fill("Your email address", "nobody@example"), Press("Send me a code")]),
    Page::at(Stranger, Way::Printed, "sign-in-link", "This link signs you in"),
    page(Stranger, "sign-in-link-refused", "/sign-in/link/none", "for once")
        .after(&[Press("Sign in")]),
    Page::at(Stranger, Way::Invited, "join", "Your own name"),
    Page::at(Stranger, Way::Invited, "join-refused", "Please look at this again")
        .after(&[Press("Join")]),
    page(Stranger, "join-closed", "/join/none", "This link does not lead in"),
    page(Stranger, "alliance-public", "/alliance", "Where we are"),
    page(Stranger, "alliance-contacts", "/alliance?list=contacts", "Listed contacts"),
    page(Stranger, "alliance-history", "/alliance/history", "What it said before").after(&[Unfold]),
    page(Stranger, "help", "/help", "How one joins"),
    page(Stranger, "help-fit", "/help/fit", "How fit works"),
    page(Stranger, "member-public", "/@quay-stories", "What they offer"),
    page(Stranger, "contacts-public", "/contacts", "Organisations and people"),
    linked(Stranger, "contact-public", "/contacts", "/@", "This is us"),
    linked(Stranger, "claim", "/contacts", "/@", "Ask for this page").after(&[Press("This is us")]),
    linked(Stranger, "claim-refused", "/contacts", "/@", "Please look at this again")
        .after(&[Press("This is us"), Press("Ask for this page")]),
    linked(Stranger, "claim-made", "/contacts", "/@", "Thank you").after(&[
        Press("This is us"),
        Fill("Your name", "Cy Cole"),
        Fill("Your email", "cy@example.org"),
        Press("Ask for this page"),
    ]),
    page(Stranger, "stream-public", "/stream", "Everyone can read this"),
    page(Stranger, "story-public", "/@quay-stories/notes", "First screening"),
    page(Member, "home", "/home", "New faces"),
    page(Member, "home-refused", "/home", "Please look at this again").after(&[Press("Post")]),
    page(Member, "home-partners", "/home?see=partners", "Partners"),
    linked(Member, "note", "/home", "/notes/", "Conversation"),
    page(Member, "story", "/@meadow-finch/notes", "Kept sealed"),
    page(Member, "circles", "/circles", "Your circles"),
    linked(Member, "circle", "/circles", "/circles/", "They read what you tell this circle"),
    page(Member, "search-notes", "/search?q=posters", "In notes"),
    page(Stranger, "search-public", "/search?q=design", "Found"),
    page(Stranger, "not-found-public", "/nowhere", "There is no such page"),
    page(Member, "welcome-1", "/welcome/1", "What you do, and for whom"),
    page(Member, "welcome-2", "/welcome/2", "What you are looking for"),
    page(Member, "welcome-3", "/welcome/3", "How you work"),
    page(Member, "welcome-invite", "/welcome/invite", "That is all about you"),
    page(Member, "find", "/find", "ordered by fit with your profile"),
    page(Member, "find-learn", "/find?purpose=learn", "Clyde Print Studio"),
    page(Member, "find-more", "/find", "From the beginning").after(&[Press("More partners")]),
    page(Member, "find-nobody", "/find?offer=submarines&near=30", "Nobody fits all of this"),
    page(Member, "find-map", "/find?view=map", "What and where"),
    page(Member, "find-compare", "/find/compare", "Side by side"),
    page(Member, "find-with", "/find/with/quay-stories", "Strong fit"),
    page(Member, "find-refused", "/find/with/pageworks", "Not suggested"),
    page(Member, "find-reason-refused", "/find/with/pageworks", "Please look at this again")
        .after(&[Press("Look in spite of competing")]),
    page(Member, "find-left-out", "/find/left-out", "Too far apart"),
    page(Member, "find-hidden-nobody", "/find/hidden", "When a suggestion is not for you"),
    page(Member, "find-hidden", "/find/with/severn-media-group", "Suggest again")
        .after(&[Press("Not for us"), Go("will not be suggested", "/find/hidden")]),
    page(Member, "partners", "/partners", "Waiting for you"),
    page(Member, "partners-resting", "/partners?shelf=resting", "Second Bloom"),
    page(Member, "partners-ended", "/partners?shelf=ended", "Nobody here"),
    page(Member, "partner", "/partners/meadow-finch-quay-stories", "You are here"),
    page(Member, "partner-asked", "/partners/copper-lane-web-meadow-finch", "Let it rest"),
    page(Member, "partner-history", "/partners/meadow-finch-quay-stories/history", "said hello"),
    page(Member, "partner-step", "/partners/meadow-finch-quay-stories/steps/new", "Propose it"),
    page(
        Member,
        "partner-kind",
        "/partners/meadow-finch-quay-stories/steps/new?what=convert",
        "What it would be",
    ),
    page(
        Member,
        "partner-end",
        "/partners/meadow-finch-quay-stories/steps/new?what=end",
        "What comes after",
    ),
    page(
        Member,
        "partner-leave",
        "/partners/meadow-finch-quay-stories/leaving",
        "You can leave alone",
    ),
    page(Member, "partner-words", "/partners/meadow-finch-quay-stories/words", "Of all of you"),
    page(Member, "partner-known", "/partners/meadow-finch-quay-stories/known", "Known since"),
    page(
        Member,
        "partner-gives",
        "/partners/meadow-finch-quay-stories/values",
        "Something you give",
    ),
    page(Member, "partner-did", "/partners/meadow-finch-quay-stories/done", "In what circumstance"),
    page(
        Member,
        "partner-review",
        "/partners/meadow-finch-quay-stories/review",
        "When you look at it",
    ),
    page(
        Member,
        "partner-refused",
        "/partners/meadow-finch-quay-stories/review",
        "Please look at this again",
    )
    .after(&[Press("Save the review")]),
    page(Member, "hello", "/partners/hello?to=pageworks&purpose=together", "What would it be"),
    page(Member, "hello-refused", "/partners/hello?to=pageworks", "Please look at this again")
        .after(&[Press("Say hello")]),
    page(Member, "introductions", "/partners/introductions", "introduces you and Ife"),
    page(Member, "introduce", "/partners/introductions/new", "Whom they should meet"),
    page(Member, "calendar", "/partners/calendar", "There is no address yet"),
    page(Member, "calendar-made", "/partners/calendar", "It is shown this once")
        .after(&[Press("Make an address")]),
    page(Member, "member-own", "/@meadow-finch", "Your story"),
    page(Member, "member", "/@quay-stories", "How you fit"),
    page(Member, "member-refused", "/@fastlane-growth", "Not suggested"),
    linked(Member, "contact", "/contacts", "/@", "Invite them"),
    page(Member, "contacts", "/contacts", "Organisations and people"),
    page(Member, "contact-new", "/contacts/new", "List a contact"),
    page(Member, "contact-refused", "/contacts/new", "Please look at this again")
        .after(&[Press("List them")]),
    linked(Member, "contact-edit", "/contacts", "/@", "Take off the list")
        .after(&[Press("Correct this")]),
    page(Member, "edit-about", "/me/edit/about", "Name and line"),
    page(Member, "logo", "/me/edit/logo", "you have no logo here yet"),
    page(Member, "edit-story", "/me/edit/story", "Your story"),
    page(Member, "edit-places", "/me/edit/places", "Places and languages"),
    page(Member, "edit-offers", "/me/edit/offers", "Add an offer"),
    page(Member, "edit-needs", "/me/edit/needs", "Add a need"),
    page(Member, "edit-audience", "/me/edit/audience", "Whom you serve"),
    page(Member, "edit-purpose", "/me/edit/purpose", "What you stand for"),
    page(Member, "edit-style", "/me/edit/style", "a line you would not cross"),
    page(Member, "edit-agenda", "/me/edit/agenda", "What you want out of it"),
    page(Member, "edit-size", "/me/edit/size", "How big you are"),
    page(Member, "edit-connections", "/me/edit/connections", "Whom you know"),
    page(Member, "edit-capacity", "/me/edit/capacity", "When you have time"),
    page(Member, "edit-contact", "/me/edit/contact", "How to reach you"),
    page(Member, "offer-new", "/me/offers/new", "Something you offer"),
    page(Member, "offer-refused", "/me/offers/new", "Please look at this again")
        .after(&[Press("List it")]),
    linked(Member, "offer-edit", "/@meadow-finch", "/me/offers/0", "Take it off your page"),
    page(Member, "need-new", "/me/needs/new", "Something you need"),
    linked(Member, "need-edit", "/@meadow-finch", "/me/needs/0", "Take it off your page"),
    page(Member, "sealed", "/me/edit/sealed", "On the list"),
    page(Member, "sealed-somebody", "/me/edit/sealed", "Fastlane Growth")
        .after(&[Fill("Their address here", "fastlane-growth"), Press("Do not suggest us")]),
    page(Member, "history", "/me/history", "What happened"),
    page(Member, "leave", "/me/leave", "Leave the alliance"),
    page(Member, "export", "/me/export", "Everything about you"),
    page(Member, "search", "/search?q=food", "Found"),
    page(Member, "search-empty", "/search", "Go to"),
    page(Member, "search-nothing", "/search?q=zeppelins", "Nothing found"),
    page(Member, "alliance", "/alliance", "Change this page"),
    page(Member, "alliance-settings", "/settings/alliance", "Save for everyone"),
    page(Member, "alliance-refused", "/settings/alliance", "Please look at this again")
        .after(&[Fill("What it is called", " "), Press("Save for everyone")]),
    page(Member, "invitations-none", "/alliance/invitations", "None just now"),
    page(Member, "invitations", "/alliance/invitations", "10 places left").after(&[
        Fill("Names or email addresses", "Bo Berg\nCy Cole"),
        Press("Invite them"),
        Go("Ready below", "/alliance/invitations"),
        Press("Make the link"),
        Go("The link is ready below", "/alliance/invitations"),
    ]),
    page(Member, "candidates-nobody", "/alliance/candidates", "Nobody is waiting"),
    page(Member, "settings", "/settings", "For whom you act"),
    page(Member, "settings-refused", "/settings", "Please look at this again")
        .after(&[Fill("Your name", " "), Press("Save")]),
    page(Member, "settings-code", "/settings", "Is this address yours?")
        .after(&[Fill("Your email address", "new@example.org"), Press("Save")]),
    page(Member, "devices", "/settings/devices", "This device"),
    page(Member, "passkey-removal", "/settings/devices", "Remove it").after(&[
        Fill("A name for a new passkey", "My phone"),
        Press("Add a passkey"),
        Press("Remove: My phone"),
    ]),
    page(Member, "devices-and-passkeys", "/settings/devices", "Your passkeys"),
    page(Member, "tokens", "/settings/tokens", "None yet"),
    page(Member, "tokens-made", "/settings/tokens", "I have it")
        .after(&[Fill("What it is for", "Our web site"), Press("Make a token")]),
    page(Member, "people", "/me/people", "Who they are"),
    page(Member, "people-invited", "/me/people", "Invited to act for")
        .after(&[Fill("Whom do you invite?", "Dee Dunn"), Press("Make the invitations")]),
    linked(Member, "departure", "/settings", "/settings/members/", "You are its last person"),
    page(Member, "imports", "/imports", "directory.csv"),
    page(Member, "import-new", "/imports/new", "What can be in it"),
    page(Member, "import-refused", "/imports/new", "Please look at this again")
        .after(&[Press("Look at the rows")]),
    page(Member, "import-preview", "/imports/new", "Nothing is saved yet").after(&[
        Fill("Or paste it here", LIST),
        Press("Look at the rows"),
        Unfold,
    ]),
    page(Member, "import-taken", "/imports/new", "Undo this import").after(IMPORTED),
    page(Member, "import-undo", "/imports", "Keep it")
        .after(&[Press("A pasted list"), Press("Undo this import")]),
    page(Member, "import-none-of-these", "/imports", "There are none of these")
        .after(&[Press("A pasted list"), Press("To look at")]),
    page(Member, "not-found", "/nowhere", "There is no such page"),
    // What is typed is saved as it is typed, so these leave the member without a place.
    page(Member, "welcome-refused", "/welcome/1", "Please look at this again")
        .after(&[Fill("Where you are", "Bristol, Atlantis"), Press("Go on")]),
    page(Member, "edit-refused", "/me/edit/places", "Please look at this again")
        .after(&[Fill("Places", "Bristol, Atlantis"), Press("Save")]),
    page(Candidate, "candidacy", "/alliance/candidacy", "You asked to join"),
    page(Candidate, "not-for-you", "/contacts/new", "Not for you"),
    page(Elector, "alliance-changed", "/alliance/history", "Say this again").after(&[Unfold]),
    page(Elector, "candidates", "/alliance/candidates", "What you want to talk about")
        .after(&[Unfold]),
];

const CODE_SENT: &[super::Step] =
    &[Fill("Your email address", "nobody@example.org"), Press("Send me a code")];

const CODE_WRONG: &[super::Step] = &[
    Fill("Your email address", "nobody@example.org"),
    Press("Send me a code"),
    Fill("Your code", "12"),
    Press("Sign in"),
];

const IMPORTED: &[super::Step] =
    &[Fill("Or paste it here", TAKEN), Press("Look at the rows"), Press("Take in")];

#[test]
fn every_page_has_a_name_of_its_own() {
    let mut names: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), PAGES.len());
}
