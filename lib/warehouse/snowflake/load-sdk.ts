import type { ConfigureOptions } from 'snowflake-sdk';

/** What the SDK reads from the environment while it is loaded. */
const switches = {
  // It would ask the metadata services of three clouds where it runs.
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SNOWFLAKE_DISABLE_MINICORE: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true',
};

const silent = () => {};

const configuration: ConfigureOptions = {
  // Its own log would be a file in the working directory; what matters of it is in our errors.
  customLogger: { error: silent, warn: silent, info: silent, debug: silent, trace: silent },
  // Otherwise a VARIANT that is no JSON would be run as a program.
  jsonColumnVariantParser: (text) => text,
};

export type SnowflakeSdk = Pick<typeof import('snowflake-sdk'), 'createConnection'>;

/** Loads the SDK when a Snowflake warehouse is opened first, since it is large and slow to load. */
export async function loadSdk(): Promise<SnowflakeSdk> {
  for (const [name, value] of Object.entries(switches)) process.env[name] ??= value;
  const { default: sdk } = await import('snowflake-sdk');
  sdk.configure(configuration);
  return sdk;
}
