//! What a table's options must be, seen from its connector and its format together.

use crate::{Format, formats};
use std::collections::BTreeMap;
use waterwheel::Failure;
use waterwheel::connector::options::{missing, nearest, unknown};
use waterwheel::connector::{OptionSpec, Options, Table};

/// Those of a table's options that belong to a format.
pub fn options_of<'a>(given: &'a BTreeMap<String, String>, format: &dyn Format) -> Options<'a> {
    Options::new(given, format!("{}.", format.name()), format.options())
}

/// Checks a table's options against those of its connector and of its format. Fails (cause `World`) on an unknown or missing
/// option of the connector and on a value that an option does not take; returns one warning for each unknown option of the format,
/// which Flink, too, lets pass. `connector` and `format` are always known.
pub fn check_options(table: &Table, connector: &'static [OptionSpec], format: Option<&dyn Format>) -> Result<Vec<String>, Failure> {
    let mut warnings = Vec::new();
    for key in table.options.keys().map(String::as_str) {
        if matches!(key, "connector" | "format" | "property-version") || connector.iter().any(|spec| spec.is(key)) {
            continue;
        }
        match format.and_then(|f| key.strip_prefix(f.name())?.strip_prefix('.').map(|rest| (f, rest))) {
            Some((f, rest)) if f.options().iter().any(|spec| spec.is(rest)) => {}
            Some((f, rest)) => warnings.push(unknown_format_option(f, rest)),
            None => return Err(unknown_option(table, key, connector, format)),
        }
    }
    if let Some(spec) = connector.iter().find(|o| o.required && !table.options.contains_key(o.key)) {
        return Err(missing(spec.key));
    }
    Options::new(&table.options, "", connector).check_values()?;
    format.map_or(Ok(()), |format| options_of(&table.options, format).check_values())?;
    Ok(warnings)
}

fn unknown_format_option(format: &dyn Format, key: &str) -> String {
    let name = format.name();
    let meant = nearest(key, format.options().iter().map(|o| o.key)).map_or(String::new(), |n| format!("; did you mean '{name}.{n}'?"));
    format!("option '{name}.{key}' is not one of the format '{name}' and has no effect{meant}")
}

/// The option may be one of a format, with another's name in front or with none.
fn unknown_option(table: &Table, key: &str, connector: &[OptionSpec], format: Option<&dyn Format>) -> Failure {
    let name = table.options.get("connector").map_or("", String::as_str);
    let used = format.map_or("", |f| f.name());
    if let Some(other) = formats().iter().find(|f| key.strip_prefix(f.name()).is_some_and(|rest| rest.starts_with('.'))) {
        let message = format!("the option '{key}' is one of the format '{}', the table's is '{used}'", other.name());
        return Failure::world(message).about_key(key).hint("leave it out, or change 'format'");
    }
    let own = connector.iter().map(|o| o.key.to_owned());
    let of_format = format.iter().flat_map(|f| f.options()).map(|o| format!("{used}.{}", o.key));
    let unprefixed = of_format.clone().find(|full| full.strip_prefix(used).and_then(|rest| rest.strip_prefix('.')) == Some(key));
    let known: Vec<String> = unprefixed.map_or_else(|| own.chain(of_format).collect(), |full| vec![full]);
    match known.as_slice() {
        [meant] => {
            Failure::world(format!("the connector '{name}' has no option '{key}'")).about_key(key).hint(format!("did you mean '{meant}'?"))
        }
        _ => unknown(name, key, known.iter().map(String::as_str)),
    }
}
