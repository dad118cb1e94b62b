import { Turns } from '../turns';
import type { StatementOptions } from '../types';
import type { SnowflakeSession } from './session';
import { within } from './within';

/** A place for one session, opened when it is needed and again after it was lost. */
class Place {
  #opening: Promise<SnowflakeSession> | undefined;

  constructor(private readonly open: () => Promise<SnowflakeSession>) {}

  session(): Promise<SnowflakeSession> {
    this.#opening ??= this.open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async leave(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    await (await opening?.catch(() => undefined))?.end();
  }
}

/** Lends sessions, one user at a time each, and replaces those that broke. */
export class Pool {
  readonly #turns: Turns<Place>;

  constructor(size: number, open: () => Promise<SnowflakeSession>) {
    this.#turns = new Turns(Array.from({ length: size }, () => new Place(open)));
  }

  /** Runs `work` with a session of its own; waiting for one obeys the limits of a statement. */
  use<R>(
    name: string,
    limits: StatementOptions,
    work: (session: SnowflakeSession) => Promise<R>,
  ): Promise<R> {
    return this.#turns.use(name, limits, async (place) => {
      const session = await within(name, limits, place.session());
      try {
        return await work(session);
      } finally {
        // Waited for, because what it left open may hold locks.
        if (session.broken) await place.leave();
      }
    });
  }

  /** Refuses everybody who waits or comes later, and logs out when all are done. */
  async close(): Promise<void> {
    const places = await this.#turns.close();
    await Promise.all(places.map((place) => place.leave()));
  }
}
