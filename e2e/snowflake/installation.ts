import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../server/free-port';
import { Program } from '../server/program';
import { runScript, settingsFor } from '../server/run-script';
import type { Answers, Row } from '../server/server';

/** The program on a Snowflake account of its own, as its README says to install it. */
export class Installation {
  #output = '';
  #program: Program | undefined;

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Sets an account up on the server of Snowflake's protocol at `snowflake` and starts on it. */
  static async make(snowflake: string): Promise<Installation> {
    const port = await freePort(3_095);
    const url = `http://127.0.0.1:${port}`;
    const folder = await mkdtemp(join(tmpdir(), 'csm-routing-snowflake-'));
    const installation = new Installation(url, port, folder, {
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: `e2e-${randomUUID()}`,
      SNOWFLAKE_USER: 'CSM_ROUTING',
      SNOWFLAKE_ROLE: 'CSM_ROUTING',
      SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
      SNOWFLAKE_PRIVATE_KEY: newKey(),
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
  ): Promise<Answers<Statements>> {
    const answers: Row[][] = await Promise.all(
      statements.map(async (sql) => JSON.parse(await this.run('cli/sql.ts', sql, '--json'))),
    );
    return answers as Answers<Statements>;
  }

  async dispose(): Promise<void> {
    await this.#program?.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const env = { ...settingsFor(this.unusedFile), ...this.settings };
    this.#program = await Program.start(this.port, env, (text) => {
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

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}
