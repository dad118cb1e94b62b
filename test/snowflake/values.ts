import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBBlobValue,
  type DuckDBDateValue,
  type DuckDBDecimalType,
  type DuckDBTimestampNanosecondsValue,
  type DuckDBTimestampValue,
  type DuckDBTimeValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  HUGEINT,
  INTEGER,
  type Json,
  JsonDuckDBValueConverter,
  SQLNULL,
  VARCHAR,
} from '@duckdb/node-api';
import { SnowflakeError } from './errors';

/** A bind in wire format: text or null with its type. An array binds several rows. */
export interface WireBind {
  readonly type: string;
  readonly value: string | null | readonly (string | null)[];
}

/** One value and type for each `?`. */
export interface BoundRow {
  readonly values: DuckDBValue[];
  readonly types: DuckDBType[];
}

/**
 * Parses the binds of a request into rows: one row, or one per element of a bound array.
 * @throws SnowflakeError `002049` for a bind type that the SDK never sends.
 */
export function readBinds(bindings: Readonly<Record<string, WireBind>> | undefined): BoundRow[] {
  const binds = Object.entries(bindings ?? {})
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, bind]) => bind);
  const rows = Math.max(1, ...binds.map(({ value }) => (Array.isArray(value) ? value.length : 1)));
  return Array.from({ length: rows }, (_, row) => {
    const bound = binds.map(({ type, value }) =>
      toDuckDbBind(type, Array.isArray(value) ? (value[row] ?? null) : (value as string | null)),
    );
    return { values: bound.map(([value]) => value), types: bound.map(([, type]) => type) };
  });
}

function toDuckDbBind(type: string, value: string | null): [DuckDBValue, DuckDBType] {
  if (value === null) return [null, SQLNULL];
  switch (type) {
    case 'FIXED':
      return wholeNumber(value);
    case 'REAL':
      return [Number(value), DOUBLE];
    case 'BOOLEAN':
      return [value.toLowerCase() === 'true' || value === '1', BOOLEAN];
    case 'TEXT':
    case 'VARIANT':
      return [value, VARCHAR];
    default:
      throw new SnowflakeError('002049', '42601', `Bind variable of type ${type} not supported.`);
  }
}

function wholeNumber(value: string): [DuckDBValue, DuckDBType] {
  if (!/^-?\d+$/.test(value)) return [Number(value), DOUBLE];
  const exact = BigInt(value);
  if (BigInt.asIntN(32, exact) === exact) return [Number(exact), INTEGER];
  if (BigInt.asIntN(64, exact) === exact) return [exact, BIGINT];
  return [exact, HUGEINT];
}

/** A column of a result in Snowflake's format. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly nullable: boolean;
}

type Shape = Omit<Column, 'name' | 'nullable'>;

const plain = (type: string): Shape => ({ type, precision: null, scale: null });
const temporal = (type: string): Shape => ({ type, precision: 0, scale: 9 });

/** Describes a column of a result. */
export function toColumn(name: string, type: DuckDBType): Column {
  return { name, ...shapeOf(type), nullable: true };
}

/** A column of integers, such as a row count. */
export function wholeColumn(name: string): Column {
  return { name, type: 'fixed', precision: 19, scale: 0, nullable: false };
}

/** A text column, such as the status of a statement without rows. */
export function textColumn(name: string): Column {
  return { name, ...plain('text'), nullable: true };
}

function shapeOf(type: DuckDBType): Shape {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return plain('boolean');
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.UHUGEINT:
      return { type: 'fixed', precision: 38, scale: 0 };
    case DuckDBTypeId.DECIMAL: {
      const { width, scale } = type as DuckDBDecimalType;
      return { type: 'fixed', precision: width, scale };
    }
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return plain('real');
    case DuckDBTypeId.DATE:
      return plain('date');
    case DuckDBTypeId.TIME:
      return temporal('time');
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return temporal('timestamp_ntz');
    case DuckDBTypeId.TIMESTAMP_TZ:
      return temporal('timestamp_ltz');
    case DuckDBTypeId.BLOB:
      return plain('binary');
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
      return plain('array');
    case DuckDBTypeId.STRUCT:
    case DuckDBTypeId.MAP:
      return plain('object');
    default:
      return plain(type.alias === 'JSON' ? 'variant' : 'text');
  }
}

/** Converts a value to a cell of a rowset: text or null. */
export const toCell: DuckDBValueConverter<string> = (value, type) => {
  if (value === null) return null;
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return value ? '1' : '0';
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return real(value as number);
    case DuckDBTypeId.DATE:
      return String((value as DuckDBDateValue).days);
    case DuckDBTypeId.TIME:
      return seconds((value as DuckDBTimeValue).micros * 1000n);
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return seconds((value as DuckDBTimestampValue).micros * 1000n);
    case DuckDBTypeId.TIMESTAMP_S:
      return seconds((value as unknown as { seconds: bigint }).seconds * 1_000_000_000n);
    case DuckDBTypeId.TIMESTAMP_MS:
      return seconds((value as unknown as { millis: bigint }).millis * 1_000_000n);
    case DuckDBTypeId.TIMESTAMP_NS:
      return seconds((value as DuckDBTimestampNanosecondsValue).nanos);
    case DuckDBTypeId.BLOB:
      return Buffer.from((value as DuckDBBlobValue).bytes)
        .toString('hex')
        .toUpperCase();
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
    case DuckDBTypeId.STRUCT:
    case DuckDBTypeId.MAP:
      return JSON.stringify(toJson(value, type), null, 2);
    default:
      return String(value);
  }
};

function toJson(value: DuckDBValue, type: DuckDBType): Json {
  return JsonDuckDBValueConverter(value, type, JsonDuckDBValueConverter);
}

function real(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

/** Formats nanoseconds as seconds with nine decimals. */
function seconds(nanos: bigint): string {
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0');
  return `${nanos < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
