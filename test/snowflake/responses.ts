import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { SnowflakeError } from './errors';
import type { StatementResult } from './execute';
import type { Session } from './sessions';

/** The JSON envelope of every response. */
export interface Envelope {
  readonly data: unknown;
  readonly code: string | null;
  readonly message: string | null;
  readonly success: boolean;
  readonly headers: null;
}

/** A successful response. */
export function success(data: unknown, code: string | null = null): Envelope {
  return { data, code, message: null, success: true, headers: null };
}

/** An error response. */
export function errorResponse(code: string, message: string, data: unknown = null): Envelope {
  return { data, code, message, success: false, headers: null };
}

/** The error response of a statement. */
export function statementError(error: SnowflakeError, queryId: string): Envelope {
  return errorResponse(error.code, error.message, {
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

/** The response for a running statement, with the URL of its future result. */
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

/** A session's parameters as listed in responses. */
export function parameterList(
  session: Session,
): { name: string; value: string | number | boolean }[] {
  return [...session.parameters].map(([name, value]) => ({ name, value }));
}

/** A statement's result: the first rows inline, the rest as chunks to fetch. */
export function rowsResponse(
  session: Session,
  queryId: string,
  outcome: StatementResult,
  chunks: Chunks,
  numberOfBinds: number,
): Envelope {
  const { rows, columns, typeId } = outcome;
  return success({
    parameters: parameterList(session),
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

type Rows = readonly (readonly (string | null)[])[];

const keyHeader = 'x-amz-server-side-encryption-customer-key';

/** The number of rows in a response and in each further chunk. */
export interface ChunkSizes {
  readonly first: number;
  readonly further: number;
}

/** Stores the chunks of large results, which are fetched with a key as from cloud storage. */
export class Chunks {
  readonly #bodies = new Map<string, Buffer>();
  readonly #key = randomBytes(32).toString('base64');

  constructor(
    private readonly url: string,
    private readonly sizes: ChunkSizes,
  ) {}

  /** The part of a response that holds its rows or their chunks. */
  split(rows: Rows) {
    const { first, further } = this.sizes;
    if (rows.length <= first) return { rowset: rows };
    const chunks = [];
    for (let start = first; start < rows.length; start += further) {
      chunks.push(this.#store(rows.slice(start, start + further)));
    }
    return {
      rowset: rows.slice(0, first),
      qrmk: this.#key,
      chunkHeaders: {
        'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        [keyHeader]: this.#key,
      },
      chunks,
    };
  }

  /** Returns a chunk's body, or undefined if it does not exist or the key is missing. */
  read(id: string, headers: Readonly<Record<string, unknown>>): Buffer | undefined {
    return headers[keyHeader] === this.#key ? this.#bodies.get(id) : undefined;
  }

  #store(rows: Rows) {
    const id = randomUUID();
    // A chunk is a JSON array of rows without the outer brackets.
    const text = JSON.stringify(rows).slice(1, -1);
    const body = gzipSync(text);
    this.#bodies.set(id, body);
    return {
      url: `${this.url}/chunks/${id}`,
      rowCount: rows.length,
      uncompressedSize: Buffer.byteLength(text),
      compressedSize: body.length,
    };
  }
}
