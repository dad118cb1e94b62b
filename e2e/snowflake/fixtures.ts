import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, test as base, type Page } from '@playwright/test';
import { signInByForm } from '@/e2e/fixtures';
import { environmentFor, freePort, NextServer, runScript, untilReady } from '@/e2e/server/process';
import type { SqlResults, SqlRow } from '@/e2e/server/server';
import { collectPageErrors, watchPage } from '@/e2e/support/page-errors';

interface WorkerFixtures {
  readonly app: SnowflakeApp;
  /** The cookies of the signed-in manager. */
  readonly signedIn: Exclude<BrowserContextOptions['storageState'], undefined>;
}

interface TestFixtures {
  /** A page signed in as the manager. Browser errors fail the test. */
  readonly managersPage: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright requires a destructuring pattern.
    async ({}, use) => {
      const fakesnowUrl = process.env.FAKESNOW_URL;
      if (!fakesnowUrl) throw new Error('FAKESNOW_URL is not set.');
      const app = await SnowflakeApp.make(fakesnowUrl);
      await use(app);
      await app.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  signedIn: [
    async ({ browser, app }, use) => {
      const page = await browser.newPage({ baseURL: app.url });
      watchPage(page, () => {});
      await signInByForm(page, 'manager');
      const cookies = await page.context().storageState();
      await page.close();
      await use(cookies);
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ app }, use) => use(app.url),
  storageState: async ({ signedIn }, use) => use(signedIn),

  managersPage: async ({ page, app }, use, info) => {
    const problems = collectPageErrors();
    const before = app.output.length;
    watchPage(page, problems.add);
    await use(page);
    if (info.status !== info.expectedStatus) {
      await info.attach('server', { body: app.output.slice(before) });
    }
    base.expect(problems.unexpected, 'errors in the browser').toEqual([]);
  },
});

/** The app on a new Snowflake account, installed as described in the README. */
class SnowflakeApp {
  #output = '';
  #server: NextServer | undefined;

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Sets up an account on fakesnow at this URL and starts the app. */
  static async make(fakesnowUrl: string): Promise<SnowflakeApp> {
    const port = await freePort(3_095);
    const url = `http://127.0.0.1:${port}`;
    const folder = await mkdtemp(join(tmpdir(), 'csm-routing-snowflake-'));
    const app = new SnowflakeApp(url, port, folder, {
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: `e2e-${randomUUID()}`,
      SNOWFLAKE_USER: 'CSM_ROUTING',
      SNOWFLAKE_ROLE: 'CSM_ROUTING',
      SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
      SNOWFLAKE_PRIVATE_KEY: generatePrivateKey(),
      SNOWFLAKE_URL: fakesnowUrl,
      NEXTAUTH_SECRET: 'the-secret-of-the-browser-tests-0123456789',
      NEXTAUTH_URL: url,
    });
    await app.run('cli/setup.ts', '--with-sample-tables');
    await app.run('e2e/snowflake/make-company.ts');
    await app.start();
    return app;
  }

  /** The server's output so far. */
  get output(): string {
    return this.#output;
  }

  /** Returns the rows of each statement, using `npm run sql` while the server runs. */
  async sql<const Statements extends readonly string[]>(
    ...statements: Statements
  ): Promise<SqlResults<Statements>> {
    const results: SqlRow[][] = await Promise.all(
      statements.map(async (sql) => JSON.parse(await this.run('cli/sql.ts', sql, '--json'))),
    );
    return results as SqlResults<Statements>;
  }

  async dispose(): Promise<void> {
    await this.#server?.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const env = { ...environmentFor(this.unusedFile), ...this.settings };
    this.#server = await NextServer.start(this.port, env, (text) => {
      this.#output += text;
    });
    await untilReady(this.url);
  }

  /** Runs one of the app's commands and returns its output. */
  private async run(file: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runScript(file, args, this.unusedFile, this.settings);
    if (code !== 0) throw new Error(`${file} failed:\n${stdout}${stderr}`);
    return stdout;
  }

  /** The path of an embedded warehouse, which must not be used. */
  private get unusedFile(): string {
    return join(this.folder, 'unused.duckdb');
  }
}

function generatePrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}
