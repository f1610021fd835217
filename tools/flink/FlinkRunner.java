import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs Flink SQL scripts, one after another, in one JVM. It reads requests from standard input and answers on
 * standard output until its input ends.
 *
 * <p>Every text on the wire is a big-endian 32-bit byte count followed by UTF-8. A request is two texts: the form in
 * which rows of a query are wanted ({@code print}: each change as the print connector shows it; {@code fields}: the
 * final table, one text per field, strings quoted, see {@link #field}) and the script. An answer is four: {@code ok}, {@code plan} (Flink
 * refused before anything ran) or {@code runtime} (the job failed); the output; the column types of the last query;
 * the messages of the error, outermost first.
 *
 * <p>Each script gets an environment of its own with parallelism 1, time zone UTC and no restarts, so that no script
 * sees another's tables and the order of a single file's rows is kept. It does not limit time: the caller ends the
 * process when a script takes too long.
 */
public final class FlinkRunner {
  /** Between fields of a row and after each row in the {@code fields} form; neither occurs in a test's text. */
  private static final String FIELD_SEPARATOR = "\u001f";
  private static final String ROW_END = "\u001e";

  /** One slot would do, as scripts run one after another; a few let a job start while the last one lets go of its own. */
  private static final int SLOTS = 4;

  private static final Pattern SET = Pattern.compile("(?is)SET\\s+'?([^'=\\s]+)'?\\s*=\\s*'?(.*?)'?");
  private static final Pattern RESET = Pattern.compile("(?is)RESET(?:\\s+'?([^'\\s]+)'?)?");
  private static final Pattern BEGIN_SET = Pattern.compile("(?is)(?:BEGIN\\s+STATEMENT\\s+SET|EXECUTE\\s+STATEMENT\\s+SET\\s+BEGIN)\\b\\s*(.*)");
  private static final Pattern END_SET = Pattern.compile("(?i)END");
  private static final Pattern QUERY = Pattern.compile("(?is)(?:SELECT|WITH|VALUES|EXPLAIN|DESCRIBE|DESC|SHOW|\\().*");

  /** What print connectors write: they take System.out when they open, so it must be in place before any job. */
  private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

  private static final MiniCluster CLUSTER = cluster();

  private final TableEnvironment env;
  private final boolean wantFields;
  private StatementSet openSet;
  private String types = "";

  private FlinkRunner(boolean batch, boolean wantFields) {
    Configuration conf = new Configuration();
    conf.setString("execution.target", "remote");
    conf.setString("rest.address", "localhost");
    conf.setString("rest.port", Integer.toString(CLUSTER.getRestAddress().join().getPort()));
    conf.setString("parallelism.default", "1");
    conf.setString("table.local-time-zone", "UTC");
    conf.setString("restart-strategy.type", "none");
    EnvironmentSettings.Builder settings = EnvironmentSettings.newInstance().withConfiguration(conf);
    this.env = TableEnvironment.create((batch ? settings.inBatchMode() : settings.inStreamingMode()).build());
    this.wantFields = wantFields;
  }

  public static void main(String[] args) throws Exception {
    DataInputStream requests = new DataInputStream(new FileInputStream(FileDescriptor.in));
    DataOutputStream answers = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(PRINTED, true, StandardCharsets.UTF_8));
    CLUSTER.start();
    for (String form = read(requests); form != null; form = read(requests)) {
      for (String text : answer(form.equals("fields"), read(requests))) {
        write(answers, text);
      }
      answers.flush();
    }
    // Not exit: the cluster's hooks would wait for what nobody needs any more.
    Runtime.getRuntime().halt(0);
  }

  /** One small cluster for all scripts: starting one takes longer than most jobs. */
  private static MiniCluster cluster() {
    Configuration conf = new Configuration();
    conf.setString("rest.address", "localhost");
    conf.setString("rest.port", "0");
    conf.setString("taskmanager.memory.managed.size", "512m");
    return new MiniCluster(new MiniClusterConfiguration.Builder()
        .setConfiguration(conf).setNumTaskManagers(1).setNumSlotsPerTaskManager(SLOTS).build());
  }

  private static String[] answer(boolean wantFields, String script) {
    PRINTED.reset();
    List<String> statements = split(script);
    FlinkRunner runner = null;
    String status = "ok";
    String error = "";
    try {
      runner = new FlinkRunner(asksForBatch(statements), wantFields);
      for (String statement : statements) {
        runner.execute(statement);
      }
    } catch (JobFailed e) {
      status = "runtime";
      error = messages(e.getCause());
    } catch (Exception | StackOverflowError | AssertionError e) {
      status = isJobFailure(e) ? "runtime" : "plan";
      error = messages(e);
    }
    String printed = PRINTED.toString(StandardCharsets.UTF_8);
    return new String[] {status, printed, runner == null ? "" : runner.types, error};
  }

  /** The runtime mode is fixed when an environment is made, hence looked for beforehand. */
  private static boolean asksForBatch(List<String> statements) {
    return statements.stream().map(SET::matcher).anyMatch(m ->
        m.matches() && m.group(1).equals("execution.runtime-mode") && m.group(2).equalsIgnoreCase("batch"));
  }

  private void execute(String statement) throws JobFailed {
    Matcher set = SET.matcher(statement);
    Matcher reset = RESET.matcher(statement);
    Matcher begin = BEGIN_SET.matcher(statement);
    if (set.matches()) {
      configure(set.group(1), set.group(2).replace("''", "'"));
    } else if (reset.matches()) {
      env.getConfig().getConfiguration().removeKey(reset.group(1));
    } else if (begin.matches()) {
      openSet = env.createStatementSet();
      if (!begin.group(1).isEmpty()) {
        openSet.addInsertSql(begin.group(1));
      }
    } else if (openSet != null && END_SET.matcher(statement).matches()) {
      TableResult result = openSet.execute();
      openSet = null;
      await(result);
    } else if (openSet != null) {
      openSet.addInsertSql(statement);
    } else if (QUERY.matcher(statement).matches()) {
      collect(env.executeSql(statement));
    } else {
      await(env.executeSql(statement));
    }
  }

  private void configure(String key, String value) {
    if (!key.equals("execution.runtime-mode")) {
      env.getConfig().set(key, value);
    }
  }

  private static void await(TableResult result) throws JobFailed {
    if (result.getJobClient().isPresent()) {
      try {
        result.await();
      } catch (Exception e) {
        throw new JobFailed(e);
      }
    }
  }

  private void collect(TableResult result) throws JobFailed {
    types = result.getResolvedSchema().getColumnDataTypes().stream()
        .map(type -> type.getLogicalType().asSummaryString()).collect(Collectors.joining(FIELD_SEPARATOR));
    List<String> table = new ArrayList<>();
    try (CloseableIterator<Row> rows = result.collect()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        if (wantFields) {
          apply(row, table);
        } else {
          System.out.println(row);
        }
      }
      table.forEach(row -> System.out.print(row + ROW_END));
    } catch (Exception e) {
      throw new JobFailed(e);
    }
  }

  /** Adds a row to the table, or takes one like it away when it is a retraction. */
  private static void apply(Row row, List<String> table) {
    boolean retracts = row.getKind() == RowKind.UPDATE_BEFORE || row.getKind() == RowKind.DELETE;
    if (retracts) {
      table.remove(fields(row));
    } else {
      table.add(fields(row));
    }
  }

  /** NULL is {@code NULL}, a string stands in single quotes, all else looks as in the print connector's rows. */
  private static String fields(Row row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.getArity(); i++) {
      texts.add(field(row.getField(i)));
    }
    return String.join(FIELD_SEPARATOR, texts);
  }

  private static String field(Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof String) {
      return "'" + ((String) value).replace("'", "''") + "'";
    }
    String asRow = Row.of(value).toString();
    return asRow.substring("+I[".length(), asRow.length() - 1);
  }

  /** Splits at semicolons outside quotes and comments, and leaves comments out (hints stay). */
  static List<String> split(String script) {
    Matcher token = Pattern.compile("(?s)'[^']*'|`[^`]*`|--[^\n]*|/\\*(?!\\+).*?\\*/|;|.").matcher(script);
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    while (token.find()) {
      String text = token.group();
      if (text.equals(";")) {
        statements.add(current.toString().strip());
        current.setLength(0);
      } else if (text.startsWith("--") || text.startsWith("/*") && text.length() > 2) {
        current.append(' ');
      } else {
        current.append(text);
      }
    }
    statements.add(current.toString().strip());
    statements.removeIf(String::isEmpty);
    return statements;
  }

  /** A job that could not even be set up is a failure of the job, though Flink throws it from executeSql. */
  private static boolean isJobFailure(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      String name = t.getClass().getName();
      if (name.endsWith("JobExecutionException") || name.endsWith("JobInitializationException")) {
        return true;
      }
    }
    return false;
  }

  private static String messages(Throwable error) {
    List<String> all = new ArrayList<>();
    for (Throwable t = error; t != null; t = t.getCause()) {
      String message = t.getMessage() == null ? "" : t.getMessage().strip();
      all.add(message.isEmpty() ? t.getClass().getSimpleName() : message);
    }
    return String.join(ROW_END, all);
  }

  /** The next text, or null at the end of the input. */
  private static String read(DataInputStream in) throws IOException {
    byte[] size = in.readNBytes(Integer.BYTES);
    if (size.length < Integer.BYTES) {
      return null;
    }
    return new String(in.readNBytes(java.nio.ByteBuffer.wrap(size).getInt()), StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static final class JobFailed extends Exception {
    JobFailed(Throwable cause) {
      super(cause);
    }
  }
}
