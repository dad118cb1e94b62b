import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Company, folderOf } from './companies';
import { environmentFor, freePort, NextServer, runScript } from './process';

/** The bearer token that the tests' servers know. */
export const apiToken = 'the-token-of-the-browser-tests-0123456789';

/** A row as `npm run sql -- … --json` prints it. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** The rows of each of several statements. */
export type SqlResults<Statements extends readonly string[]> = {
  [At in keyof Statements]: readonly SqlRow[];
};

/** A real `next start` on the production build, with a warehouse of its own. */
export class AppServer {
  #program: NextServer | undefined;
  #output = '';

  /** Called before it ends: pages that are open would miss it, and say so. */
  leave: () => Promise<void> = async () => {};

  private constructor(
    readonly url: string,
    readonly folder: string,
    readonly company: Company,
    private readonly port: number,
  ) {}

  /** Starts a server on a copy of a company, with a port of the tests' worker `index`. */
  static async start(company: Company, index: number): Promise<AppServer> {
    const port = await freePort(3_105 + (index % 500) * 10);
    const folder = await mkdtemp(join(tmpdir(), 'csm-routing-e2e-'));
    const server = new AppServer(`http://127.0.0.1:${port}`, folder, company, port);
    await server.reset();
    return server;
  }

  /** Path of the warehouse's file. */
  get path(): string {
    return join(this.folder, 'warehouse.duckdb');
  }

  /** Everything that it has printed. */
  get output(): string {
    return this.#output;
  }

  /** Takes the company's files anew. Whoever is signed in stays so. */
  async reset(): Promise<void> {
    await this.stop();
    for (const name of ['warehouse.duckdb.wal', 'warehouse.share.duckdb.wal']) {
      await rm(join(this.folder, name), { force: true });
    }
    await cp(folderOf(this.company), this.folder, { recursive: true });
    await this.start();
  }

  /** Starts it and waits until it answers; `ready: false` where its warehouse will not. */
  async start(
    options: { readonly ready?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<void> {
    const env = {
      ...environmentFor(this.path),
      NEXTAUTH_URL: this.url,
      API_TOKEN: apiToken,
      ...options.env,
    };
    this.#program = await NextServer.start(this.port, env, (text) => {
      this.#output += text;
    });
    const answer = await fetch(`${this.url}/api/ready`);
    if (answer.ok !== (options.ready ?? true)) {
      throw new Error(`/api/ready answered ${answer.status}: ${await answer.text()}`);
    }
  }

  /** Asks it to end, as a service manager does, and waits until it has. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Answers the rows of each statement as `npm run sql` does, which the server must be off for. */
  async sql<const Statements extends readonly string[]>(
    ...statements: Statements
  ): Promise<SqlResults<Statements>> {
    const answers: SqlRow[][] = [];
    for (const sql of statements) {
      const { code, stdout, stderr } = await runScript('cli/sql.ts', [sql, '--json'], this.path);
      if (code !== 0) throw new Error(stderr);
      answers.push(JSON.parse(stdout));
    }
    return answers as SqlResults<Statements>;
  }

  /** Ends it and removes its files. */
  async dispose(): Promise<void> {
    this.leave = async () => {};
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const program = this.#program;
    this.#program = undefined;
    if (!program) return;
    await this.leave();
    await program.end(signal);
  }
}
