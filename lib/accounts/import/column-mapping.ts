import { AppError } from '@/lib/server/errors';
import { columnNames, type FileKind, fileKinds } from './columns';
import type { SourceTable } from './source-file';

/** A column of ours read from a column of a file that has another name. */
export interface Mapping {
  /** The kind of file it is for; null for whichever has the column. */
  readonly kind: FileKind | null;
  readonly column: string;
  readonly source: string;
}

/**
 * Parses `column=source,…`, where a column may be prefixed by `accounts.` or `csms.`.
 * @throws AppError `invalid_input` naming what is not understood.
 */
export function parseMappings(texts: readonly string[]): readonly Mapping[] {
  return texts
    .flatMap((text) => text.split(','))
    .filter((pair) => pair.trim())
    .map(parseMapping);
}

function parseMapping(pair: string): Mapping {
  const at = pair.indexOf('=');
  const target = pair.slice(0, Math.max(0, at)).trim();
  const source = pair.slice(at + 1).trim();
  const [, prefix, column] = /^(?:(accounts|csms)\.)?(\w+)$/i.exec(target) ?? [];
  if (at < 0 || !column || !source) {
    throw new AppError('invalid_input', `--map ${pair.trim()}: write it as column=source.`);
  }
  const kind = (prefix?.toLowerCase() as FileKind | undefined) ?? null;
  const mapping = { kind, column: column.toLowerCase(), source };
  const possible = kind ? [kind] : (Object.keys(fileKinds) as FileKind[]);
  if (!possible.some((each) => columnNames(each).includes(mapping.column))) {
    const known = [...new Set(possible.flatMap(columnNames))].join(', ');
    throw new AppError(
      'invalid_input',
      `--map: there is no column ${target}. There are: ${known}.`,
    );
  }
  return mapping;
}

/** Where a file has each of our columns. */
export interface FoundColumns {
  /** All columns of ours. */
  readonly columns: readonly string[];
  /** The position in the file of each column of ours that it has. */
  readonly positions: ReadonlyMap<string, number>;
  /** Columns of ours that the file lacks. */
  readonly missing: readonly string[];
  /** Columns of the file that are not ours. */
  readonly unused: readonly string[];
}

/**
 * Finds our columns in a file, by the mapping first and by their names otherwise.
 * @throws AppError `invalid_input` when a mapped source or the key is not there.
 */
export function findColumns(
  kind: FileKind,
  table: SourceTable,
  mappings: readonly Mapping[],
): FoundColumns {
  const lower = table.columns.map((name) => name.toLowerCase());
  const positions = new Map<string, number>();
  for (const column of columnNames(kind)) {
    const mapping = mappings.findLast(
      (each) => each.column === column && (each.kind ?? kind) === kind,
    );
    const position = lower.indexOf((mapping?.source ?? column).toLowerCase());
    if (position >= 0) positions.set(column, position);
    // Unprefixed, it may be meant for the other file only.
    else if (mapping && (mapping.kind || !columnNames(other(kind)).includes(column))) {
      throw missingColumnError(table, `${mapping.source}, which --map names for ${column}`);
    }
  }
  const { key } = fileKinds[kind];
  if (!positions.has(key)) {
    throw missingColumnError(table, `${key}. If it has another name there, add --map ${key}=NAME`);
  }
  const used = new Set(positions.values());
  const columns = columnNames(kind);
  return {
    columns,
    positions,
    missing: columns.filter((column) => !positions.has(column)),
    unused: table.columns.filter((_, position) => !used.has(position)),
  };
}

function other(kind: FileKind): FileKind {
  return kind === 'accounts' ? 'csms' : 'accounts';
}

function missingColumnError(table: SourceTable, what: string): AppError {
  const has = table.columns.join(', ');
  return new AppError('invalid_input', `${table.file} has no column ${what}. It has: ${has}.`);
}
