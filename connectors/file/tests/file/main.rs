//! The connector `filesystem` against real folders.
//!
//! * `reading`: what is listed and read, and what happens when files are not as they should be.
//! * `writing`: what appears, when, and under which name.
//! * `folder`: a folder of its own for each test, and tables on it.

mod folder;
mod reading;
mod writing;
