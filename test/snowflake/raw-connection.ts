import type { Bind, Connection, ConnectionOptions, RowStatement } from 'snowflake-sdk';
import type { SnowflakeServer } from './server';

process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION = 'true';
process.env.SF_TELEMETRY_DISABLE_CONNECTION_SHAPE = 'true';
const { default: snowflake } = await import('snowflake-sdk');
snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false });

/** What a statement answered through the SDK, nothing of ours between. */
export interface SdkResult {
  readonly rows: Record<string, unknown>[];
  readonly statement: RowStatement;
}

/** A connection of the unmodified SDK, its callbacks as promises. */
export interface RawConnection {
  readonly connection: Connection;
  execute(sql: string, binds?: readonly unknown[], more?: object): Promise<SdkResult>;
  /** Answers the number of rows that the SDK says were changed. */
  change(sql: string, binds?: readonly unknown[]): Promise<number>;
  /** Starts a statement; `cancel` stops it. */
  start(sql: string): { answered: Promise<SdkResult>; cancel(): Promise<void> };
  close(): Promise<void>;
}

/** Connects by password unless `more` says otherwise. */
export async function connect(
  server: SnowflakeServer,
  more: Partial<ConnectionOptions> = {},
): Promise<RawConnection> {
  const connection = snowflake.createConnection({
    account: 'test',
    accessUrl: server.url,
    username: server.credentials.user,
    ...(more.authenticator ? {} : { password: server.credentials.password }),
    database: 'DSV_WAREHOUSE',
    schema: 'DATA_SCIENCE',
    ...more,
  });
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  const start = (sql: string, binds?: readonly unknown[], options: object = {}) => {
    let statement: RowStatement | undefined;
    const answered = new Promise<SdkResult>((resolve, reject) => {
      statement = connection.execute({
        sqlText: sql,
        ...(binds && { binds: binds as Bind[] }),
        ...options,
        complete: (error, done, rows) =>
          error ? reject(error) : resolve({ rows: rows ?? [], statement: done as RowStatement }),
      });
    });
    const cancel = () =>
      new Promise<void>((resolve, reject) => {
        statement?.cancel((error) => (error ? reject(error) : resolve()));
      });
    return { answered, cancel };
  };
  return {
    connection,
    start,
    execute: (sql, binds, options) => start(sql, binds, options).answered,
    async change(sql, binds) {
      const { statement } = await start(sql, binds).answered;
      return statement.getNumUpdatedRows() ?? -1;
    },
    close: () =>
      new Promise((resolve, reject) => {
        connection.destroy((error) => (error ? reject(error) : resolve()));
      }),
  };
}
