import {
  type DuckDBDataChunk,
  type DuckDBMaterializedResult,
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

/** Converts a driver value to a plain one: Dates, and text for integers beyond 2^53. */
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

/** Like `toPlainValue`, but with dates, times of day, and intervals as text. */
const toDisplayValue: DuckDBValueConverter<JS> = (value, type, converter) => {
  const asText = [DuckDBTypeId.DATE, DuckDBTypeId.TIME, DuckDBTypeId.INTERVAL];
  if (value !== null && asText.includes(type.typeId)) return String(value);
  return toPlainValue(value, type, converter);
};

const chunkKey = Symbol('chunk');
const rowIndexKey = Symbol('row index');

/** A row in a chunk, with a lowercase getter for each column. */
interface ChunkRow {
  readonly [chunkKey]: DuckDBDataChunk;
  readonly [rowIndexKey]: number;
}

/** The rows of chunks. Converts a cell on each access, because many cells are never read. */
function chunkRows(names: readonly string[], chunks: readonly DuckDBDataChunk[]): ChunkRow[] {
  class Row implements ChunkRow {
    readonly [chunkKey]: DuckDBDataChunk;
    readonly [rowIndexKey]: number;

    constructor(chunk: DuckDBDataChunk, rowIndex: number) {
      this[chunkKey] = chunk;
      this[rowIndexKey] = rowIndex;
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
    Array.from({ length: chunk.rowCount }, (_, rowIndex) => new Row(chunk, rowIndex)),
  );
}

/**
 * Parses rows by the query's schema, with lowercase keys.
 * @throws AppError `unexpected`; its cause names the statement, row, and column
 */
export function readRows<Row>(result: DuckDBMaterializedResult, query: Query<Row>): Row[] {
  // The rows are in memory, so the driver's asynchronous way would wait for the event loop for nothing.
  const chunks = Array.from({ length: result.chunkCount }, (_, index) => result.getChunk(index));
  return parseRows(chunkRows(result.columnNames(), chunks), query);
}

/** Converts the result of a script, which declares no row type. */
export function toScriptResult(reader: DuckDBResultReader): ScriptResult {
  const hasRows = reader.returnType === ResultReturnType.QUERY_RESULT;
  const changesRows = reader.returnType === ResultReturnType.CHANGED_ROWS;
  return {
    columns: hasRows ? reader.columnNames() : [],
    rows: hasRows ? reader.convertRows(toDisplayValue) : [],
    rowsAffected: changesRows ? reader.rowsChanged : null,
  };
}
