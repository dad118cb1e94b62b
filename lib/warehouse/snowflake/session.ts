import type { Connection } from 'snowflake-sdk';
import type { StatementObserver } from '../statement-observer';
import { toWarehouseError } from './errors';
import type { Answer } from './rows';
import { SessionLost } from './session-lost';
import { execute, type Limits, type Statement, Unanswered } from './statement';

/** How long to wait for Snowflake's answer to a logout. */
const logoutMs = 3_000;

/** How a session runs a statement beside its limits. */
interface Running extends Limits {
  readonly kind?: 'statement' | 'control' | undefined;
  readonly toError?: typeof toWarehouseError | undefined;
}

/** One session with Snowflake, which knows whether it can still be used. */
export class SnowflakeSession {
  #broken = false;
  #ended: Promise<void> | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly observe: StatementObserver,
  ) {}

  /** True once the session is lost, or nobody knows what it is doing. */
  get broken(): boolean {
    return this.#broken;
  }

  /**
   * Runs one statement.
   * @throws AppError in the user's words; SessionLost when another session may do better.
   */
  async run(statement: Statement, running: Running = {}): Promise<Answer> {
    const { kind = 'statement', toError = toWarehouseError } = running;
    const { name } = statement;
    const from = performance.now();
    let ok = false;
    try {
      const answer = await execute(this.connection, statement, running);
      ok = true;
      return answer;
    } catch (thrown) {
      const error = toError(thrown instanceof Unanswered ? thrown.words : thrown, name);
      // The SDK believes that it is connected even where Snowflake refused its token.
      if (thrown instanceof Unanswered || error instanceof SessionLost) this.#broken = true;
      throw error;
    } finally {
      this.observe({ name, ms: performance.now() - from, ok, kind });
    }
  }

  /** Logs out, which rolls back what is open, and waits a little for the answer. */
  end(): Promise<void> {
    this.#broken = true;
    this.#ended ??= new Promise((resolve) => {
      const timer = setTimeout(resolve, logoutMs);
      // The callback comes with an error where the session is gone already, which is as good.
      this.connection.destroy(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    return this.#ended;
  }
}
