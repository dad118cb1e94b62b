import type { Bind, Connection, ConnectionOptions, RowStatement } from 'snowflake-sdk';
import type { SnowflakeServer } from './server';

process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION = 'true';
process.env.SF_TELEMETRY_DISABLE_CONNECTION_SHAPE = 'true';
const { default: snowflake } = await import('snowflake-sdk');
snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false });

/** A statement's result from the SDK. */
export interface SdkResult {
  readonly rows: Record<string, unknown>[];
  readonly statement: RowStatement;
}

/** A connection of the unmodified SDK, with promises instead of callbacks. */
export interface RawConnection {
  readonly connection: Connection;
  execute(sql: string, binds?: readonly unknown[], options?: object): Promise<SdkResult>;
  /** Returns the number of changed rows reported by the SDK. */
  change(sql: string, binds?: readonly unknown[]): Promise<number>;
  /** Starts a statement that can be canceled. */
  start(sql: string): { result: Promise<SdkResult>; cancel(): Promise<void> };
  close(): Promise<void>;
}

/** Connects, by default with the password. */
export async function connect(
  server: SnowflakeServer,
  options: Partial<ConnectionOptions> = {},
): Promise<RawConnection> {
  const connection = snowflake.createConnection({
    account: 'test',
    accessUrl: server.url,
    username: server.credentials.user,
    ...(options.authenticator ? {} : { password: server.credentials.password }),
    database: 'DSV_WAREHOUSE',
    schema: 'DATA_SCIENCE',
    ...options,
  });
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  const start = (sql: string, binds?: readonly unknown[], options: object = {}) => {
    let statement: RowStatement | undefined;
    const result = new Promise<SdkResult>((resolve, reject) => {
      statement = connection.execute({
        sqlText: sql,
        ...(binds && { binds: binds as Bind[] }),
        ...options,
        complete: (error, finished, rows) =>
          error
            ? reject(error)
            : resolve({ rows: rows ?? [], statement: finished as RowStatement }),
      });
    });
    const cancel = () =>
      new Promise<void>((resolve, reject) => {
        statement?.cancel((error) => (error ? reject(error) : resolve()));
      });
    return { result, cancel };
  };
  return {
    connection,
    start,
    execute: (sql, binds, options) => start(sql, binds, options).result,
    async change(sql, binds) {
      const { statement } = await start(sql, binds).result;
      return statement.getNumUpdatedRows() ?? -1;
    },
    close: () =>
      new Promise((resolve, reject) => {
        connection.destroy((error) => (error ? reject(error) : resolve()));
      }),
  };
}
