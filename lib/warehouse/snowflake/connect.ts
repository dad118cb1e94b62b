import type { ConfigureOptions } from 'snowflake-sdk';
import { type LoginLimits, logIn, type SnowflakeSdk } from './login';
import type { SnowflakeOptions } from './options';
import { SnowflakeSession } from './session';
import { alterSession, sessionParameters } from './session-parameters';

export interface ConnectOptions extends LoginLimits {
  /**
   * True for statements written by a person: each is a transaction of its own unless they say
   * BEGIN.
   */
  readonly autocommit: boolean;
}

/**
 * Logs in and prepares the session.
 * @throws AppError `warehouse_unavailable` that names the setting to check
 */
export async function openSession(
  sdk: SnowflakeSdk,
  options: SnowflakeOptions,
  { autocommit, ...limits }: ConnectOptions,
): Promise<SnowflakeSession> {
  const connection = await logIn(sdk, options, limits);
  const session = new SnowflakeSession(connection, options.observe ?? (() => {}));
  try {
    const sql = alterSession({ AUTOCOMMIT: autocommit, ...sessionParameters });
    await session.run({ name: 'open session', sql }, { kind: 'control' });
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** Environment variables that the SDK reads while loading. */
const sdkEnvironment = {
  // It would query the metadata services of three clouds to find out where it runs.
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SNOWFLAKE_DISABLE_MINICORE: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true',
};

const silent = () => {};

const sdkConfiguration: ConfigureOptions = {
  // Its log would be a file in the working directory. Our errors contain what matters.
  customLogger: { error: silent, warn: silent, info: silent, debug: silent, trace: silent },
  // Otherwise a VARIANT that is not JSON would be evaluated as code.
  jsonColumnVariantParser: (text) => text,
};

/** Loads the SDK on first use, because it is large and slow to load. */
export async function loadSdk({
  checkRevocation = true,
}: Pick<SnowflakeOptions, 'checkRevocation'> = {}): Promise<SnowflakeSdk> {
  for (const [name, value] of Object.entries(sdkEnvironment)) process.env[name] ??= value;
  const { default: sdk } = await import('snowflake-sdk');
  sdk.configure({ ...sdkConfiguration, disableOCSPChecks: !checkRevocation });
  return sdk;
}
