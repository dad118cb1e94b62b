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
import { parseRows } from '@/lib/warehouse/sql/shared/statement';
import type { Query, ScriptResult } from '@/lib/warehouse/types';

const MAX_DATE_MICROS = 8_640_000_000_000_000_000n;

/** Converts a driver value to a Date, a number, or text for integers beyond 2^53. */
const toPlainValue: DuckDBValueConverter<JS> = (value, type, converter) => {
  if (value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (type.typeId === DuckDBTypeId.TIMESTAMP) {
    const { micros } = value as DuckDBTimestampValue;
    if (micros > MAX_DATE_MICROS || micros < -MAX_DATE_MICROS) return null;
  }
  const converted = JSDuckDBValueConverter(value, type, converter);
  if (typeof converted !== 'bigint') return converted;
  const number = Number(converted);
  return Number.isSafeInteger(number) ? number : String(converted);
};

/** Shows a date or time of day as text instead of a Date. */
const toDisplayValue: DuckDBValueConverter<JS> = (value, type, converter) => {
  const asText = [DuckDBTypeId.DATE, DuckDBTypeId.TIME, DuckDBTypeId.INTERVAL];
  if (value !== null && asText.includes(type.typeId)) return String(value);
  return toPlainValue(value, type, converter);
};

const chunkKey = Symbol('chunk');
const rowIndexKey = Symbol('place');

/** A row in a chunk, with a lowercase getter for each column. */
interface ChunkRow {
  readonly [chunkKey]: DuckDBDataChunk;
  readonly [rowIndexKey]: number;
}

/** The rows of chunks. Cells are converted on first access, because many are never read. */
function chunkRows(names: readonly string[], chunks: readonly DuckDBDataChunk[]): ChunkRow[] {
  class Row implements ChunkRow {
    readonly [chunkKey]: DuckDBDataChunk;
    readonly [rowIndexKey]: number;

    constructor(chunk: DuckDBDataChunk, place: number) {
      this[chunkKey] = chunk;
      this[rowIndexKey] = place;
    }
  }
  for (const [column, name] of names.entries()) {
    Object.defineProperty(Row.prototype, name.toLowerCase(), {
      enumerable: true,
      get(this: ChunkRow) {
        const vector = this[chunkKey].getColumnVector(column);
        return toPlainValue(vector.getItem(this[rowIndexKey]), vector.type, toPlainValue);
      },
    });
  }
  return chunks.flatMap((chunk) =>
    Array.from({ length: chunk.rowCount }, (_, place) => new Row(chunk, place)),
  );
}

/**
 * Parses rows by the query's schema, with lowercase keys.
 * @throws AppError `unexpected`; its cause names the statement, row, and column
 */
export async function readRows<Row>(result: DuckDBResult, query: Query<Row>): Promise<Row[]> {
  return parseRows(chunkRows(result.columnNames(), await result.fetchAllChunks()), query);
}

/** The answer as it is, for a statement whose shape nobody declared. */
export function toScriptResult(reader: DuckDBResultReader): ScriptResult {
  const isAnswer = reader.returnType === ResultReturnType.QUERY_RESULT;
  const changesRows = reader.returnType === ResultReturnType.CHANGED_ROWS;
  return {
    columns: isAnswer ? reader.columnNames() : [],
    rows: isAnswer ? reader.convertRows(toDisplayValue) : [],
    rowsAffected: changesRows ? reader.rowsChanged : null,
  };
}
