//! A program: a script with its settings, from a manifest, from a `.sql` file or from memory.

use crate::{Manifest, ManifestError, Secrets};
use std::path::Path;
use std::sync::Arc;
use waterwheel_expr::lift::Text;
use waterwheel_expr::user::Nullable;
use waterwheel_expr::{ScalarFunction, UserFunctions};
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
    functions: UserFunctions,
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

/// The functions of this build beside Flink's: that of the Nexmark benchmark, under the name of its class, so that its scripts
/// run as they are.
pub fn functions() -> UserFunctions {
    let mut functions = UserFunctions::default();
    let count_char = ScalarFunction::of2::<Nullable<Text>, Text, i64, _>(count_char);
    functions.insert("com.github.nexmark.flink.udf.CountChar", Arc::new(count_char));
    functions
}

/// How often the first byte of `character` occurs in `text`.
fn count_char(text: Option<&str>, character: &str) -> i64 {
    let wanted = character.as_bytes().first();
    text.unwrap_or("").bytes().filter(|byte| Some(byte) == wanted).count() as i64
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
            return Ok(Program { script, name: script_name, config, warnings, secrets, functions: functions() });
        }
        let name = path.display().to_string();
        Ok(Program { script: text, name, config: Config::default(), warnings: Vec::new(), secrets, functions: functions() })
    }

    /// A script from memory; `name` is what messages call it.
    pub fn from_script(script: &str, name: &str) -> Program {
        let (script, name) = (script.to_owned(), name.to_owned());
        let (config, secrets) = (Config::default(), Secrets::default());
        Program { script, name, config, warnings: Vec::new(), secrets, functions: functions() }
    }

    /// Lets the script call a Rust function: by this name, before a built-in function of the same name, or by what
    /// `CREATE FUNCTION … AS 'name'` calls it. A script that creates a function of this name from any class gets it, too, so
    /// that one written for Flink runs unchanged. Case does not matter. A later registration replaces an earlier one.
    ///
    /// ```
    /// use waterwheel_job::{Overrides, Program, ScalarFunction};
    /// use waterwheel_job::lift::Text;
    ///
    /// let vowels = ScalarFunction::of1::<Text, i64, _>(|text| text.matches(['a', 'e', 'i', 'o', 'u']).count() as i64);
    /// let program = Program::from_script("SELECT vowels('waterwheel')", "inline").register_scalar("vowels", vowels);
    /// assert!(program.plan(&Overrides::default()).is_ok());
    /// ```
    #[must_use]
    pub fn register_scalar(mut self, name: &str, function: ScalarFunction) -> Program {
        self.functions.insert(name, Arc::new(function));
        self
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
            let (config, secrets, functions) = (self.config.clone(), self.secrets.clone(), self.functions.clone());
            let planning = move || {
                let fill = |text: &str| secrets.fill(text);
                let plan = plan(script, config, &connectors(), functions, &fill);
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
