import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { folderOf } from './companies';
import { environmentFor, freePort, NextServer, runScript, untilReady } from './process';
import type { SqlRow } from './server';

/** Servers of the app on one Snowflake account, which a test server simulates on the small company. */
export class SnowflakeServers {
  readonly #running: NextServer[] = [];
  readonly metricsToken = 'the-metrics-token-of-the-browser-tests';
  /** What the servers have printed. */
  output = '';

  private constructor(
    readonly snowflake: SnowflakeServer,
    readonly urls: readonly string[],
    private readonly folder: string,
  ) {}

  /** Starts this many servers of the app, as for the parallel worker `index`. */
  static async start(count: number, index: number): Promise<SnowflakeServers> {
    const folder = await mkdtemp(join(tmpdir(), 'csm-routing-e2e-'));
    await cp(folderOf('small'), folder, { recursive: true });
    const files = {
      warehouse: join(folder, 'warehouse.duckdb'),
      share: join(folder, 'warehouse.share.duckdb'),
    };
    const snowflake = await startSnowflakeServer({ files });
    const ports: number[] = [];
    for (let n = 0; n < count; n += 1) ports.push(await freePort(8_105 + index * 50 + n * 10));
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    const servers = new SnowflakeServers(snowflake, urls, folder);
    await Promise.all(ports.map((port) => servers.#startOne(port)));
    return servers;
  }

  /** Returns the rows of a statement, as `npm run sql` does. */
  async sql(text: string): Promise<readonly SqlRow[]> {
    const { code, stdout, stderr } = await runScript(
      'cli/sql.ts',
      [text, '--json'],
      this.#unusedFile,
      this.#settings,
    );
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  get #unusedFile(): string {
    return join(this.folder, 'unused.duckdb');
  }

  get #settings() {
    const { user, password } = this.snowflake.credentials;
    return {
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: 'two-servers',
      SNOWFLAKE_USER: user,
      SNOWFLAKE_PASSWORD: password,
      SNOWFLAKE_ROLE: 'CSM_ROUTING',
      SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
      SNOWFLAKE_URL: this.snowflake.url,
      NEXTAUTH_SECRET: 'the-secret-of-the-browser-tests-0123456789',
      METRICS_TOKEN: this.metricsToken,
    };
  }

  async #startOne(port: number): Promise<void> {
    const url = `http://127.0.0.1:${port}`;
    const settings = {
      ...environmentFor(this.#unusedFile),
      ...this.#settings,
      NEXTAUTH_URL: url,
    };
    const server = await NextServer.start(port, settings, (text) => {
      this.output += text;
    });
    this.#running.push(server);
    await untilReady(url);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#running.map((server) => server.end('SIGKILL')));
    await this.snowflake.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
