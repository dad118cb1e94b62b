import { readFileSync } from 'node:fs';
import { type Env, invalidSettingsError } from '@/lib/server/env';
import { createNameMapping, type NameMapping, tableVariables } from './name-mapping';
import { openPrivateKey, restoreLineBreaks, type SnowflakeOptions } from './options';

/**
 * Converts the settings to driver options. Reads the key file, checks the key, and converts it to
 * unencrypted PKCS #8.
 * @throws AppError that names the wrong variable and the expected format, never a secret
 */
export function snowflakeOptionsFromEnv(settings: Env): SnowflakeOptions {
  const { SNOWFLAKE_ACCOUNT: account, SNOWFLAKE_USER: user } = settings;
  if (!account || !user) throw invalidSettingsError(['WAREHOUSE: is not "snowflake"']);
  const { SNOWFLAKE_ROLE: role, SNOWFLAKE_WAREHOUSE: warehouse, SNOWFLAKE_URL: url } = settings;
  return {
    account,
    user,
    auth: authFromEnv(settings),
    database: settings.SNOWFLAKE_DATABASE,
    schema: settings.SNOWFLAKE_SCHEMA,
    checkRevocation: settings.SNOWFLAKE_OCSP === 'on',
    poolSize: settings.SNOWFLAKE_POOL_SIZE,
    nameMapping: nameMappingFromEnv(settings),
    dataTimeZone: settings.SNOWFLAKE_DATA_TIMEZONE,
    ...(role && { role }),
    ...(warehouse && { warehouse }),
    ...(url && { url }),
  };
}

/** The table locations from the settings. */
export function nameMappingFromEnv(settings: Env): NameMapping {
  return createNameMapping({
    database: settings.SNOWFLAKE_DATABASE,
    schema: settings.SNOWFLAKE_SCHEMA,
    named: {
      recommendations: settings[tableVariables.recommendations],
      assignments: settings[tableVariables.assignments],
      activeCsms: settings[tableVariables.activeCsms],
      accountScores: settings[tableVariables.accountScores],
      onboarding: settings[tableVariables.onboarding],
    },
  });
}

function authFromEnv(settings: Env): SnowflakeOptions['auth'] {
  const { SNOWFLAKE_OAUTH_TOKEN: token, SNOWFLAKE_PASSWORD: password } = settings;
  if (token) return { kind: 'oauth', token };
  if (password) return { kind: 'password', password };
  const { variable, pem } = readKeyText(settings);
  const opened = openPrivateKey(pem, settings.SNOWFLAKE_PRIVATE_KEY_PASSPHRASE);
  if ('privateKey' in opened) return { kind: 'key', privateKey: opened.privateKey };
  const wrong = opened.fault === 'passphrase' ? 'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE' : variable;
  throw invalidSettingsError([`${wrong}: ${opened.message}`]);
}

function readKeyText(settings: Env): { readonly variable: string; readonly pem: string } {
  const { SNOWFLAKE_PRIVATE_KEY: inline, SNOWFLAKE_PRIVATE_KEY_PATH: path = '' } = settings;
  if (inline) return { variable: 'SNOWFLAKE_PRIVATE_KEY', pem: restoreLineBreaks(inline) };
  const variable = 'SNOWFLAKE_PRIVATE_KEY_PATH';
  try {
    // Without this hint, the bundler traces every file of the project.
    return { variable, pem: readFileSync(/* turbopackIgnore: true */ path, 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw invalidSettingsError([`${variable}: the file ${path} cannot be read (${code})`], error);
  }
}
