import { z } from 'zod';
import { notifyProblems, notifyShape } from './env-notify';
import { scheduleProblems, scheduleShape } from './env-schedule';
import { snowflakeProblems, snowflakeShape } from './env-snowflake';
import { ssoProblems, ssoShape } from './env-sso';
import { AppError } from './errors';
import { readSecretFiles } from './secret-files';

const demoMember = z.object({
  name: z.string(),
  role: z.enum(['viewer', 'manager', 'admin']),
  email: z.string(),
  password: z.string(),
});

/** A person whom the demo's sign-in page signs in with one click. */
export type DemoSignIn = z.infer<typeof demoMember>;

const hours = z.coerce
  .number({ error: 'must be a number of hours from 0.25 to 720' })
  .min(0.25, 'must be at least 0.25 hours')
  .max(720, 'must be at most 720 hours');

const wholeNumber = (unit: string, min: number, max: number) => {
  const error = `must be a number of ${unit} from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

const schema = z.object({
  WAREHOUSE: z
    .enum(['duckdb', 'snowflake'], {
      error: 'must be "duckdb", the embedded warehouse, or "snowflake"',
    })
    .default('duckdb'),
  DUCKDB_PATH: z.string().min(1, 'must be the path of a file').default('.data/warehouse.duckdb'),
  BACKUP_DIR: z.string().min(1, 'must be the path of a folder').optional(),
  BACKUP_KEEP: wholeNumber('copies', 1, 10_000).default(14),
  BACKUP_KEEP_DAYS: wholeNumber('days', 0, 36_500).default(0),
  NEXTAUTH_URL: z
    .url({ error: 'must be the address people open, such as https://csm.example.com' })
    .optional(),
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  TRUSTED_PROXY_HOPS: z.coerce
    .number({ error: 'must be the number of proxies in front of the server, 0 to 9' })
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(9, 'must be at most 9')
    .default(0),
  SESSION_HOURS: hours.default(12),
  SESSION_IDLE_HOURS: hours.default(2),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  READ_MODEL_CHECK_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds from 1 to 300' })
    .min(1, 'must be at least 1 second')
    .max(300, 'must be at most 300 seconds')
    .default(5),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_MODEL: z
    .string()
    .regex(/^[\w.:@/-]+$/, 'must be the name of a model, such as claude-sonnet-5-5')
    .default('claude-sonnet-5-5'),
  ANTHROPIC_BASE_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be an address such as https://api.anthropic.com',
    })
    .optional(),
  /** Set by `npm run demo` only: whom the sign-in page offers, with their passwords, as JSON. */
  DEMO_MEMBERS: z
    .string()
    .transform((text, context) => {
      const members = z.array(demoMember).safeParse(parseJson(text));
      if (members.success) return members.data;
      context.addIssue({ code: 'custom', message: 'is set by npm run demo; leave it unset' });
      return z.NEVER;
    })
    .optional(),
  ...scheduleShape,
  ...notifyShape,
  ...ssoShape,
  ...snowflakeShape,
});

export type Env = z.infer<typeof schema>;

/** The name of every setting. */
export const settingNames: readonly string[] = Object.keys(schema.shape);

/** Settings for Claude. Without a key, review is off. */
export type ClaudeSettings = Pick<
  Env,
  'ANTHROPIC_API_KEY' | 'ANTHROPIC_BASE_URL' | 'ANTHROPIC_MODEL'
>;

let parsed: Env | undefined;

/**
 * Returns the settings, parsed once per process.
 * @throws AppError that names each invalid variable and what it should look like
 */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/**
 * Parses settings, and reads secrets that are in files. An empty variable counts as not set. Snowflake's
 * settings are ignored unless the warehouse is Snowflake.
 * @throws AppError that names each invalid variable and what it should look like, never its value
 */
export function parseEnv(environment: Readonly<Record<string, string | undefined>>): Env {
  const { variables, problems: fileProblems } = readSecretFiles(environment);
  const present = Object.fromEntries(
    settingNames.flatMap((name) => {
      const value = variables[name];
      return value ? [[name, value]] : [];
    }),
  );
  // Leftover Snowflake settings must not prevent the embedded warehouse from opening.
  const relevant = present.WAREHOUSE === 'snowflake' ? present : withoutSnowflake(present);
  const result = schema.safeParse(relevant);
  const issues = result.error?.issues ?? [];
  const problems = [
    ...fileProblems,
    ...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...ssoProblems(relevant),
    ...snowflakeProblems(relevant),
    ...demoProblems(relevant),
    ...scheduleProblems(relevant),
    ...notifyProblems(relevant),
  ];
  if (result.success && problems.length === 0) return result.data;
  throw invalidSettingsError(problems);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The demo is always an embedded warehouse; its passwords are public. */
function demoProblems({ WAREHOUSE, DEMO_MEMBERS }: Record<string, string>): readonly string[] {
  if (WAREHOUSE !== 'snowflake' || !DEMO_MEMBERS) return [];
  return ['DEMO_MEMBERS: offers public passwords, so it cannot be used with Snowflake'];
}

/** The error for invalid settings, with one line per problem. */
export function invalidSettingsError(problems: readonly string[], cause?: unknown): AppError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new AppError('unexpected', `The configuration is invalid:\n${lines.join('\n')}`, {
    cause,
  });
}

function withoutSnowflake(variables: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => !name.startsWith('SNOWFLAKE_')),
  );
}
