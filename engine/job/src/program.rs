//! A program: a script with its settings, from a manifest, from a `.sql` file or from memory.

use crate::{Manifest, ManifestError, Secrets};
use std::path::Path;
use waterwheel_sql::config::Config;
use waterwheel_sql::script::{Connectors, Plan, plan};

/// A script and its settings.
#[derive(Clone, Debug)]
pub struct Program {
    script: String,
    name: String,
    config: Config,
    warnings: Vec<String>,
    secrets: Secrets,
}

/// What the command line says over manifest and script.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--shards`.
    pub shards: Option<usize>,
}

/// Why a program cannot be planned: the manifest, the script or the arguments are wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsageError {
    /// The file cannot be read.
    #[error("{path}: {reason}; expected a job manifest (.toml) or a script (.sql)")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The manifest is wrong.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The script is wrong: the rendered error, with its place in the script.
    #[error("{0}")]
    Script(String),
}

/// All connectors of this build.
pub fn connectors() -> Connectors {
    Connectors::new(vec![
        waterwheel_file::connector(),
        waterwheel_generate::datagen::connector(),
        waterwheel_generate::nexmark::connector(),
        waterwheel_generate::print::connector(),
        waterwheel_generate::blackhole::connector(),
    ])
}

impl Program {
    /// Reads a manifest (`.toml`) or a script (anything else).
    pub fn load(path: &Path) -> Result<Program, UsageError> {
        let bytes = std::fs::read(path).map_err(|e| UsageError::Unreadable { path: path.display().to_string(), reason: e.to_string() })?;
        let text = String::from_utf8(bytes).map_err(|e| UsageError::Unreadable {
            path: path.display().to_string(),
            reason: format!("not UTF-8 text from byte {} on", e.utf8_error().valid_up_to()),
        })?;
        let secrets = Secrets::new(path.parent().unwrap_or(Path::new("")));
        if path.extension().is_some_and(|e| e == "toml") {
            let Manifest { script, script_name, config, warnings } = Manifest::parse(&text, path, &secrets)?;
            return Ok(Program { script, name: script_name, config, warnings, secrets });
        }
        let name = path.display().to_string();
        Ok(Program { script: text, name, config: Config::default(), warnings: Vec::new(), secrets })
    }

    /// A script from memory; `name` is what messages call it.
    pub fn from_script(script: &str, name: &str) -> Program {
        let (script, name) = (script.to_owned(), name.to_owned());
        Program { script, name, config: Config::default(), warnings: Vec::new(), secrets: Secrets::default() }
    }

    /// What must not be printed.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Checks and plans the whole script. Deep scripts need a deep stack: planning runs on a thread of its own.
    pub fn plan(&self, overrides: &Overrides) -> Result<Plan, UsageError> {
        const STACK_BYTES: usize = 1 << 30;
        std::thread::scope(|scope| {
            let (script, name) = (&self.script, &self.name);
            let (config, secrets) = (self.config.clone(), self.secrets.clone());
            let planning = move || {
                let fill = |text: &str| secrets.fill(text);
                let plan = plan(script, config, &connectors(), &fill);
                plan.map_err(|error| UsageError::Script(secrets.redact(error.render(script, name).trim_end())))
            };
            let thread = std::thread::Builder::new().name("planner".into()).stack_size(STACK_BYTES).spawn_scoped(scope, planning);
            let mut plan = thread
                .map_err(|e| UsageError::Script(format!("no thread with a stack of 1 GiB of address space to plan on: {e}")))?
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            plan.warnings.splice(0..0, self.warnings.iter().cloned());
            if let Some(shards) = overrides.shards {
                plan.override_setting("parallelism.default", &shards.to_string());
            }
            Ok(plan)
        })
    }
}
