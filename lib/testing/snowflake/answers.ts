import type { Chunks } from './chunks';
import type { SnowflakeError } from './errors';
import type { Outcome } from './execute';
import type { Session } from './session';

/** The JSON around every answer. */
export interface Envelope {
  readonly data: unknown;
  readonly code: string | null;
  readonly message: string | null;
  readonly success: boolean;
  readonly headers: null;
}

/** What was asked was done. */
export function success(data: unknown, code: string | null = null): Envelope {
  return { data, code, message: null, success: true, headers: null };
}

/** What was asked was refused. */
export function refusal(code: string, message: string, data: unknown = null): Envelope {
  return { data, code, message, success: false, headers: null };
}

/** A statement's failure. */
export function failure(error: SnowflakeError, queryId: string): Envelope {
  return refusal(error.code, error.message, {
    internalError: false,
    errorCode: error.code,
    age: 0,
    sqlState: error.sqlState,
    queryId,
    line: -1,
    pos: -1,
    type: 'COMPILATION',
  });
}

/** A statement that has not ended yet, and where its result will be. */
export function inProgress(queryId: string, code: '333333' | '333334' = '333333'): Envelope {
  return {
    ...success(
      {
        getResultUrl: `/queries/${queryId}/result`,
        queryId,
        progressDesc: null,
        queryAbortsAfterSecs: 300,
      },
      code,
    ),
    message: 'Query execution in progress.',
  };
}

/** A session's parameters as answers list them. */
export function listed(session: Session): { name: string; value: string | number | boolean }[] {
  return [...session.parameters].map(([name, value]) => ({ name, value }));
}

/** A statement's rows: the first of them here, further ones in chunks to be fetched. */
export function rowsAnswer(
  session: Session,
  queryId: string,
  outcome: Outcome,
  chunks: Chunks,
  numberOfBinds: number,
): Envelope {
  const { rows, columns, typeId } = outcome;
  return success({
    parameters: listed(session),
    rowtype: columns.map(({ name, type, precision, scale, nullable }) => ({
      name,
      database: '',
      schema: '',
      table: '',
      type,
      precision,
      scale,
      nullable,
      length: type === 'text' ? 16_777_216 : null,
      byteLength: type === 'text' ? 16_777_216 : null,
      collation: null,
    })),
    ...chunks.split(rows),
    total: rows.length,
    returned: rows.length,
    queryId,
    databaseProvider: null,
    finalDatabaseName: session.database ?? null,
    finalSchemaName: session.schema ?? null,
    finalWarehouseName: session.warehouse ?? null,
    finalRoleName: session.role,
    numberOfBinds,
    arrayBindSupported: typeId === 0x3100,
    statementTypeId: typeId,
    version: 1,
    sendResultTime: Date.now(),
    queryResultFormat: 'json',
    queryContext: { entries: [{ id: 0, timestamp: Date.now() * 1000, priority: 0 }] },
  });
}
