import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseEnv } from './env';

const folder = mkdtempSync(join(tmpdir(), 'csm-secret-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(text: string): string {
  const path = join(folder, `${text.length}`);
  writeFileSync(path, text);
  return path;
}

const secret = 'a secret in a file, with 40 characters..';
const missing = join(folder, 'missing');

describe('a secret in a file', () => {
  it('counts like the variable, without the line break at its end', () => {
    expect(parseEnv({ NEXTAUTH_SECRET_FILE: fileWith(`${secret}\n`) })).toMatchObject({
      NEXTAUTH_SECRET: secret,
    });
  });

  it('is used to sign in to Snowflake', () => {
    const variables = {
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: 'MYORG-MYACCOUNT',
      SNOWFLAKE_USER: 'CSM_ROUTING',
      SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
      SNOWFLAKE_PASSWORD_FILE: fileWith('Correct-Horse-9'),
    };
    expect(parseEnv(variables)).toMatchObject({ SNOWFLAKE_PASSWORD: 'Correct-Horse-9' });
  });

  it('must meet the same conditions as the variable', () => {
    expect(() => parseEnv({ NEXTAUTH_SECRET_FILE: fileWith('short') })).toThrow(
      /NEXTAUTH_SECRET: must have at least 32 characters/,
    );
  });

  it('is reported by the file’s path if it is missing or empty, or if the variable is set too', () => {
    const empty = fileWith('\n');
    expect(() => parseEnv({ NEXTAUTH_SECRET_FILE: missing })).toThrow(
      `NEXTAUTH_SECRET_FILE: the file ${missing} cannot be read (ENOENT)`,
    );
    expect(() => parseEnv({ ANTHROPIC_API_KEY_FILE: empty })).toThrow(
      `ANTHROPIC_API_KEY_FILE: the file ${empty} is empty`,
    );
    expect(() =>
      parseEnv({ NEXTAUTH_SECRET: secret, NEXTAUTH_SECRET_FILE: fileWith(`${secret}\n`) }),
    ).toThrow('NEXTAUTH_SECRET_FILE: conflicts with NEXTAUTH_SECRET; remove one of them');
  });

  it('is not looked for if it belongs to the other warehouse', () => {
    expect(parseEnv({ SNOWFLAKE_PASSWORD_FILE: missing }).WAREHOUSE).toBe('duckdb');
  });
});
