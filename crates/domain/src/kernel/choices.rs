//! Enums that are one of a fixed list of words: in forms, files, the API and the store.

/// Makes such an enum: each choice has the name it is stored and sent by, and what a person reads.
macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $wire:literal, $words:literal;)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// Every choice, in the order a form shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in forms, files, the API and the store.
            pub fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire,)* }
            }

            /// What a person reads.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }

            /// Reads the name in forms, files, the API and the store.
            ///
            /// # Errors
            /// [`Choice`](crate::kernel::text::TextError::Choice) for any other text.
            pub fn parse(text: &str) -> Result<Self, $crate::kernel::text::TextError> {
                let text = text.trim();
                let found = Self::ALL.iter().copied().find(|it| it.wire() == text);
                found.ok_or_else(|| {
                    $crate::kernel::text::TextError::Choice(text.chars().take(40).collect())
                })
            }
        }
    )*};
}
pub(crate) use choices;
