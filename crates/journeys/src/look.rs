//! How a visitor looks at a page.

/// A width, a colour scheme, and whether scripts run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Of the page, in CSS pixels.
    pub width: u32,
    /// Of the page, in CSS pixels.
    pub height: u32,
    /// Whether the visitor's system asks for dark pages.
    pub dark: bool,
    /// Whether scripts run. Fixed when a window is opened.
    pub javascript: bool,
}

impl Look {
    /// A window on a desk, light, with scripts.
    pub const DESKTOP: Self = Self { width: 1280, height: 900, dark: false, javascript: true };
    /// A phone, light, with scripts.
    pub const PHONE: Self = Self { width: 390, height: 844, ..Self::DESKTOP };
    /// The four that every page is looked at in.
    pub const ALL: [Self; 4] =
        [Self::DESKTOP, Self::DESKTOP.dark(), Self::PHONE, Self::PHONE.dark()];

    /// The same after sunset.
    #[must_use]
    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// The same with scripts switched off.
    #[must_use]
    pub const fn without_javascript(self) -> Self {
        Self { javascript: false, ..self }
    }

    /// For the names of pictures: `desktop-light`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match (self.width < 600, self.dark) {
            (false, false) => "desktop-light",
            (false, true) => "desktop-dark",
            (true, false) => "phone-light",
            (true, true) => "phone-dark",
        }
    }
}
