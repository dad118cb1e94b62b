import { tableNames } from '@/lib/warehouse/tables';
import { mapNames, type NameMapping } from './name-mapping';

/** How an installation differs from the one that statements are written for. */
export interface Installation {
  /** Locations of tables and views; defaults to those in the guide. */
  readonly nameMapping?: NameMapping | undefined;
  /** The time zone of the times in the data team's tables, as an IANA name. Default: UTC. */
  readonly dataTimeZone?: string | undefined;
}

/** A statement with the installation's names, and with the data team's times converted to UTC. */
export function renderStatement(sql: string, installation: Installation): string {
  const { nameMapping = new Map(), dataTimeZone = 'UTC' } = installation;
  return mapNames(convertTimes(sql, dataTimeZone), nameMapping);
}

/** The TIMESTAMP_NTZ columns of the data team's tables. */
const timeColumns: Readonly<Record<string, readonly string[]>> = {
  [tableNames.recommendations.toUpperCase()]: ['recommendation_timestamp'],
  [tableNames.assignments.toUpperCase()]: ['assignment_date', 'last_updated'],
};

/**
 * Matches text to leave unchanged (strings, quoted names, comments), the target of a DELETE, a table
 * that is read, or `toDataTimeZone` of a time with at most one pair of parentheses.
 */
const pattern = new RegExp(
  [
    String.raw`'(?:[^'\\]|\\[\s\S]|'')*'`,
    '"(?:[^"]|"")*"',
    String.raw`(?:--|\/\/)[^\n]*`,
    String.raw`\/\*[\s\S]*?\*\/`,
    String.raw`\bDELETE\s+FROM\s+[\w$.]+`,
    String.raw`\b(FROM|JOIN|USING)\s+([a-z_][\w$]*(?:\.[a-z_][\w$]*){2})(?![\w$.])`,
    String.raw`\bTO_DATA_TIME_ZONE\(((?:[^()]|\([^()]*\))*)\)`,
  ].join('|'),
  'gi',
);

/**
 * Converts the data team's times: to UTC where a table is read, and to their time zone where a
 * statement writes one. The target of a change stays unchanged, and so do definitions.
 */
function convertTimes(sql: string, zone: string): string {
  if (isDefinition.test(sql)) return sql;
  if (zone === 'UTC' && !sql.includes('TO_DATA_TIME_ZONE')) return sql;
  return sql.replace(pattern, (text, word?: string, table?: string, time?: string) => {
    if (time !== undefined) return convertTimeZone('UTC', zone, time);
    const columns = timeColumns[table?.toUpperCase() ?? ''];
    if (!columns || zone === 'UTC') return text;
    const times = columns.map((column) => `${convertTimeZone(zone, 'UTC', column)} AS ${column}`);
    return `${word} (SELECT * REPLACE (${times.join(', ')}) FROM ${table})`;
  });
}

const isDefinition = /^\s*(?:CREATE|ALTER|DROP)\b/i;

/** Snowflake SQL that converts a TIMESTAMP_NTZ from one time zone to another. */
export function convertTimeZone(from: string, to: string, time: string): string {
  return from === to ? time : `CONVERT_TIMEZONE('${from}', '${to}', ${time})`;
}
