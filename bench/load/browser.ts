import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { timeZoneCookie } from '@/components/ui/preference-cookies';
import { topics as allTopics, type ChangeFeed, type Topic } from '@/lib/read-model/change-feed';
import { type Measurements, pause } from './measurements';

/** Browsers open as many connections to a server over HTTP/1.1. */
const MAX_CONNECTIONS = 6;
/** Shorter than the server keeps an idle connection open, so that no request meets one that is closing. */
const IDLE_CONNECTION_MS = 4_000;
/** As the outbox waits. */
const TIMEOUT_MS = 30_000;
const RETRY_STREAM_MS = 1_000;

/** A message of `/api/events`. */
interface ChangeMessage {
  readonly number: ChangeFeed['number'];
  readonly topics: readonly Topic[];
}

interface Sent {
  readonly body?: unknown;
  /** Whether to return the response, which costs time to unzip and parse. */
  readonly wanted?: boolean;
}

/**
 * Sends one person's requests as a browser does, but with little CPU time: Node's HTTP client, and no
 * unzipping of responses that nobody reads.
 */
export class Browser {
  readonly #agent = new Agent({
    keepAlive: true,
    maxSockets: MAX_CONNECTIONS,
    timeout: IDLE_CONNECTION_MS,
  });

  readonly #running = new Set<Promise<unknown>>();

  constructor(
    readonly email: string,
    private readonly url: string,
    private readonly cookie: string,
    private readonly measurements: Measurements,
  ) {}

  /** Opens a page. */
  async open(kind: string, path: string): Promise<void> {
    await this.#send(kind, path, { headers: { accept: 'text/html' } }, {});
  }

  /** Reads JSON. Null if it failed, which is recorded. */
  async read<Value>(kind: string, path: string): Promise<Value | null> {
    return (await this.#send(kind, path, {}, { wanted: true })) as Value | null;
  }

  /** Reads JSON that only a person would look at. */
  async load(kind: string, path: string): Promise<void> {
    await this.#send(kind, path, {}, {});
  }

  /** Posts JSON. Null if it failed, which is recorded. */
  async post<Value>(kind: string, path: string, body?: unknown): Promise<Value | null> {
    const headers = { 'content-type': 'application/json', origin: this.url };
    const sent = { body, wanted: body !== undefined };
    return (await this.#send(kind, path, { method: 'POST', headers }, sent)) as Value | null;
  }

  /** Follows changes until the signal aborts, and connects again after the server has ended a stream. */
  async follow(listener: (topics: readonly Topic[]) => void, signal: AbortSignal): Promise<void> {
    const { confirmed, announcementTimes } = this.measurements;
    let announced = confirmed.length;
    let newest: number | null = null;
    const receive = (message: ChangeMessage) => {
      const now = performance.now();
      for (let next = confirmed[announced]; next; next = confirmed[announced]) {
        if (next.changeNumber > message.number) break;
        // The message may arrive before the response to the decision.
        const ms = Math.max(0, now - next.at);
        if (this.measurements.isMeasuring) announcementTimes.push(ms);
        announced += 1;
      }
      // As `shared-changes.ts` does. The first message tells what the page already shows.
      const isNew = newest !== null && message.number !== newest;
      newest = message.number;
      if (isNew) listener(message.topics.length > 0 ? message.topics : allTopics);
    };
    while (!signal.aborted) {
      await this.#followOnce(receive, signal).catch((error: NodeJS.ErrnoException) => {
        if (!signal.aborted) this.measurements.addProblem(`event stream: ${nameOf(error)}`);
      });
      await pause(RETRY_STREAM_MS, signal);
    }
  }

  async #followOnce(receive: (message: ChangeMessage) => void, signal: AbortSignal): Promise<void> {
    // A connection of its own, which it never gives back.
    const response = await this.#request('/api/events', { agent: false, signal });
    if (response.statusCode !== 200) {
      response.resume();
      throw new Error(`status ${response.statusCode}`);
    }
    let received = '';
    for await (const chunk of response.setEncoding('utf8')) {
      received += chunk;
      const messages = received.split('\n\n');
      received = messages.pop() ?? '';
      for (const message of messages) {
        const [, data] = /^data: (.*)$/m.exec(message) ?? [];
        if (data) receive(JSON.parse(data));
      }
    }
  }

  /** Waits for running requests, then closes the connections. */
  async close(): Promise<void> {
    await Promise.all(this.#running);
    this.#agent.destroy();
  }

  #send(kind: string, path: string, options: RequestOptions, sent: Sent): Promise<unknown> {
    const response = this.#respond(kind, path, options, sent);
    this.#running.add(response);
    return response.finally(() => this.#running.delete(response));
  }

  async #respond(
    kind: string,
    path: string,
    options: RequestOptions,
    { body, wanted = false }: Sent,
  ): Promise<unknown> {
    const started = performance.now();
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      let response = await this.#request(path, { ...options, signal }, body);
      const completed = completedPath(path, response);
      if (completed) {
        // Its connection is free again only after its end.
        await drain(response);
        response = await this.#request(completed, { ...options, signal });
      }
      const isOk = response.statusCode === 200;
      const result = wanted && isOk ? await readJson(response) : await drain(response);
      this.measurements.addTime(kind, performance.now() - started);
      if (isOk) return result;
      this.measurements.addProblem(`${kind}: status ${response.statusCode}`);
    } catch (error) {
      this.measurements.addProblem(`${kind}: ${nameOf(error as NodeJS.ErrnoException)}`);
    }
    return null;
  }

  #request(path: string, options: RequestOptions, body?: unknown): Promise<IncomingMessage> {
    const headers = {
      ...options.headers,
      cookie: `${this.cookie}; ${timeZoneCookie}=UTC`,
      'accept-encoding': 'gzip',
    };
    return new Promise((resolve, reject) => {
      request(this.url + path, { agent: this.#agent, ...options, headers }, resolve)
        .once('error', reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** Where a page redirects to if its address lacks the period; null if it does not redirect. */
function completedPath(path: string, { statusCode, headers }: IncomingMessage): string | null {
  if (statusCode !== 307) return null;
  const base = 'http://server';
  const { pathname, search } = new URL(headers.location ?? '/', base);
  return pathname === new URL(path, base).pathname ? pathname + search : null;
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const isZipped = response.headers['content-encoding'] === 'gzip';
  return JSON.parse(await text(isZipped ? response.pipe(createGunzip()) : response));
}

async function drain(response: IncomingMessage): Promise<null> {
  await finished(response.resume());
  return null;
}

function nameOf({ code, name, message }: NodeJS.ErrnoException): string {
  return code ?? (name === 'Error' ? message : name);
}
