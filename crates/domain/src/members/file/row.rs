//! One row of a file: a member to be, or everything that must be done before it can be one.

use crate::kernel::geo::{Country, Place, Point};
use crate::kernel::id::{MemberId, NeedId, OfferId};
use crate::kernel::text::{Handle, Line, Name, Prose};
use crate::kernel::time::Time;
use crate::members::change::Change;
use crate::members::file::cell::{first_sentence, unguard};
use crate::members::file::columns::{Header, Role};
use crate::members::file::{intents, moment};
use crate::members::member::{Member, Profile};
use crate::members::offers::{Need, Offer};
use crate::members::parts::{Kind, Places, Standing};
use crate::members::visibility::Visibility;

/// A row that could be read: a member without id.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The handle it asks for.
    pub handle: Option<Handle>,
    like: Member,
}

/// What must be done about one cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The column as it is called in the file; empty when it is about the whole row.
    pub column: String,
    /// What to do.
    pub advice: String,
}

impl Draft {
    /// Its name.
    pub fn name(&self) -> &Name {
        &self.like.name
    }

    /// All it says.
    pub fn profile(&self) -> &Profile {
        &self.like.profile
    }

    /// The contact it becomes at `now`. `new_id` draws the ids of offers and needs.
    pub fn into_contact(
        self,
        id: MemberId,
        handle: Handle,
        now: Time,
        mut new_id: impl FnMut() -> u128,
    ) -> Member {
        let mut contact = Member { id, handle, since: now, ..self.like };
        let profile = &mut contact.profile;
        profile.offers.iter_mut().for_each(|it| it.id = OfferId::from_bits(new_id()));
        profile.needs.iter_mut().for_each(|it| it.id = NeedId::from_bits(new_id()));
        contact
    }
}

impl Header {
    /// Reads a row at `now`. Dates that the row does not give are those of `last_changed`, and
    /// without that, today.
    ///
    /// # Errors
    /// Every [`Problem`] of the row.
    pub fn draft(&self, cells: &[&str], now: Time) -> Result<Draft, Vec<Problem>> {
        let mut row = Row { header: self, cells, changes: Vec::new(), problems: Vec::new() };
        row.length();
        let name = row.parsed(Role::Field("name"), Name::parse);
        let changed = row.moment(Role::LastChanged).map_or(now, |it| it.min(now));
        row.fields(changed);
        row.description();
        row.place();
        let (offers, needs) = row.intents(changed);
        let visibility = row.may(Role::Visibility, Visibility::parse).unwrap_or_default();
        let handle = row.may(Role::Field("handle"), Handle::parse);
        let Row { changes, mut problems, .. } = row;
        let Some(name) = name.filter(|_| problems.is_empty()) else { return Err(problems) };
        let blank = blank(name, visibility, changed, now);
        match blank.apply(changes, changed) {
            Ok((mut like, _)) => {
                (like.profile.offers, like.profile.needs) = (offers, needs);
                Ok(Draft { handle, like })
            }
            Err(refused) => {
                problems.push(Problem { column: String::new(), advice: refused.to_string() });
                Err(problems)
            }
        }
    }
}

fn blank(name: Name, visibility: Visibility, changed: Time, now: Time) -> Member {
    Member {
        id: MemberId::from_bits(0),
        handle: Handle::suggest(name.as_str(), 1),
        name,
        kind: Kind::Organisation,
        standing: Standing::Contact,
        since: now,
        changed,
        profile: Profile::default(),
        visibility,
        version: 1,
    }
}

/// A row while it is read.
struct Row<'r> {
    header: &'r Header,
    cells: &'r [&'r str],
    changes: Vec<Change>,
    problems: Vec<Problem>,
}

impl<'r> Row<'r> {
    fn cell(&self, role: Role) -> &'r str {
        let at = self.header.at(role);
        at.and_then(|at| self.cells.get(at)).map_or("", |it| unguard(it.trim()))
    }

    fn wrong(&mut self, role: Role, advice: impl ToString) {
        let name = self.header.at(role).and_then(|at| self.header.names.get(at));
        let column = name.cloned().unwrap_or_default();
        self.problems.push(Problem { column, advice: advice.to_string() });
    }

    /// A cell that must say something; what does not fit is noted.
    fn parsed<T, E: ToString>(
        &mut self,
        role: Role,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        parse(self.cell(role)).map_err(|it| self.wrong(role, it)).ok()
    }

    /// A cell that may be empty; what does not fit is noted.
    fn may<T, E: ToString>(
        &mut self,
        role: Role,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.cell(role).is_empty() { None } else { self.parsed(role, parse) }
    }

    fn moment(&mut self, role: Role) -> Option<Time> {
        let advice = "please write the date as 2026-06-01";
        self.may(role, |text| moment::read(text).ok_or(advice))
    }

    /// More cells than columns: somewhere a comma stands without quotation marks.
    fn length(&mut self) {
        let (found, columns) = (self.cells.len(), self.header.names.len());
        if self.cells.iter().skip(columns).all(|it| it.trim().is_empty()) {
            return;
        }
        let advice = format!(
            "this row has {found} cells and the first line {columns}; please put texts with \
             commas between quotation marks"
        );
        self.problems.push(Problem { column: String::new(), advice });
    }

    fn fields(&mut self, changed: Time) {
        let perspective_at = self.moment(Role::PerspectiveAt).unwrap_or(changed);
        let direction_at = self.moment(Role::DirectionAt).unwrap_or(changed);
        let fields = self.header.fields().filter(|(_, it)| !["name", "handle"].contains(it));
        for (_, field) in fields {
            let at = match field {
                "perspective" => perspective_at,
                "direction" => direction_at,
                _ => changed,
            };
            let change = self.may(Role::Field(field), |text| Change::parse(field, text, at));
            self.changes.extend(change);
        }
    }

    /// The directory's one text is the story, and its first sentence the line, as far as the file
    /// does not give them apart.
    fn description(&mut self) {
        let Some(story) = self.may(Role::Description, Prose::parse) else { return };
        if self.header.at(Role::Field("line")).is_none() {
            let line = Line::parse(&first_sentence(story.as_str())).ok();
            self.changes.push(Change::Line(line));
        }
        if self.cell(Role::Field("story")).is_empty() {
            self.changes.push(Change::Story(Some(story)));
        }
    }

    /// Country, town and degrees make the one place, as far as the file does not give places.
    fn place(&mut self) {
        let (city, country) = (self.cell(Role::City), self.cell(Role::Country));
        if !city.is_empty() && country.is_empty() {
            return self.wrong(Role::City, "please say in which country this is");
        }
        let Some(country) = self.may(Role::Country, Country::parse) else { return };
        let point = self.point();
        if !self.cell(Role::Field("places")).is_empty() {
            return;
        }
        // Such a sign would end the town's name where places are written.
        if city.contains(['@', ';', '\n']) {
            return self.wrong(Role::City, "please write the town without @ and ;");
        }
        let named = if city.is_empty() { String::new() } else { format!("{city}, ") };
        match Place::parse(&format!("{named}{}", country.code())) {
            Ok(place) => {
                let place = Place { at: point.or(place.at), ..place };
                self.changes.extend(Places::new(vec![place]).map(Change::Places));
            }
            Err(error) => self.wrong(Role::City, error),
        }
    }

    fn point(&mut self) -> Option<Point> {
        let degrees = |text: &str| {
            let number = text.replace(',', ".").parse::<f64>();
            number.map_err(|_| "please give degrees, such as 51.4545")
        };
        let north = self.may(Role::Latitude, degrees);
        let east = self.may(Role::Longitude, degrees);
        let (north, east) = (north?, east?);
        let point = Point::from_degrees(north, east);
        if point.is_none() {
            self.wrong(Role::Latitude, "this point is not on the globe");
        }
        point
    }

    fn intents(&mut self, fresh: Time) -> (Vec<Offer>, Vec<Need>) {
        let (offers, codes) = (self.cell(Role::Offers), self.cell(Role::Tags));
        let role = if offers.is_empty() { Role::Tags } else { Role::Offers };
        let offers = intents::offers(offers, codes, fresh);
        let offers = offers.map_err(|it| self.wrong(role, it)).unwrap_or_default();
        let needs = self.may(Role::Needs, |it| intents::needs(it, fresh)).unwrap_or_default();
        (offers, needs)
    }
}
