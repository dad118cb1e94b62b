import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBType,
  type DuckDBValue,
  HUGEINT,
  INTEGER,
  SQLNULL,
  VARCHAR,
} from '@duckdb/node-api';
import { SnowflakeError } from './errors';

/** A bind as the SDK sends it: text or null, with the kind that it had; a list binds many rows. */
export interface WireBind {
  readonly type: string;
  readonly value: string | null | readonly (string | null)[];
}

/** One value for each `?`, with the type to bind it by. */
export interface BoundRow {
  readonly values: DuckDBValue[];
  readonly types: DuckDBType[];
}

/**
 * Reads the binds of a request: one row of values, or as many as a bound array has.
 * @throws SnowflakeError `002049` for a kind of bind that the SDK never sends.
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
      return whole(value);
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

function whole(value: string): [DuckDBValue, DuckDBType] {
  if (!/^-?\d+$/.test(value)) return [Number(value), DOUBLE];
  const exact = BigInt(value);
  if (BigInt.asIntN(32, exact) === exact) return [Number(exact), INTEGER];
  if (BigInt.asIntN(64, exact) === exact) return [exact, BIGINT];
  return [exact, HUGEINT];
}
