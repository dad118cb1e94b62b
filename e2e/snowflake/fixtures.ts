import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, test as base, type Page } from '@playwright/test';
import { signInByForm } from '@/e2e/fixtures';
import { environmentFor, freePort, NextServer, runScript } from '@/e2e/server/process';
import type { SqlResults, SqlRow } from '@/e2e/server/server';
import { collectPageErrors, watchPage } from '@/e2e/support/page-errors';

interface WorkerFixtures {
  readonly installation: SnowflakeApp;
  /** The cookies of the manager, who has signed in by the form. */
  readonly signedIn: Exclude<BrowserContextOptions['storageState'], undefined>;
}

interface TestFixtures {
  /** A page of the manager's; errors in it fail the test. */
  readonly managersPage: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from it.
    async ({}, use) => {
      const snowflake = process.env.FAKESNOW_URL;
      if (!snowflake) throw new Error('FAKESNOW_URL must name a server of Snowflake’s protocol.');
      const installation = await SnowflakeApp.make(snowflake);
      await use(installation);
      await installation.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  signedIn: [
    async ({ browser, installation }, use) => {
      const page = await browser.newPage({ baseURL: installation.url });
      watchPage(page, () => {});
      await signInByForm(page, 'manager');
      const cookies = await page.context().storageState();
      await page.close();
      await use(cookies);
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ installation }, use) => use(installation.url),
  storageState: async ({ signedIn }, use) => use(signedIn),

  managersPage: async ({ page, installation }, use, info) => {
    const problems = collectPageErrors();
    const before = installation.output.length;
    watchPage(page, problems.add);
    await use(page);
    if (info.status !== info.expectedStatus) {
      await info.attach('server', { body: installation.output.slice(before) });
    }
    base.expect(problems.unexpected, 'errors in the browser').toEqual([]);
  },
});

/** The program on a Snowflake account of its own, as its README says to install it. */
class SnowflakeApp {
  #output = '';
  #program: NextServer | undefined;

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Sets an account up on the server of Snowflake's protocol at `snowflake` and starts on it. */
  static async make(snowflake: string): Promise<SnowflakeApp> {
    const port = await freePort(3_095);
    const url = `http://127.0.0.1:${port}`;
    const folder = await mkdtemp(join(tmpdir(), 'csm-routing-snowflake-'));
    const installation = new SnowflakeApp(url, port, folder, {
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: `e2e-${randomUUID()}`,
      SNOWFLAKE_USER: 'CSM_ROUTING',
      SNOWFLAKE_ROLE: 'CSM_ROUTING',
      SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
      SNOWFLAKE_PRIVATE_KEY: generatePrivateKey(),
      SNOWFLAKE_URL: snowflake,
      NEXTAUTH_SECRET: 'the-secret-of-the-browser-tests-0123456789',
      NEXTAUTH_URL: url,
    });
    await installation.run('cli/setup.ts', '--with-sample-tables');
    await installation.run('e2e/snowflake/make-company.ts');
    await installation.start();
    return installation;
  }

  /** Everything that the server has printed. */
  get output(): string {
    return this.#output;
  }

  /** Answers the rows of each statement as `npm run sql` does, while the server runs. */
  async sql<const Statements extends readonly string[]>(
    ...statements: Statements
  ): Promise<SqlResults<Statements>> {
    const answers: SqlRow[][] = await Promise.all(
      statements.map(async (sql) => JSON.parse(await this.run('cli/sql.ts', sql, '--json'))),
    );
    return answers as SqlResults<Statements>;
  }

  async dispose(): Promise<void> {
    await this.#program?.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const env = { ...environmentFor(this.unusedFile), ...this.settings };
    this.#program = await NextServer.start(this.port, env, (text) => {
      this.#output += text;
    });
    const answer = await fetch(`${this.url}/api/ready`);
    if (!answer.ok) throw new Error(`/api/ready answered ${answer.status}: ${this.#output}`);
  }

  /** Runs one of the program's commands and answers what it printed. */
  private async run(file: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runScript(file, args, this.unusedFile, this.settings);
    if (code !== 0) throw new Error(`${file} failed:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Where an embedded warehouse would be, were it asked for by mistake. */
  private get unusedFile(): string {
    return join(this.folder, 'not-this.duckdb');
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
