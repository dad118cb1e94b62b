import { z } from 'zod';
import { isIdentifier, isQualifiedName } from '@/lib/warehouse/snowflake/name-mapping';
import { isSecureUrl } from './secure-url';

const identifier = (example: string) =>
  z.string().refine(isIdentifier, {
    error: `must be one identifier such as ${example}; put it in double quotes if it contains characters other than letters, digits, _ and $`,
  });

const table = (example: string) =>
  z
    .string()
    .refine(isQualifiedName, {
      error: `must be the name of a table or view such as ${example}; a shorter name is completed with SNOWFLAKE_DATABASE and SNOWFLAKE_SCHEMA`,
    })
    .optional();

const account = z
  .string()
  .refine(
    (value) => /^[a-z0-9][\w-]*(\.[\w-]+)*$/i.test(value) && !/snowflakecomputing/i.test(value),
    {
      error:
        'must be only the account identifier, such as MYORG-MYACCOUNT, without https:// or the domain',
    },
  );

const url = z
  .url({
    error: 'must be an address such as https://myorg-myaccount.privatelink.snowflakecomputing.com',
  })
  .refine((value) => !URL.canParse(value) || isSecureUrl(value), {
    error: 'must start with https://, because credentials are sent there',
  });

/** Snowflake's names are case-sensitive, and it knows no abbreviations such as EST. */
function isTimeZone(name: string): boolean {
  if (name === 'UTC') return true;
  if (!/^[A-Z]\w+(?:\/[\w+-]+)+$/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** The settings for a Snowflake warehouse. */
export const snowflakeShape = {
  SNOWFLAKE_ACCOUNT: account.optional(),
  SNOWFLAKE_USER: z.string().optional(),
  SNOWFLAKE_ROLE: identifier('CSM_ROUTING').optional(),
  SNOWFLAKE_WAREHOUSE: identifier('CSM_ROUTING').optional(),
  SNOWFLAKE_DATABASE: identifier('DSV_WAREHOUSE').default('DSV_WAREHOUSE'),
  SNOWFLAKE_SCHEMA: identifier('DATA_SCIENCE').default('DATA_SCIENCE'),
  SNOWFLAKE_PRIVATE_KEY: z.string().optional(),
  SNOWFLAKE_PRIVATE_KEY_PATH: z.string().optional(),
  SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: z.string().optional(),
  SNOWFLAKE_OAUTH_TOKEN: z.string().optional(),
  SNOWFLAKE_PASSWORD: z.string().optional(),
  SNOWFLAKE_URL: url.optional(),
  SNOWFLAKE_OCSP: z
    .enum(['on', 'off'], {
      error:
        'must be "on", or "off" to skip the check that Snowflake’s certificate was not revoked',
    })
    .default('on'),
  SNOWFLAKE_POOL_SIZE: z.coerce
    .number({ error: 'must be a number of connections from 1 to 64' })
    .int('must be a whole number of connections')
    .min(1, 'must be at least 1 connection')
    .max(64, 'must be at most 64 connections')
    .default(8),
  SNOWFLAKE_RECOMMENDATIONS_TABLE: table(
    'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE',
  ),
  SNOWFLAKE_ASSIGNMENTS_TABLE: table('DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE'),
  SNOWFLAKE_ACTIVE_CSMS_TABLE: table('DSV_WAREHOUSE.DATA_SCIENCE.RESI_CORP_ACTIVE_CSMS'),
  SNOWFLAKE_ACCOUNT_SCORES_TABLE: table('DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_SCORES'),
  SNOWFLAKE_ONBOARDING_VIEW: table('DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL'),
  SNOWFLAKE_DATA_TIMEZONE: z
    .string()
    .refine(isTimeZone, {
      error: 'must be UTC or the IANA name of a time zone, spelled like America/New_York',
    })
    .default('UTC'),
} as const;

const credentials = [
  'SNOWFLAKE_PRIVATE_KEY',
  'SNOWFLAKE_PRIVATE_KEY_PATH',
  'SNOWFLAKE_OAUTH_TOKEN',
  'SNOWFLAKE_PASSWORD',
];

/**
 * Finds missing and conflicting Snowflake settings.
 * @returns one line per problem, starting with the variable's name
 */
export function snowflakeProblems(variables: Readonly<Record<string, string>>): readonly string[] {
  if (variables.WAREHOUSE !== 'snowflake') return [];
  const problems: string[] = [];
  const require = (name: string, what: string) => {
    if (!variables[name]) problems.push(`${name}: is required with WAREHOUSE=snowflake: ${what}`);
  };
  require('SNOWFLAKE_ACCOUNT', 'the account identifier, such as MYORG-MYACCOUNT');
  require('SNOWFLAKE_USER', 'the user to sign in as');
  require('SNOWFLAKE_WAREHOUSE', 'the virtual warehouse that runs statements, such as CSM_ROUTING');
  const present = credentials.filter((name) => variables[name]);
  if (present.length === 0) {
    problems.push(
      'SNOWFLAKE_PRIVATE_KEY_PATH: is required with WAREHOUSE=snowflake: the private key file (or set SNOWFLAKE_PRIVATE_KEY, SNOWFLAKE_OAUTH_TOKEN, or, for evaluation, SNOWFLAKE_PASSWORD)',
    );
  } else if (present.length > 1) {
    problems.push(`${present[1]}: conflicts with ${present[0]}; remove one of them`);
  }
  const hasKey = present[0]?.startsWith('SNOWFLAKE_PRIVATE_KEY');
  if (variables.SNOWFLAKE_PRIVATE_KEY_PASSPHRASE && !hasKey) {
    problems.push(
      'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: needs SNOWFLAKE_PRIVATE_KEY_PATH or SNOWFLAKE_PRIVATE_KEY',
    );
  }
  return problems;
}
