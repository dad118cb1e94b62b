import { readFileSync } from 'node:fs';
import { type Env, unusableSettings } from '@/lib/env';
import type { SnowflakeOptions } from './snowflake/options';
import { type Places, placesOf, placeVariables } from './snowflake/places';
import { openPrivateKey, withLineBreaks } from './snowflake/private-key';

/**
 * The settings as the driver takes them. Its key is checked and spelled as PKCS #8, without its
 * passphrase. Reads the key's file where the settings name one.
 * @throws AppError naming the variable that is wrong and what it should look like, never a secret.
 */
export function snowflakeSettings(settings: Env): SnowflakeOptions {
  const { SNOWFLAKE_ACCOUNT: account, SNOWFLAKE_USER: user } = settings;
  if (!account || !user) throw unusableSettings(['WAREHOUSE: is not "snowflake"']);
  const { SNOWFLAKE_ROLE: role, SNOWFLAKE_WAREHOUSE: warehouse, SNOWFLAKE_URL: url } = settings;
  return {
    account,
    user,
    auth: authOf(settings),
    database: settings.SNOWFLAKE_DATABASE,
    schema: settings.SNOWFLAKE_SCHEMA,
    poolSize: settings.SNOWFLAKE_POOL_SIZE,
    places: placesIn(settings),
    ...(role && { role }),
    ...(warehouse && { warehouse }),
    ...(url && { url }),
  };
}

/** Where the settings say that tables are. */
export function placesIn(settings: Env): Places {
  return placesOf({
    database: settings.SNOWFLAKE_DATABASE,
    schema: settings.SNOWFLAKE_SCHEMA,
    named: {
      recommendations: settings[placeVariables.recommendations],
      assignments: settings[placeVariables.assignments],
      activeCsms: settings[placeVariables.activeCsms],
      accountScores: settings[placeVariables.accountScores],
      onboarding: settings[placeVariables.onboarding],
    },
  });
}

function authOf(settings: Env): SnowflakeOptions['auth'] {
  const { SNOWFLAKE_OAUTH_TOKEN: token, SNOWFLAKE_PASSWORD: password } = settings;
  if (token) return { kind: 'oauth', token };
  if (password) return { kind: 'password', password };
  const { variable, pem } = keyText(settings);
  const opened = openPrivateKey(pem, settings.SNOWFLAKE_PRIVATE_KEY_PASSPHRASE);
  if ('privateKey' in opened) return { kind: 'key', privateKey: opened.privateKey };
  const wrong = opened.fault === 'passphrase' ? 'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE' : variable;
  throw unusableSettings([`${wrong}: ${opened.words}`]);
}

function keyText(settings: Env): { readonly variable: string; readonly pem: string } {
  const { SNOWFLAKE_PRIVATE_KEY: inline, SNOWFLAKE_PRIVATE_KEY_PATH: path = '' } = settings;
  if (inline) return { variable: 'SNOWFLAKE_PRIVATE_KEY', pem: withLineBreaks(inline) };
  const variable = 'SNOWFLAKE_PRIVATE_KEY_PATH';
  try {
    // Unless told so, the bundler takes a path of the settings for any file of the project.
    return { variable, pem: readFileSync(/* turbopackIgnore: true */ path, 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw unusableSettings([`${variable}: the file ${path} cannot be read (${code})`], error);
  }
}
