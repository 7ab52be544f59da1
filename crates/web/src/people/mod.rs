//! People: signing in, settings, devices, programs, and who acts for a member.

/// The same for programs.
pub mod api;
/// Devices and passkeys, under Settings.
mod devices;
/// Who knocks: from where, with which device.
pub mod knock;
/// Every page of this room.
pub mod pages;
/// Passkeys: the two requests of each ceremony, and removing one.
mod passkeys;
/// What one says about oneself, under Settings.
mod settings;
/// Signing in with a code or a link, and signing out.
mod sign_in;
/// Who acts for a member.
mod team;
/// Access tokens for programs, under Settings.
mod tokens;
/// Time zones.
mod zones;
