import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SnowflakeFaultPlan } from './faults';
import { handleSnowflakeRequest, RequestLog } from './handler';
import { type Credentials, makeCredentials } from './login';
import type { SnowflakeRequest } from './requests';
import { type ChunkSizes, Chunks } from './responses';
import { Accounts, type Session } from './sessions';

interface Options {
  /** A free one unless given. */
  readonly port?: number;
  readonly chunkSizes?: ChunkSizes;
  /** How long a statement may take before it is answered as in progress. */
  readonly patienceMs?: number;
  /** The clock by which key-pair tokens expire. */
  readonly now?: () => Date;
}

/**
 * A server of the tests' own that speaks Snowflake's protocol to the unmodified SDK, and executes
 * on DuckDB in memory. Every account name that is logged in to has empty databases of its own.
 */
export interface SnowflakeServer {
  /** What the SDK takes as `accessUrl`. */
  readonly url: string;
  /** Who may log in, to any account. */
  readonly credentials: Credentials;
  readonly faults: SnowflakeFaultPlan;
  /** Every request so far, telemetry and heartbeats included. */
  requests(): readonly SnowflakeRequest[];
  /** The statements so far, repetitions included, without what only sets a session. */
  statements(account?: string): readonly SnowflakeRequest[];
  /** Forgets the requests so far. */
  clearRequests(): void;
  /** The sessions that are open now. */
  sessions(account?: string): readonly Session[];
  /** Lets every session's token expire; the master tokens still renew them. */
  expireSessions(): void;
  /** Makes the server unreachable: what is connected is cut, and nothing can connect. */
  down(): Promise<void>;
  /** Makes it reachable again, with everything as it was. */
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on this machine. */
export async function startSnowflakeServer(options: Options = {}): Promise<SnowflakeServer> {
  const { port: wanted = 0, now = () => new Date() } = options;
  const { chunkSizes = { first: 1000, further: 5000 }, patienceMs = 45_000 } = options;
  const credentials = makeCredentials();
  const accounts = new Accounts();
  const faults = new SnowflakeFaultPlan();
  const records = new RequestLog();
  const http = createServer((request, response) => {
    handleSnowflakeRequest({ ...around, faults, records }, request, response).catch(
      (error: unknown) => {
        if (response.socket?.destroyed) return;
        response.writeHead(500).end(String(error));
      },
    );
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  await listen(wanted);
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const around = { accounts, credentials, chunks: new Chunks(url, chunkSizes), now, patienceMs };
  const down = () =>
    new Promise<void>((resolve) => {
      http.close(() => resolve());
      http.closeAllConnections();
    });
  return {
    url,
    credentials,
    faults,
    requests: () => records.all,
    statements: (account) =>
      records.all.filter(
        (each) =>
          each.kind === 'query' &&
          !each.isSetting &&
          (account === undefined || each.account === account.toUpperCase()),
      ),
    clearRequests() {
      records.all = [];
    },
    sessions: (account) => accounts.sessions(account),
    expireSessions() {
      for (const session of accounts.sessions()) session.tokenExpired = true;
    },
    down,
    up: () => listen(port),
    async close() {
      faults.clear();
      await down();
      await accounts.close();
    },
  };
}
