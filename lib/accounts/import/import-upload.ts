import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/server/auth/person';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import type { RowError } from './check-rows';
import type { Mapping } from './column-mapping';
import { columnNames, type FileKind } from './columns';
import { type ImportContext, type ImportReport, importSources } from './import-sources';
import { type ColumnMap, rememberedMapping, rememberMapping } from './remembered-mappings';
import { isBlank, readSource, type SourceFile } from './source-file';
import { suggestColumns } from './suggest-columns';

/** An uploaded file, as the fields of a form. */
export const uploadInput = z.object({
  kind: z.enum(['accounts', 'csms']),
  file: z.object({
    name: z.string().min(1).max(255),
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  /** The decimal separator; empty to detect it. */
  decimal: z
    .enum(['', '.', ','])
    .default('')
    .transform((value) => (value === '' ? null : value)),
  /** JSON of the file's column for each of our columns; empty to suggest them. */
  columns: z
    .string()
    .max(20_000)
    .default('')
    .transform((text, context): unknown => {
      try {
        return text === '' ? null : JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string(), z.string().nullable()).nullable()),
});
export type Upload = z.output<typeof uploadInput>;

/** Why a file cannot be imported as it is. */
export interface ImportProblem {
  readonly message: string;
  /** The first bad rows. */
  readonly errors: readonly RowError[];
  readonly unit: 'line' | 'row';
  readonly hints: readonly string[];
}

/** A file's columns, and what an import would do. */
export interface ImportPreview {
  /** The file's columns that have a name. One that occurs twice cannot be imported. */
  readonly sources: readonly {
    readonly name: string;
    /** Its first value. */
    readonly example: string | null;
    readonly isRepeated: boolean;
  }[];
  readonly columns: ColumnMap;
  /** Where `columns` came from, if the person did not choose them for this preview. */
  readonly origin: 'chosen' | 'remembered' | 'suggested';
  readonly report: ImportReport | null;
  readonly problem: ImportProblem | null;
}

/**
 * Reads an uploaded file without importing it. Admins only.
 * @throws AppError `invalid_input` if the file cannot be read at all; `forbidden`
 */
export async function previewUpload(ctx: ImportContext, input: Upload): Promise<ImportPreview> {
  requireRole(ctx.person, 'admin');
  const { kind, file, decimal, columns: chosen } = input;
  const sources = await readSources(ctx, file);
  const names = sources.map(({ name }) => name);
  const known = chosen ?? (await rememberedMapping(ctx, kind, names));
  const suggested = suggestColumns(
    kind,
    sources.filter(({ isRepeated }) => !isRepeated).map(({ name }) => name),
  );
  const columns = Object.fromEntries(
    columnNames(kind).map((column) => [
      column,
      known ? (known[column] ?? null) : (suggested.get(column) ?? null),
    ]),
  );
  const origin = chosen ? 'chosen' : known ? 'remembered' : 'suggested';
  try {
    const mappings = mappingsOf(kind, columns);
    const report = await importSources(ctx, { [kind]: file, mappings, decimal, dryRun: true });
    return { sources, columns, origin, report, problem: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input') throw error;
    return { sources, columns, origin, report: null, problem: problemOf(error) };
  }
}

/**
 * Imports an uploaded file, and remembers the chosen columns for files with the same columns. Admins only.
 * @throws AppError as `importSources`
 */
export async function importUpload(ctx: ImportContext, input: Upload): Promise<ImportReport> {
  requireRole(ctx.person, 'admin');
  const { kind, file, decimal, columns } = input;
  if (!columns) throw new AppError('invalid_input', 'Choose the columns first.');
  const report = await importSources(ctx, {
    [kind]: file,
    mappings: mappingsOf(kind, columns),
    decimal,
  });
  const sources = (await readSources(ctx, file)).map(({ name }) => name);
  // The file has been imported, whatever becomes of this: an error would say that it was not.
  await rememberMapping(ctx, kind, sources, columns).catch((error: unknown) =>
    log.warn({ err: error }, 'the columns of an import were not remembered'),
  );
  return report;
}

async function readSources(
  { readParquet }: ImportContext,
  file: SourceFile,
): Promise<ImportPreview['sources']> {
  const { columns, rows } = await readSource(file, readParquet);
  const lower = columns.map((name) => name.toLowerCase());
  return columns.flatMap((name, at) => {
    const same = name.toLowerCase();
    if (name === '' || lower.indexOf(same) !== at) return [];
    const value = rows.map(({ values }) => values[at]).find((each) => !isBlank(each));
    const example = value === undefined ? null : exampleText(value);
    return [{ name, example, isRepeated: lower.lastIndexOf(same) !== at }];
  });
}

const MAX_EXAMPLE_LENGTH = 30;

function exampleText(value: unknown): string {
  const text =
    value instanceof Date
      ? value.toISOString()
      : value instanceof Uint8Array
        ? Buffer.from(value).toString('utf8')
        : String(value);
  return text.length > MAX_EXAMPLE_LENGTH ? `${text.slice(0, MAX_EXAMPLE_LENGTH)}…` : text;
}

function mappingsOf(kind: FileKind, columns: ColumnMap): Mapping[] {
  return columnNames(kind).map((column) => ({ kind, column, source: columns[column] ?? null }));
}

function problemOf({ message, details }: AppError): ImportProblem {
  const { errors = [], hints = [], unit = 'line' } = (details ?? {}) as Partial<ImportProblem>;
  return { message, errors, hints, unit };
}
