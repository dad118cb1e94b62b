import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { DatabaseFiles } from '@/lib/warehouse/database-files';
import type { TestCertificate } from './certificate';
import { SnowflakeFaultPlan } from './faults';
import { handleSnowflakeRequest, RequestLog } from './handler';
import { type Credentials, makeCredentials } from './login';
import type { SnowflakeRequest } from './requests';
import { type ChunkSizes, Chunks } from './responses';
import { Accounts, type Session } from './sessions';

interface Options {
  /** Default: a free port. */
  readonly port?: number;
  readonly chunkSizes?: ChunkSizes;
  /** Files of an embedded warehouse that is not open: the databases of every account. */
  readonly files?: DatabaseFiles;
  /** How much longer each statement takes. */
  readonly delayMs?: number;
  /** Time after which a running statement is reported as in progress. */
  readonly waitMs?: number;
  /** Serves HTTPS with this certificate. */
  readonly tls?: TestCertificate;
  /** The clock for key-pair tokens. */
  readonly now?: () => Date;
}

/**
 * A test server that speaks Snowflake's protocol to the unmodified SDK and executes statements on
 * in-memory DuckDB. Each account name has its own, initially empty databases.
 */
export interface SnowflakeServer {
  /** The SDK's `accessUrl`. */
  readonly url: string;
  /** The credentials accepted by every account. */
  readonly credentials: Credentials;
  readonly faults: SnowflakeFaultPlan;
  /** All requests so far, including telemetry and heartbeats. */
  requests(): readonly SnowflakeRequest[];
  /** The statements so far, including retries, without ALTER SESSION. */
  statements(account?: string): readonly SnowflakeRequest[];
  /** Clears the recorded requests. */
  clearRequests(): void;
  /** The open sessions. */
  sessions(account?: string): readonly Session[];
  /** Expires every session's token. The master tokens can still renew them. */
  expireSessions(): void;
  /** Stops listening and drops all connections. */
  down(): Promise<void>;
  /** Listens again, with sessions and data unchanged. */
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on this machine. */
export async function startSnowflakeServer(options: Options = {}): Promise<SnowflakeServer> {
  const { port: requestedPort = 0, now = () => new Date() } = options;
  const { chunkSizes = { first: 1000, further: 5000 }, waitMs = 45_000, delayMs = 0 } = options;
  const credentials = makeCredentials();
  const accounts = new Accounts(options.files);
  const faults = new SnowflakeFaultPlan();
  const records = new RequestLog();
  const listener: RequestListener = (request, response) => {
    handleSnowflakeRequest({ ...state, faults, records }, request, response).catch(
      (error: unknown) => {
        if (response.socket?.destroyed) return;
        response.writeHead(500).end(String(error));
      },
    );
  };
  const { tls } = options;
  const http = tls
    ? createSecureServer({ key: tls.privateKey, cert: tls.certificate }, listener)
    : createServer(listener);
  const listen = (port: number) =>
    new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  await listen(requestedPort);
  const { port } = http.address() as AddressInfo;
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const chunks = new Chunks(url, chunkSizes);
  const state = { accounts, credentials, chunks, now, waitMs, delayMs };
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
