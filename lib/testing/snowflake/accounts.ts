import { Account, type Databases } from './account';
import type { Session } from './session';

/** The accounts of a server by name, each made when somebody first logs in to it. */
export class Accounts {
  readonly #byName = new Map<string, Promise<Account>>();
  readonly #open = new Set<Account>();
  /** Tokens of sessions that have ended, which are answered otherwise than unknown ones. */
  readonly #gone = new Set<string>();

  constructor(private readonly databases: Databases) {}

  /** The account of this name, made where nobody has logged in to it yet. */
  get(name: string): Promise<Account> {
    const key = name.toUpperCase();
    const known = this.#byName.get(key);
    if (known) return known;
    const opening = Account.open(key, this.databases).then((account) => {
      this.#open.add(account);
      return account;
    });
    this.#byName.set(key, opening);
    return opening;
  }

  /** Every session, of one account where a name is given. */
  sessions(name?: string): readonly Session[] {
    const meant = [...this.#open].filter(
      (account) => name === undefined || account.name === name.toUpperCase(),
    );
    return meant.flatMap((account) => [...account.sessions]);
  }

  /** The session that a token stands for, expired or not. */
  byToken(token: string | undefined): Session | undefined {
    return this.sessions().find((session) => session.token === token);
  }

  /** The session that a master token renews. */
  byMasterToken(token: string | undefined): Session | undefined {
    return this.sessions().find((session) => session.masterToken === token);
  }

  /** Ends a session for good. */
  async end(session: Session): Promise<void> {
    this.#gone.add(session.token).add(session.masterToken);
    await session.end();
  }

  /** Whether this was the token of a session that has ended. */
  hadToken(token: string | undefined): boolean {
    return token !== undefined && this.#gone.has(token);
  }

  async close(): Promise<void> {
    for (const opening of this.#byName.values()) await (await opening).close();
  }
}
