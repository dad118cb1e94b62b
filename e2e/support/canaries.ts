import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { settingNames } from '@/lib/server/env';

/**
 * Settings that are no secrets. Any other one is, so that a new setting counts as a secret until it is
 * listed here.
 */
const publicSettings = [
  'WAREHOUSE',
  'DUCKDB_PATH',
  'NEXTAUTH_URL',
  'TRUSTED_PROXY_HOPS',
  'PORT',
  'LOG_LEVEL',
  'SESSION_HOURS',
  'SESSION_IDLE_HOURS',
  'READ_MODEL_CHECK_SECONDS',
  'ANTHROPIC_MODEL',
  'ANTHROPIC_BASE_URL',
  'BACKUP_DIR',
  'BACKUP_KEEP',
  'BACKUP_KEEP_DAYS',
  'SCHEDULE_TIME_ZONE',
  'SCHEDULE_RUN',
  'SCHEDULE_RUN_SIZE',
  'SCHEDULE_REFRESH',
  'SCHEDULE_BACKUP',
  'SCHEDULE_HANDOVER',
  'SCHEDULE_DIGEST',
  'NOTIFY_FORMAT',
  'NOTIFY_OFF',
  'NOTIFY_CHECK_MINUTES',
  'PASSWORD_SIGN_IN',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_NAME',
  'OIDC_SCOPES',
  'OIDC_ROLE_CLAIM',
  'OIDC_ROLES',
  'OIDC_TRUST_EMAIL',
  // The sign-in page of the demo shows its passwords.
  'DEMO_MEMBERS',
  'SNOWFLAKE_ACCOUNT',
  'SNOWFLAKE_USER',
  'SNOWFLAKE_ROLE',
  'SNOWFLAKE_WAREHOUSE',
  'SNOWFLAKE_DATABASE',
  'SNOWFLAKE_SCHEMA',
  'SNOWFLAKE_URL',
  'SNOWFLAKE_OCSP',
  'SNOWFLAKE_PRIVATE_KEY_PATH',
  'SNOWFLAKE_POOL_SIZE',
  'SNOWFLAKE_DATA_TIMEZONE',
  'SNOWFLAKE_RECOMMENDATIONS_TABLE',
  'SNOWFLAKE_ASSIGNMENTS_TABLE',
  'SNOWFLAKE_ACTIVE_CSMS_TABLE',
  'SNOWFLAKE_ACCOUNT_SCORES_TABLE',
  'SNOWFLAKE_ONBOARDING_VIEW',
];

/** A value that occurs nowhere else. */
export const canary = (name: string) => `canary.${name}.${randomBytes(12).toString('hex')}`;

/** The values of settings that must have a form. */
const forms: Readonly<Record<string, (value: string) => string>> = {
  // Nobody listens there.
  NOTIFY_URL: (value) => `http://127.0.0.1:9/${value}`,
  NOTIFY_SECRET: (value) => `whsec_${Buffer.from(value.slice(-32)).toString('base64')}`,
};

/** A canary for each secret setting. */
export function secretSettings(): Record<string, string> {
  const names = settingNames.filter((name) => !publicSettings.includes(name));
  return Object.fromEntries(
    names.map((name) => [name, forms[name]?.(canary(name)) ?? canary(name)]),
  );
}

/** A response as the client got it. */
export interface Recorded {
  readonly url: string;
  /** Its status, headers, and body. */
  readonly text: string;
  readonly cookies: string;
}

/** Keeps every response of `fetch` in this process and of pages. */
export class ResponseRecorder {
  readonly responses: Recorded[] = [];
  readonly #pending: Promise<void>[] = [];
  readonly #fetch = globalThis.fetch;

  start(): void {
    globalThis.fetch = async (...args) => {
      const response = await this.#fetch(...args);
      const copy = response.clone();
      const isStream = response.headers.get('content-type')?.includes('event-stream');
      const headers = Object.fromEntries(response.headers);
      this.#pending.push(
        this.#record(response.url, response.status, headers, async () =>
          isStream ? '' : copy.text(),
        ),
      );
      return response;
    };
  }

  /** Records what a page gets, too. A response that never ends, such as an event stream, is left out. */
  watch(page: Page): void {
    page.on('requestfinished', (request) => {
      const record = async () => {
        const response = await request.response();
        if (!response) return;
        const headers = await response.allHeaders();
        await this.#record(response.url(), response.status(), headers, () => response.text());
      };
      // A page that navigates away discards its responses.
      this.#pending.push(record().catch(() => {}));
    });
  }

  async #record(
    url: string,
    status: number,
    { 'set-cookie': cookies = '', ...headers }: Record<string, string>,
    body: () => Promise<string>,
  ): Promise<void> {
    const text = await body().catch(() => '');
    this.responses.push({ url, text: `${status} ${JSON.stringify(headers)} ${text}`, cookies });
  }

  async stop(): Promise<void> {
    globalThis.fetch = this.#fetch;
    await Promise.all(this.#pending);
  }
}

/** The files of a folder that contain a text. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(path)).includes(text)) found.push(path);
  }
  return found;
}
