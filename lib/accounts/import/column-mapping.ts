import { AppError } from '@/lib/server/errors';
import { columnNames, type FileKind, fileKinds } from './columns';
import type { SourceTable } from './source-file';
import { suggestColumns } from './suggest-columns';

/** Maps one of our columns to a column in a file. */
export interface Mapping {
  /** The kind of file it applies to; null for every kind that has the column. */
  readonly kind: FileKind | null;
  readonly column: string;
  /** Null to leave the column out, even if the file has one of that name. */
  readonly source: string | null;
}

/**
 * Parses `column=source,…`. A column may be prefixed with `accounts.` or `csms.`.
 * @throws AppError `invalid_input` that names the invalid part
 */
export function parseMappings(texts: readonly string[]): Mapping[] {
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
    throw new AppError('invalid_input', `--map: there is no column ${target}. Columns: ${known}.`);
  }
  return mapping;
}

/** Which of our columns a file has, and where. */
export interface FoundColumns {
  /** All of our columns. */
  readonly columns: readonly string[];
  /** The position in the file of each of our columns that it has. */
  readonly positions: ReadonlyMap<string, number>;
  /** Our columns that the file lacks. */
  readonly missing: readonly string[];
  /** The file's columns that we don't use. Names may be empty or repeated. */
  readonly unused: readonly string[];
}

/**
 * Finds our columns in a file, by the mappings and otherwise by name.
 * @throws AppError `invalid_input` if a mapped column or the key column is missing, or if the file has
 *   a column that we use twice
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
    if (mapping?.source === null) continue;
    const name = (mapping?.source ?? column).toLowerCase();
    const position = lower.indexOf(name);
    if (position >= 0) positions.set(column, position);
    // Without a prefix, the mapping may apply only to the other file.
    else if (mapping && (mapping.kind || !columnNames(other(kind)).includes(column))) {
      throw missingColumnError(table, `${mapping.source}, which --map names for ${column}`);
    }
    const second = lower.indexOf(name, position + 1);
    if (position >= 0 && second >= 0) throw repeatedColumnError(table, [position, second]);
  }
  const { key } = fileKinds[kind];
  if (!positions.has(key)) {
    const similar = suggestColumns(kind, table.columns).get(key);
    const hint = similar
      ? `If it is ${similar}, choose it for ${key} (--map ${key}=${similar})`
      : `If it has another name in the file, choose it for ${key} (--map ${key}=NAME)`;
    throw missingColumnError(table, `${key}. ${hint}`);
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
  const columns = table.columns.filter(Boolean).join(', ');
  return new AppError('invalid_input', `${table.file} has no column ${what}. Columns: ${columns}.`);
}

function repeatedColumnError(
  { file, columns }: SourceTable,
  [first, second]: readonly [number, number],
): AppError {
  return new AppError(
    'invalid_input',
    `${file} has the column ${columns[first]} twice, as columns ${first + 1} and ${second + 1}. Remove or rename the one that should not be imported.`,
  );
}
