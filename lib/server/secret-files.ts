import { readFileSync } from 'node:fs';

/** Secrets that can be in files, as container engines provide them. */
const SECRETS = [
  'NEXTAUTH_SECRET',
  'ANTHROPIC_API_KEY',
  'METRICS_TOKEN',
  'OIDC_CLIENT_SECRET',
  'NOTIFY_URL',
  'NOTIFY_SECRET',
  'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE',
  'SNOWFLAKE_OAUTH_TOKEN',
  'SNOWFLAKE_PASSWORD',
];

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the secrets whose files are named by variables such as NEXTAUTH_SECRET_FILE, without the line
 * break at their end.
 * @returns the variables with those secrets, and one line per problem, starting with the variable's name
 */
export function readSecretFiles(variables: Variables): {
  readonly variables: Variables;
  readonly problems: readonly string[];
} {
  const secrets: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of SECRETS) {
    const isUsed = variables.WAREHOUSE === 'snowflake' || !name.startsWith('SNOWFLAKE_');
    const path = variables[`${name}_FILE`];
    if (!path || !isUsed) continue;
    if (variables[name]) {
      problems.push(`${name}_FILE: conflicts with ${name}; remove one of them`);
      continue;
    }
    try {
      const secret = readFileSync(/* turbopackIgnore: true */ path, 'utf8').trimEnd();
      if (secret) secrets[name] = secret;
      else problems.push(`${name}_FILE: the file ${path} is empty`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      problems.push(`${name}_FILE: the file ${path} cannot be read (${code})`);
    }
  }
  return { variables: { ...variables, ...secrets }, problems };
}
