import { z } from 'zod';
import { isIdentifier, isQualifiedName } from '@/lib/warehouse/snowflake/name-mapping';

const identifier = (like: string) =>
  z.string().refine(isIdentifier, {
    error: `must be one identifier such as ${like}, in double quotes where it has other characters than letters, digits, _ and $`,
  });

const table = (like: string) =>
  z
    .string()
    .refine(isQualifiedName, {
      error: `must be the name of a table or view such as ${like}; what is left out in front is SNOWFLAKE_DATABASE and SNOWFLAKE_SCHEMA`,
    })
    .optional();

const account = z
  .string()
  .refine(
    (value) => /^[a-z0-9][\w-]*(\.[\w-]+)*$/i.test(value) && !/snowflakecomputing/i.test(value),
    {
      error:
        'must be the account identifier alone, such as MYORG-MYACCOUNT, without https:// and domain',
    },
  );

const url = z
  .url({
    error: 'must be an address such as https://myorg-myaccount.privatelink.snowflakecomputing.com',
  })
  .refine((value) => isSecureUrl(value), {
    error: 'must begin with https://, because credentials are sent there',
  });

/** Only a server on this machine may be spoken to in the clear: that is one for tests. */
function isSecureUrl(value: string): boolean {
  if (!URL.canParse(value)) return true;
  const { protocol, hostname } = new URL(value);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && here);
}

/** The settings of a warehouse that is Snowflake. */
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
} as const;

type Given = Readonly<Record<string, string>>;

const credentials = [
  'SNOWFLAKE_PRIVATE_KEY',
  'SNOWFLAKE_PRIVATE_KEY_PATH',
  'SNOWFLAKE_OAUTH_TOKEN',
  'SNOWFLAKE_PASSWORD',
];

/**
 * What is missing of the settings, or too much, for a warehouse that is Snowflake; a line each,
 * beginning with the variable's name.
 */
export function snowflakeProblems(given: Given): readonly string[] {
  if (given.WAREHOUSE !== 'snowflake') return [];
  const faults: string[] = [];
  const need = (name: string, like: string) => {
    if (!given[name]) faults.push(`${name}: must be set with WAREHOUSE=snowflake, ${like}`);
  };
  need('SNOWFLAKE_ACCOUNT', 'to the account identifier, such as MYORG-MYACCOUNT');
  need('SNOWFLAKE_USER', 'to the user that the program signs in as');
  need('SNOWFLAKE_WAREHOUSE', 'to the virtual warehouse that computes, such as CSM_ROUTING');
  const ways = credentials.filter((name) => given[name]);
  if (ways.length === 0) {
    faults.push(
      'SNOWFLAKE_PRIVATE_KEY_PATH: must be set with WAREHOUSE=snowflake, to the file of the private key (or instead SNOWFLAKE_PRIVATE_KEY, SNOWFLAKE_OAUTH_TOKEN or, for trying out, SNOWFLAKE_PASSWORD)',
    );
  } else if (ways.length > 1) {
    faults.push(`${ways[1]}: cannot be set together with ${ways[0]}; keep the one that is meant`);
  }
  if (given.SNOWFLAKE_PRIVATE_KEY_PASSPHRASE && !ways[0]?.startsWith('SNOWFLAKE_PRIVATE_KEY')) {
    faults.push(
      'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: is of no use without SNOWFLAKE_PRIVATE_KEY_PATH or SNOWFLAKE_PRIVATE_KEY',
    );
  }
  return faults;
}
