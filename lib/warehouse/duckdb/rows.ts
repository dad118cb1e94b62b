import {
  type DuckDBDataChunk,
  type DuckDBResult,
  type DuckDBResultReader,
  type DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBValueConverter,
  type JS,
  JSDuckDBValueConverter,
  ResultReturnType,
} from '@duckdb/node-api';
import { parseRows } from '../parse-rows';
import type { Query, Table } from '../types';

const lastMicros = 8_640_000_000_000_000_000n;

/** The driver's values as plain ones: Date, number, or text for integers beyond 2^53. */
const plain: DuckDBValueConverter<JS> = (value, type, converter) => {
  if (value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (type.typeId === DuckDBTypeId.TIMESTAMP) {
    const { micros } = value as DuckDBTimestampValue;
    if (micros > lastMicros || micros < -lastMicros) return null;
  }
  const converted = JSDuckDBValueConverter(value, type, converter);
  if (typeof converted !== 'bigint') return converted;
  const number = Number(converted);
  return Number.isSafeInteger(number) ? number : String(converted);
};

/** A day or a time of day reads better as the engine spells it than as a moment. */
const spelled: DuckDBValueConverter<JS> = (value, type, converter) => {
  const asText = [DuckDBTypeId.DATE, DuckDBTypeId.TIME, DuckDBTypeId.INTERVAL];
  if (value !== null && asText.includes(type.typeId)) return String(value);
  return plain(value, type, converter);
};

const chunkOf = Symbol('chunk');
const placeOf = Symbol('place');

/** A row in a chunk. It has a getter for each column, in lower case. */
interface ChunkRow {
  readonly [chunkOf]: DuckDBDataChunk;
  readonly [placeOf]: number;
}

/** The rows of chunks, whose cells are converted when they are read: many never are. */
function chunkRows(names: readonly string[], chunks: readonly DuckDBDataChunk[]): ChunkRow[] {
  class Row implements ChunkRow {
    readonly [chunkOf]: DuckDBDataChunk;
    readonly [placeOf]: number;

    constructor(chunk: DuckDBDataChunk, place: number) {
      this[chunkOf] = chunk;
      this[placeOf] = place;
    }
  }
  for (const [column, name] of names.entries()) {
    Object.defineProperty(Row.prototype, name.toLowerCase(), {
      enumerable: true,
      get(this: ChunkRow) {
        const vector = this[chunkOf].getColumnVector(column);
        return plain(vector.getItem(this[placeOf]), vector.type, plain);
      },
    });
  }
  return chunks.flatMap((chunk) =>
    Array.from({ length: chunk.rowCount }, (_, place) => new Row(chunk, place)),
  );
}

/**
 * Reads and parses every row by the query's schema, with keys in lower case.
 * @throws AppError `unexpected` whose cause names the statement, the row and the column.
 */
export async function readRows<Row>(result: DuckDBResult, query: Query<Row>): Promise<Row[]> {
  return parseRows(chunkRows(result.columnNames(), await result.fetchAllChunks()), query);
}

/** The answer as it is, for a statement whose shape nobody declared. */
export function toTable(reader: DuckDBResultReader): Table {
  const isAnswer = reader.returnType === ResultReturnType.QUERY_RESULT;
  const changesRows = reader.returnType === ResultReturnType.CHANGED_ROWS;
  return {
    columns: isAnswer ? reader.columnNames() : [],
    rows: isAnswer ? reader.convertRows(spelled) : [],
    rowsAffected: changesRows ? reader.rowsChanged : null,
  };
}
