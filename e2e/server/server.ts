import { createHmac } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { formatJson } from '@/cli/format-table';
import { readOrMakeSecret } from '@/lib/server/auth/secrets';
import type { ScriptResult } from '@/lib/warehouse/types';
import { type Company, folderOf } from './companies';
import { environmentFor, freePort, NextServer, runScript, untilReady } from './process';

/** A row as `npm run sql -- … --json` prints it. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** The rows of each of several statements. */
export type SqlResults<Statements extends readonly string[]> = {
  [At in keyof Statements]: readonly SqlRow[];
};

/** Settings in addition to the tests' usual ones. */
type Env = Readonly<Record<string, string>>;

interface StartOptions {
  /** False if /api/ready is expected to fail. */
  readonly ready?: boolean;
  readonly env?: Env;
}

/** A statement that never ends would delay a reset: after this, the server is restarted. */
const RESET_TIMEOUT_MS = 3_000;

/** A server on the production build, with its own warehouse. */
export class AppServer {
  #program: NextServer | undefined;
  #env: Env = {};
  #output = '';
  #sessions: readonly SqlRow[] = [];

  /** Called before the server or its warehouse goes away, which open pages would report as errors. */
  leave: () => Promise<void> = async () => {};

  private constructor(
    readonly url: string,
    readonly folder: string,
    readonly company: Company,
    private readonly port: number,
  ) {}

  /** Starts a server on a copy of a company, on a port that belongs to the worker `index`. */
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

  /** The bearer token of commands on the server's machine, which may do everything. */
  get operatorToken(): string {
    const secret = this.#env.NEXTAUTH_SECRET ?? readOrMakeSecret(`${this.path}.secret`);
    return createHmac('sha256', secret).update('operator').digest('hex');
  }

  /** Everything that the server has printed. It logs every statement. */
  get output(): string {
    return this.#output;
  }

  /**
   * Restores the company's files, without a restart if the settings stay the same. Sessions stay
   * valid.
   */
  async reset({ env = {} }: { readonly env?: Env } = {}): Promise<void> {
    await this.leave();
    await this.#readSessions();
    await this.#restoreFiles(env);
    await this.#restoreSessions();
  }

  async #restoreFiles(env: Env): Promise<void> {
    const from = folderOf(this.company);
    if (this.#program && isDeepStrictEqual(env, this.#env)) {
      const isReset = await this.#program
        .call('reset', { from, to: this.folder }, RESET_TIMEOUT_MS)
        .then(
          () => true,
          () => false,
        );
      if (isReset) return untilReady(this.url);
    }
    await this.kill();
    for (const name of ['warehouse.duckdb.wal', 'warehouse.share.duckdb.wal']) {
      await rm(join(this.folder, name), { force: true });
    }
    await cp(from, this.folder, { recursive: true });
    await this.start({ env });
  }

  /** If the warehouse does not respond, the sessions of the last reset must do. */
  async #readSessions(): Promise<void> {
    const text = 'SELECT * FROM CSM_ROUTING_SESSIONS WHERE ended_at IS NULL';
    const result = await this.#program
      ?.call('sql', { text }, RESET_TIMEOUT_MS)
      .catch(() => undefined);
    if (result) this.#sessions = JSON.parse(formatJson(result as ScriptResult));
  }

  async #restoreSessions(): Promise<void> {
    const [first] = this.#sessions;
    if (!first) return;
    const literal = (value: unknown) =>
      value === null ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`;
    const rows = this.#sessions.map((row) => `(${Object.values(row).map(literal).join(', ')})`);
    const columns = Object.keys(first).join(', ');
    await this.sql(`INSERT INTO CSM_ROUTING_SESSIONS (${columns}) VALUES ${rows.join(', ')}`);
  }

  /** Starts the server and waits until it is ready. */
  async start({ ready = true, env = {} }: StartOptions = {}): Promise<void> {
    this.#env = env;
    const settings = {
      ...environmentFor(this.path),
      LOG_LEVEL: 'debug',
      NEXTAUTH_URL: this.url,
      ...env,
    };
    this.#program = await NextServer.start(this.port, settings, (text) => {
      this.#output += text;
    });
    await untilReady(this.url, ready);
  }

  /** Stops the server with a signal, as a service manager does, and waits until it has exited. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Kills the server without a shutdown. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async restart({ env = {} }: { readonly env?: Env } = {}): Promise<void> {
    await this.stop();
    await this.start({ env });
  }

  /** Empties every cache of the running server. */
  async clearCaches(): Promise<void> {
    await this.#program?.call('clearCaches', {});
    await untilReady(this.url);
  }

  /** Makes every read with this name take practically forever, until the next reset. */
  async slowDown(name: string): Promise<void> {
    await this.#program?.call('slowDown', { name });
  }

  /**
   * Makes the next write with this name wait within its transaction, until the returned function is
   * called or the next reset.
   */
  async hold(
    name: string,
  ): Promise<{ readonly reached: Promise<unknown>; release(): Promise<void> }> {
    await this.#program?.call('hold', { name });
    const reached = Promise.resolve(this.#program?.call('untilHeld', {}));
    return {
      reached,
      release: async () => {
        await this.#program?.call('release', {});
      },
    };
  }

  /** Makes the calculation of the next run take forever. */
  async holdSolver(): Promise<void> {
    await this.#program?.call('holdSolver', {});
  }

  /** Makes every read with this name fail with an unexpected error, until the next reset. */
  async fail(name: string): Promise<void> {
    await this.#program?.call('fail', { name });
  }

  /** Makes the server print in every way that it can. */
  async print(): Promise<void> {
    await this.#program?.call('print', {});
  }

  /** The number of open event streams. */
  async streams(): Promise<unknown> {
    return this.#program?.call('streams', {});
  }

  /**
   * Runs statements and returns the rows of each: in the running server, else as `npm run sql` does.
   */
  async sql<const Statements extends readonly string[]>(
    ...statements: Statements
  ): Promise<SqlResults<Statements>> {
    const results: SqlRow[][] = [];
    for (const text of statements) results.push(JSON.parse(await this.#runSql(text)));
    return results as SqlResults<Statements>;
  }

  async #runSql(text: string): Promise<string> {
    if (this.#program) {
      return formatJson((await this.#program.call('sql', { text })) as ScriptResult);
    }
    const { code, stdout, stderr } = await runScript('cli/sql.ts', [text, '--json'], this.path);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  }

  /** Ends the server and removes its files. */
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
